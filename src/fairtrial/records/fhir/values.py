"""The value of an observation or an answer, in any of the shapes FHIR allows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fairtrial.records.concepts import Concept
from fairtrial.records.fhir.concepts import coding, concept
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.scale_codes import ScaleCodes, answer_label

_STATED = re.compile(
    r"([0-9]{1,3}(?:\.[0-9]+)?)(?:\s*/\s*[0-9]{1,3}|\s*(?:points?|pts))?(?:\s*[(,;:-].*)?", re.I | re.S
)
"""A number that words explain: "12 (moderate)", "12/27", "2 - More than half the days"."""
_COUNTED = re.compile(r"^\s*[0-9]\s*[-=:.)]\s*|\s*[(\[=-]\s*[0-9]\s*[)\]]?\s*$")
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
            number = _number(fields, "value" + ending)
            return Value(number if number is not None else _labelled(fields.text("value" + ending), codes))
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
    stated = _STATED.fullmatch(text.strip())
    return float(stated[1]) if stated else None


def _answered(answer: Concept, codes: ScaleCodes) -> Value:
    """The item score: the ordinal stated with the code, or else that of the LOINC answer, or of its words."""
    for each in answer.codings:
        number = each.ordinal if each.ordinal is not None else codes.answers.get(each.code)
        if number is not None:
            return Value(number, words=answer.words)
    labelled = (_labelled(text, codes) for text in answer.texts)
    return Value(next((number for number in labelled if number is not None), None), words=answer.words)


def _labelled(text: str, codes: ScaleCodes) -> float | None:
    """The item score of an answer's words, with or without its number beside them."""
    said = (codes.answers.get(answer_label(words)) for words in (text, _COUNTED.sub("", text)))
    return next((number for number in said if number is not None), None)
