"""Why a use ended, where the record says so."""

from __future__ import annotations

import re

from fairtrial.records.fhir.concepts import concept, concepts
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.reading import Reading
from fairtrial.records.stop_words import stop_reason, stop_reason_in_note

_REASONS = (
    "statusReason", "statusReasonCodeableConcept", "reasonNotTaken", "reasonNotGiven",
    "notDoneReasonCodeableConcept",
)  # fmt: skip


_SAYS_WHY = re.compile(r"\b(?:stopped|discontinued|d/c'?d|quit|ceased)\b", re.IGNORECASE)


def reason_stopped(reading: Reading) -> str | None:
    """The stop reason of the status reason, or of a note that speaks of stopping; null without either."""
    for words in _stated(reading.fields):
        stated = stop_reason(words, reading.facts)
        if stated is not None:
            return stated
    told = (stop_reason_in_note(note, reading.facts) for note in _notes(reading.fields))
    return next((reason for reason in told if reason), None)


def words_of_reason(reading: Reading) -> str:
    """The words of every reason, and of the sentences of its notes that tell of a stop that was made."""
    told = [
        part
        for note in _notes(reading.fields)
        for part in re.split(r"[.;\n]", note)
        if _SAYS_WHY.search(part)
    ]
    stopped = reading.fields.word("status") == "stopped"
    return "; ".join(dict.fromkeys(filter(None, [*_stated(reading.fields), *(told if stopped else ())])))


def _stated(fields: Fields) -> list[str]:
    """The words of each field that may hold a reason."""
    found = (
        concepts(fields, key) if isinstance(fields.raw(key), list) else [concept(fields, key)]
        for key in _REASONS
    )
    return [" ; ".join(text for each in several for text in each.texts) for several in found]


def _notes(fields: Fields) -> list[str]:
    return [text for note in fields.parts("note") if (text := note.text("text"))]
