"""Which drug a resource is about: codes first, then product names, then words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from fairtrial.facts import Facts
from fairtrial.records.drug_names import DrugMatch, drug_of_code, find_drugs, is_known_product
from fairtrial.records.fhir.concepts import Concept, concept
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
    words = found[0].words
    return Named(words, _match(found, reading))


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


def _match(found: list[Concept], reading: Reading) -> DrugMatch | None:
    facts = reading.facts
    coded = _by_code(found, facts)
    told = _by_words(found, facts)
    if coded is None and _listed_elsewhere(found, facts):
        return None
    if coded is None:
        if len(told) > 1:
            reading.not_understood("medication", "the words name several drugs; left out")
        return told[0] if len(told) == 1 else None
    same = next((match for match in told if match.drug == coded.drug), None)
    if told and same is None:
        reading.problem("medication", "code and words name different drugs; taken by the code")
    if same is None:
        return coded
    strength = coded.strength_mg if coded.strength_mg is not None else same.strength_mg
    return replace(coded, strength_mg=strength, release=coded.release or same.release, units=same.units)


def _by_code(found: list[Concept], facts: Facts) -> DrugMatch | None:
    """The first coded drug; a code that also gives the strength goes before others."""
    matches = [
        match
        for each in found
        for coding in each.codings
        if (match := drug_of_code(coding.system, coding.code, facts)) is not None
    ]
    return min(matches, key=lambda match: match.strength_mg is None, default=None)


def _by_words(found: list[Concept], facts: Facts) -> list[DrugMatch]:
    """The drugs of the first wording that names any."""
    for each in found:
        for text in each.texts:
            matches = find_drugs(text, facts)
            if matches:
                return matches
    return []


def _listed_elsewhere(found: list[Concept], facts: Facts) -> bool:
    """Whether a code is a known product that is not one of our drugs (oral selegiline)."""
    return any(is_known_product(c.system, c.code, facts) for each in found for c in each.codings)
