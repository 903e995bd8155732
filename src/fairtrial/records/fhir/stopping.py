"""Why a use ended, where the record says so."""

from __future__ import annotations

from collections.abc import Iterator

from fairtrial.records.fhir.concepts import concept, concepts
from fairtrial.records.fhir.reading import Reading
from fairtrial.records.stop_words import of_the_order, stop_reason, stop_reason_in_note

_REASONS = (
    "statusReason", "statusReasonCodeableConcept", "reasonNotTaken", "reasonNotGiven",
    "notDoneReasonCodeableConcept",
)  # fmt: skip


def reason_stopped(reading: Reading) -> str | None:
    """The stop reason of the status reason, or of a note that speaks of stopping; null without either."""
    stated = next((r for words in _stated(reading) if (r := stop_reason(words, reading.facts))), None)
    if stated is not None:
        return stated
    notes = (note.text("text") for note in reading.fields.parts("note"))
    told = (stop_reason_in_note(note, reading.facts) for note in notes if note)
    return next((reason for reason in told if reason), None)


def ended_as_an_order(reading: Reading) -> bool:
    """Whether the status reason speaks of the order alone ("reorder", "dose change"): the medicine may go on."""
    return any(of_the_order(words, reading.facts) for words in _stated(reading))


def _stated(reading: Reading) -> Iterator[str]:
    fields = reading.fields
    for key in _REASONS:
        found = concepts(fields, key) if isinstance(fields.raw(key), list) else [concept(fields, key)]
        yield " ; ".join(text for each in found for text in each.texts)
