"""What the codes of MEDS rows mean to us, from the knowledge."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from fairtrial.facts import Facts
from fairtrial.records.sexes import SEX_OF_WORD
from fairtrial.records.topics import topics_of_code

_SHAPE = {"code": pl.String, "table": pl.String, "local": pl.String, "system": pl.String, "drug": pl.String,
          "scale": pl.String, "topic": pl.String, "sex": pl.String}  # fmt: skip
_SYSTEMS = {
    "rxnorm": "rxnorm", "loinc": "loinc", "icd10cm": "icd10cm", "icd10": "icd10cm", "icd9cm": "icd9cm",
    "snomed": "snomed", "gender": "gender", "sex": "gender",
}  # fmt: skip
_SEXES = {**SEX_OF_WORD, "8532": "female", "8507": "male"}
"""As written, or as OMOP concept ids."""
BIRTH = "MEDS_BIRTH"


def meanings(codes: Iterable[str], facts: Facts) -> pl.DataFrame:
    """code, table, local (the code without its system), system, and drug, scale, topic or sex.

    One row for each meaning; codes that mean nothing to us have none. Codes are written ``SYSTEM/CODE`` or
    ``SYSTEM//CODE``.

    >>> from fairtrial.facts import load
    >>> meanings(["LOINC/44261-6", "ICD10CM//F33.1", "HR"], load())["table"].to_list()
    ['scores', 'conditions']
    """
    drugs, scales = _drugs(facts), _scales(facts)
    rows = [row for code in codes for row in _of(code, drugs, scales, facts)]
    return pl.DataFrame(rows, schema=_SHAPE, orient="row")


def _of(
    code: str, drugs: dict[str, str], scales: dict[str, str], facts: Facts
) -> list[tuple[str | None, ...]]:
    if code == BIRTH:
        return [(code, "born", None, None, None, None, None, None)]
    name, _, local = code.replace("//", "/").partition("/")
    system = _SYSTEMS.get(name.lower(), "")
    if system == "rxnorm" and local in drugs:
        return [(code, "uses", local, system, drugs[local], None, None, None)]
    if system == "loinc" and local in scales:
        return [(code, "scores", local, system, None, scales[local], None, None)]
    if system == "gender":
        return [(code, "sex", local, system, None, None, None, _SEXES.get(local.lower(), "other"))]
    topics = topics_of_code(system, local, facts) if system in ("icd10cm", "icd9cm", "snomed") else []
    return [(code, "conditions", local, system, None, None, topic, None) for topic in topics]


def _drugs(facts: Facts) -> dict[str, str]:
    ingredients = {d.codes.rxcui.value: d.drug for d in facts.drugs.values() if d.codes.rxcui is not None}
    return ingredients | dict(facts.products.select("rxcui", "drug").rows())


def _scales(facts: Facts) -> dict[str, str]:
    return {code.value: scale.scale for scale in facts.scales.values() for code in scale.loinc_total}
