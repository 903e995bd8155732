"""Why a use ended, where the record says so."""

from __future__ import annotations

from fairtrial.records.fhir.concepts import concept, concepts
from fairtrial.records.fhir.reading import Reading
from fairtrial.records.stop_words import stop_reason, stop_reason_in_note

_REASONS = (
    "statusReason", "statusReasonCodeableConcept", "reasonNotTaken", "reasonNotGiven",
    "notDoneReasonCodeableConcept",
)  # fmt: skip


def reason_stopped(reading: Reading) -> str | None:
    """The stop reason of the status reason, or of a note that speaks of stopping; null without either."""
    fields = reading.fields
    for key in _REASONS:
        found = concepts(fields, key) if isinstance(fields.raw(key), list) else [concept(fields, key)]
        stated = stop_reason(" ; ".join(text for each in found for text in each.texts), reading.facts)
        if stated is not None:
            return stated
    notes = (note.text("text") for note in fields.parts("note"))
    told = (stop_reason_in_note(note, reading.facts) for note in notes if note)
    return next((reason for reason in told if reason), None)
