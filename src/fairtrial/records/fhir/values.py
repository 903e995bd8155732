"""The value of an observation or an answer, in any of the shapes FHIR allows."""

from __future__ import annotations

from dataclasses import dataclass

from fairtrial.records.fhir.concepts import Concept, coding, concept
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.scale_codes import ScaleCodes, answer_label

_NUMBERS = ("Integer", "Decimal", "String")


@dataclass(frozen=True)
class Value:
    """A number with its unit, or null when there is none that can be read."""

    number: float | None = None
    unit: str | None = None
    words: str = ""


def value_of(fields: Fields, codes: ScaleCodes) -> Value:
    """value[x]: a quantity, a number (also as text), or a coded answer with its item score."""
    if fields.has("valueQuantity"):
        quantity = fields.part("valueQuantity")
        return Value(quantity.number("value"), quantity.text("unit") or quantity.text("code") or None)
    for ending in _NUMBERS:
        if fields.has("value" + ending):
            return Value(_number(fields, "value" + ending))
    if fields.has("valueCoding"):
        return _answered(Concept((coding(fields.part("valueCoding")),)), codes)
    if fields.has("valueCodeableConcept"):
        return _answered(concept(fields, "valueCodeableConcept"), codes)
    return Value()


def _number(fields: Fields, key: str) -> float | None:
    """A number; one written in valueString is no fault of the record."""
    if key != "valueString":
        return fields.number(key)
    text = fields.text(key)
    return Fields({key: text}).number(key) if text else None


def _answered(answer: Concept, codes: ScaleCodes) -> Value:
    """The item score: the ordinal stated with the code, or else that of the LOINC answer, or of its words."""
    for each in answer.codings:
        number = each.ordinal if each.ordinal is not None else codes.answers.get(each.code)
        if number is not None:
            return Value(number, words=answer.words)
    labelled = (codes.answers.get(answer_label(text)) for text in answer.texts)
    return Value(next((number for number in labelled if number is not None), None), words=answer.words)
