"""Coded values with their translations and words."""

from __future__ import annotations

from collections.abc import Iterator

from fairtrial.records.ccda.elements import Element, attribute, is_null
from fairtrial.records.ccda.narrative import Narrative
from fairtrial.records.concepts import Coding, Concept

_OIDS = {
    "2.16.840.1.113883.6.88": "rxnorm", "2.16.840.1.113883.6.73": "atc", "2.16.840.1.113883.6.1": "loinc",
    "2.16.840.1.113883.6.96": "snomed", "2.16.840.1.113883.6.90": "icd10cm",
    "2.16.840.1.113883.6.3": "icd10cm", "2.16.840.1.113883.6.103": "icd9cm",
    "2.16.840.1.113883.6.42": "icd9cm", "2.16.840.1.113883.6.104": "icd9proc",
    "2.16.840.1.113883.6.12": "cpt", "2.16.840.1.113883.6.285": "hcpcs", "2.16.840.1.113883.6.13": "hcpcs",
    "2.16.840.1.113883.6.14": "hcpcs", "2.16.840.1.113883.6.4": "icd10pcs",
}  # fmt: skip
_NAMES = {
    "rxnorm": "rxnorm", "atc": "atc", "loinc": "loinc", "snomedct": "snomed", "snomed": "snomed",
    "icd10cm": "icd10cm", "icd10": "icd10cm", "icd9cm": "icd9cm", "icd9": "icd9cm",
    "cpt": "cpt", "cpt4": "cpt", "hcpcs": "hcpcs", "icd10pcs": "icd10pcs",
}  # fmt: skip
"""codeSystemName, where codeSystem is missing, without blanks, hyphens and underscores."""


def concept(element: Element | None, narrative: Narrative) -> Concept:
    """The codes (its own and every translation) and the words of a coded element."""
    if element is None:
        return Concept()
    text = narrative.said(element.find("originalText"))
    return Concept(tuple(_codings(element)), text)


def _codings(element: Element) -> Iterator[Coding]:
    for each in (element, *element.iter("translation")):
        code, display = attribute(each, "code"), attribute(each, "displayName")
        if code or display:
            known = system_of(each)
            yield Coding(known or attribute(each, "codeSystem"), known, code, display)


def system_of(element: Element) -> str:
    """The short name of a code system, from its OID or, where there is none, its name."""
    oid = attribute(element, "codeSystem").removeprefix("urn:oid:")
    if oid:
        return _OIDS.get(oid, "")
    name = attribute(element, "codeSystemName").lower()
    return _NAMES.get("".join(letter for letter in name if letter.isalnum()), "")


def code_of(element: Element | None) -> str:
    """The plain code of an element, in lower case; nothing when it is null."""
    return "" if is_null(element) else attribute(element, "code").lower()
