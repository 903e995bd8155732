"""DetectedIssue of our own documents: what stood above everything in one review stands there in the next."""

from __future__ import annotations

from fairtrial.records.fhir.concepts import concept
from fairtrial.records.fhir.reading import Reading

RULES = "urn:fairtrial:rule"
"""The system of rule ids; issues of any other system are context only."""
_TOPICS = {"FT901": "suicidality", "FT902": "suicidality", "FT912": "pregnancy"}
"""Rule -> topic of context; the other rules of safety are found again from the records themselves."""


def read_issue(reading: Reading) -> None:
    """Add the circumstance that a safety rule of an earlier review found."""
    fields = reading.fields
    about = concept(fields, "code")
    reading.words = fields.text("detail") or about.words
    if reading.left_out_by_status():
        return
    rules = [coding.code for coding in about.codings if coding.system == RULES]
    for topic in sorted({_TOPICS[rule] for rule in rules if rule in _TOPICS}):
        on = fields.days("identifiedDateTime")
        reading.add("context", topic=topic, value=reading.words, on_least=on[0], on_most=on[1])
        reading.became = f"context: {topic}"
