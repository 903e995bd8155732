"""Which codes count: RxNorm products and ICD-10-CM codes that ship, a few codes of the logic itself, and a
site's own value sets.

CPT, HCPCS and the larger part of SNOMED CT may not be shipped. Without a site's value sets, visits are told
by their
class, and hospice and palliative care by the words of their codes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from fairtrial.facts import Facts
from fairtrial.records.errors import ReadError
from fairtrial.records.regular import bytes_of
from fairtrial.records.topics import topics_of_code

ANTIDEPRESSANT = "2.16.840.1.113883.3.464.1003.196.12.1213"
VISITS = {
    "cms128": (
        "2.16.840.1.113883.3.526.3.1240", "2.16.840.1.113883.3.464.1003.101.12.1016",
        "2.16.840.1.113883.3.464.1003.101.12.1012", "2.16.840.1.113883.3.464.1003.101.12.1001",
        "2.16.840.1.113883.3.464.1003.101.12.1025", "2.16.840.1.113883.3.464.1003.101.12.1023",
        "2.16.840.1.113883.3.526.3.1492", "2.16.840.1.113883.3.526.3.1496",
        "2.16.840.1.113883.3.464.1003.101.12.1080", "2.16.840.1.113883.3.464.1003.101.12.1089",
    ),
    "cms159": ("2.16.840.1.113762.1.4.1080.5",),
}  # fmt: skip
"""Value sets of visits that each measure asks for; used when a site gives them."""
CARE = {
    "hospice": (
        "2.16.840.1.113883.3.526.3.1584", "2.16.840.1.113883.3.464.1003.1003",
        "2.16.840.1.113883.3.464.1003.1165",
    ),
    "palliative": (
        "2.16.840.1.113883.3.464.1003.101.12.1090", "2.16.840.1.113883.3.464.1003.198.12.1135",
        "2.16.840.1.113883.3.464.1003.1167",
    ),
}  # fmt: skip
HOSPICE_QUESTION, PALLIATIVE_QUESTION, YES = "45755-6", "71007-9", "373066001"
"""Codes that stand in the logic itself: two LOINC questionnaires and the answer yes."""
PALLIATIVE_ICD = "Z51.5"
_OF_TOPICS = {
    "BipolarDisorder": {"bipolar", "mania"},
    "SchizophreniaOrPsychoticDisorder": {"psychosis"},
    "Dysthymia": {"dysthymia"},
    "MajorDepressionIncludingRemission": {"major_depression", "psychotic_depression"},
}
"""SNOMED CT codes are told by our own topics, as far as those know them."""
Code = tuple[str, str]
"""System (rxnorm, icd10cm, snomed, loinc, cpt, other) and code."""


@dataclass(frozen=True)
class Codes:
    """``site``: value set OID -> its codes, from the files a site gave."""

    facts: Facts
    products: frozenset[str]
    icd10cm: Mapping[str, frozenset[str]]
    phq9: frozenset[str]
    site: Mapping[str, frozenset[Code]]

    def antidepressant(self, codes: Iterable[Code]) -> bool:
        """Is it a product of the value set?"""
        if ANTIDEPRESSANT in self.site:
            return any(code in self.site[ANTIDEPRESSANT] for code in codes)
        return any(system == "rxnorm" and code in self.products for system, code in codes)

    def valuesets(self, codes: Iterable[Code]) -> Iterator[str]:
        """Names of the diagnosis value sets that hold one of these codes."""
        known = list(codes)
        for name, oid in self.oids.items():
            given = self.site.get(oid)
            if (
                any(code in given for code in known)
                if given is not None
                else any(self._in(name, c) for c in known)
            ):
                yield name

    def visit(self, measure: str, codes: Iterable[Code]) -> bool | None:
        """Is it one of the measure's visits? None when the site gave no value set of visits."""
        given = [self.site[oid] for oid in VISITS[measure] if oid in self.site]
        return any(code in codes_of for codes_of in given for code in codes) if given else None

    def care(self, codes: Iterable[Code], words: str) -> str | None:
        """hospice or palliative, from a site's value sets or else from the words; None for other care."""
        for care, oids in CARE.items():
            given = [self.site[oid] for oid in oids if oid in self.site]
            if any(code in codes_of for codes_of in given for code in codes) or (not given and care in words):
                return care
        return "palliative" if ("icd10cm", PALLIATIVE_ICD) in codes else None

    @property
    def oids(self) -> dict[str, str]:
        """Name of a diagnosis value set -> its OID."""
        return {row["valueset"]: row["oid"] for row in _rows(self.facts)}

    def _in(self, name: str, code: Code) -> bool:
        system, local = code
        if system == "icd10cm":
            return local in self.icd10cm[name]
        if system != "snomed":
            return False
        topics = set(topics_of_code("snomed", local, self.facts))
        if name == "MajorDepression":
            return (
                bool(topics & _OF_TOPICS["MajorDepressionIncludingRemission"])
                and "depression_in_remission" not in topics
            )
        return bool(topics & _OF_TOPICS.get(name, set()))


def codes(facts: Facts, valuesets: Path | None) -> Codes:
    """The codes that ship, and those of FHIR ValueSet files (JSON, expanded) in the folder ``valuesets``.

    Raises ReadError for a file that is no expanded ValueSet.
    """
    products = facts.products.rows(named=True)
    listed = frozenset(row["rxcui"] for row in products if "VS_CQF25" in row["source"].split("|"))
    icd10cm: dict[str, set[str]] = {}
    for row in _rows(facts):
        icd10cm.setdefault(row["valueset"], set()).add(row["code"])
    phq9 = frozenset(code.value for code in facts.scales["PHQ-9"].loinc_total)
    frozen = {name: frozenset(found) for name, found in icd10cm.items()}
    return Codes(facts, listed, frozen, phq9, _site(valuesets) if valuesets is not None else {})


def _rows(facts: Facts) -> list[dict[str, str]]:
    text = (facts.folder / "measures" / "icd10cm.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def _site(folder: Path) -> dict[str, frozenset[Code]]:
    found: dict[str, frozenset[Code]] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            resource = orjson.loads(bytes_of(path, path.name))
            oid = str(resource.get("url") or resource["id"]).rsplit("/", 1)[-1]
            found[oid] = frozenset(_contained(resource["expansion"]["contains"]))
        except (KeyError, TypeError, AttributeError, orjson.JSONDecodeError):
            raise ReadError(
                path.name, "it is no expanded ValueSet", "Fetch the expansion from VSAC as JSON."
            ) from None
    if not found:
        raise ReadError(folder.name, "it holds no value set", "Put expanded ValueSet files (.json) in it.")
    return found


def _contained(entries: list[dict[str, Any]]) -> Iterator[Code]:
    for entry in entries:
        yield system_of(str(entry.get("system", ""))), str(entry.get("code"))
        yield from _contained(entry.get("contains", []))


_SYSTEMS = {
    "rxnorm": "rxnorm", "icd-10-cm": "icd10cm", "snomed.info/sct": "snomed", "loinc": "loinc",
    "ama-assn.org/go/cpt": "cpt",
}  # fmt: skip


def system_of(url: str) -> str:
    """A FHIR code system in one word; "other" when it is none of these.

    >>> system_of("http://www.nlm.nih.gov/research/umls/rxnorm")
    'rxnorm'
    """
    return next((name for part, name in _SYSTEMS.items() if part in url.lower()), "other")
