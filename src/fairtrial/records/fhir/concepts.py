"""Coded concepts with their words, in the shapes of STU3, R4 and R5."""

from __future__ import annotations

from fairtrial.records.concepts import Coding, Concept
from fairtrial.records.fhir.fields import Fields

_SYSTEMS = {
    "http://loinc.org": "loinc",
    "urn:oid:2.16.840.1.113883.6.1": "loinc",
    "http://snomed.info/sct": "snomed",
    "urn:oid:2.16.840.1.113883.6.96": "snomed",
    "http://hl7.org/fhir/sid/icd-10-cm": "icd10cm",
    "http://hl7.org/fhir/sid/icd-10": "icd10cm",
    "urn:oid:2.16.840.1.113883.6.90": "icd10cm",
    "http://hl7.org/fhir/sid/icd-9-cm": "icd9cm",
    "urn:oid:2.16.840.1.113883.6.103": "icd9cm",
    "http://www.ama-assn.org/go/cpt": "cpt",
    "urn:oid:2.16.840.1.113883.6.12": "cpt",
    "http://www.cms.gov/medicare/coding/hcpcsreleasecodesets": "hcpcs",
    "https://www.cms.gov/medicare/coding/hcpcsreleasecodesets": "hcpcs",
    "urn:oid:2.16.840.1.113883.6.285": "hcpcs",
    "http://www.cms.gov/medicare/coding/icd10": "icd10pcs",
    "urn:oid:2.16.840.1.113883.6.4": "icd10pcs",
    "http://hl7.org/fhir/sid/icd-9-cm/procedure": "icd9proc",
}


def concept(fields: Fields, key: str) -> Concept:
    """The concept at a field: a CodeableConcept, an R5 CodeableReference, or a plain text."""
    value = fields.raw(key)
    if isinstance(value, str):
        return Concept(text=fields.text(key))
    return _concept(fields.part(key)) if value is not None else Concept()


def concepts(fields: Fields, key: str) -> list[Concept]:
    """The concepts of a list field; one concept where a list belongs counts."""
    value = fields.raw(key)
    if isinstance(value, (str, dict)):
        return [concept(fields, key)]
    return [_concept(item) for item in fields.parts(key)]


def _concept(inside: Fields) -> Concept:
    if isinstance(inside.raw("concept"), dict):
        inside = inside.part("concept")
    return Concept(tuple(coding(item) for item in inside.parts("coding")), inside.text("text"))


def coding(item: Fields) -> Coding:
    """One Coding."""
    system = item.text("system")
    known = _SYSTEMS.get(system.lower().rstrip("/"), "")
    return Coding(system, known, item.text("code"), item.text("display"), _ordinal(item))


def _ordinal(item: Fields) -> float | None:
    """The score that an answer stands for, where an extension gives it."""
    for extension in item.parts("extension"):
        if extension.text("url").endswith(("ordinalValue", "itemWeight")):
            return extension.number("valueDecimal")
    return None
