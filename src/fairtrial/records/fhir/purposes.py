"""What an order, statement, supply or administration says that the medicine is for."""

from __future__ import annotations

from fairtrial.records.concepts import Concept
from fairtrial.records.fhir import carried
from fairtrial.records.fhir.concepts import concept, concepts
from fairtrial.records.fhir.dosages import dosages
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.reading import Reading
from fairtrial.records.purposes import purpose, reasons_of_codes

_CODED = ("icd10cm", "snomed", "icd9cm")


def purpose_of(reading: Reading, words: str) -> str | None:
    """One of tables.PURPOSES or null; ``words`` are product and directions."""
    told = carried.purpose(reading.fields)
    if told:
        return told
    found = [each for key in ("reasonCode", "reason") for each in concepts(reading.fields, key)]
    found += [
        *_referred(reading),
        *(each for dosage in dosages(reading.fields) for each in _as_needed(dosage)),
    ]
    texts = [text for each in found for text in each.texts]
    codes = [(system, code) for each in found for system in _CODED for code in each.codes(system)]
    return purpose(
        [*texts, *reasons_of_codes(codes, reading.facts)], f"{words}; {_told(reading)}", reading.facts
    )


def _as_needed(dosage: Fields) -> list[Concept]:
    """What it is needed for when it is taken as needed: asNeededCodeableConcept, or asNeededFor in R5."""
    return [each for key in ("asNeededCodeableConcept", "asNeededFor") for each in concepts(dosage, key)]


def _told(reading: Reading) -> str:
    """Instructions beside the directions."""
    told: list[str] = []
    for dosage in dosages(reading.fields):
        told += [dosage.text("text"), dosage.text("patientInstruction")]
        told += [text for each in concepts(dosage, "additionalInstruction") for text in each.texts]
    return "; ".join(filter(None, told))


def _referred(reading: Reading) -> list[Concept]:
    """The codes of conditions that the reason refers to, or how the reference shows them."""
    found: list[Concept] = []
    for place in reading.fields.parts("reasonReference"):
        target = reading.references.target(place.text("reference"), reading.fields.data)
        found.append(concept(Fields(target), "code") if target else Concept(text=place.text("display")))
    return found
