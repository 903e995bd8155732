"""AllergyIntolerance: one that concerns a drug we know is context that a review shows."""

from __future__ import annotations

from fairtrial.records.concepts import Concept
from fairtrial.records.days import NO_DAYS
from fairtrial.records.drug_names import drug_of_code, find_drugs
from fairtrial.records.fhir.concepts import concept, concepts
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.reading import Reading
from fairtrial.records.fhir.wording import joined_words
from fairtrial.records.noting import IN_ERROR

_DATES = ("onsetDateTime", "recordedDate", "assertedDate")


def read_allergy(reading: Reading) -> None:
    """Add an allergy or intolerance to one of our drugs to the context, as stated."""
    fields = reading.fields
    reactions = list(fields.parts("reaction"))
    about = [concept(fields, "code"), *(concept(reaction, "substance") for reaction in reactions)]
    shown = [manifestation for reaction in reactions for manifestation in _manifestations(reaction)]
    told = ": ".join(part for part in (joined_words(about), joined_words(shown)) if part)
    reading.words = told
    verification = fields.word("verificationStatus")
    if verification == "entered-in-error":
        reading.became = IN_ERROR
    elif verification == "refuted":
        reading.became = "left out: refuted"
    elif any(_names_a_drug(reading, each) for each in about):
        key = next((key for key in _DATES if fields.has(key)), None)
        on = fields.days(key) if key else NO_DAYS
        reading.add("context", topic="allergy", value=told, on_least=on[0], on_most=on[1])
        reading.became = "context: allergy"


def _manifestations(reaction: Fields) -> list[Concept]:
    return concepts(reaction, "manifestation")


def _names_a_drug(reading: Reading, about: Concept) -> bool:
    coded = any(drug_of_code(c.system, c.code, reading.facts) for c in about.codings)
    return coded or any(find_drugs(text, reading.facts) for text in about.texts)
