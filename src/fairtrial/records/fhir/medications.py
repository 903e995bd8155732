"""Which drug a resource is about: codes first, then product names, then words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fairtrial.records.concepts import Concept
from fairtrial.records.drug_names import DrugMatch
from fairtrial.records.drug_of_concepts import drug_of_concepts
from fairtrial.records.fhir.concepts import concept
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.reading import Reading
from fairtrial.records.fhir.references import reference_of


@dataclass(frozen=True)
class Named:
    """The medication of a record in words, and the drug it is when it is one of ours."""

    words: str
    match: DrugMatch | None = None


def read_medication(reading: Reading) -> None:
    """A Medication by itself is context: the records that refer to it carry the use."""
    found = [each for each in _of_resource(reading, reading.fields.data, set(), reading.fields) if each.words]
    reading.words = "; ".join(each.words for each in found)


def medication_of(reading: Reading) -> Named | None:
    """The medication of a request, statement, dispense or administration; null when it names none."""
    found = [each for each in _concepts(reading) if each.words]
    if not found:
        return None
    texts = [text for each in found for text in each.texts]
    return Named(found[0].words, drug_of_concepts(found, texts, "medication", reading, reading.facts))


def _concepts(reading: Reading) -> list[Concept]:
    fields = reading.fields
    direct = [concept(fields, key) for key in ("medicationCodeableConcept", "medication") if fields.has(key)]
    if any(each.words for each in direct):
        return direct
    key = "medicationReference" if fields.has("medicationReference") else "medication"
    reference, display = reference_of(fields, key)
    shown = [Concept(text=display)] if display else []
    return [*_referred(reading, reference, key, set(), fields.data), *shown] if reference else shown


def _referred(
    reading: Reading, reference: str, path: str, seen: set[str], holder: dict[str, Any]
) -> list[Concept]:
    """The concepts of the medication that a reference names; a missing target or a cycle is a problem."""
    if reference in seen:
        reading.problem(path, "the references go round in a circle; not followed further")
        return []
    target = reading.references.target(reference, holder)
    if target is None:
        reading.problem(path, "refers to a resource that is not in the file")
        return []
    return _of_resource(reading, target, seen | {reference}, Fields(target, path))


def _of_resource(reading: Reading, resource: dict[str, Any], seen: set[str], fields: Fields) -> list[Concept]:
    """Code of a Medication or Substance, or else the codes of its ingredients."""
    own = concept(fields, "code")
    if own.words:
        return [own]
    found: list[Concept] = []
    for ingredient in fields.parts("ingredient"):
        for key in ("itemCodeableConcept", "item"):
            found += [concept(ingredient, key)] if ingredient.has(key) else []
        for key in ("itemReference", "item"):
            reference, _ = reference_of(ingredient, key)
            found += _referred(reading, reference, "ingredient", seen, resource) if reference else []
    return found
