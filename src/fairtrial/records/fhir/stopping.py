"""Why a use ended, where the record says so."""

from __future__ import annotations

import re

from fairtrial.facts import Facts
from fairtrial.records.concepts import Concept
from fairtrial.records.fhir.concepts import concept, concepts
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.reading import Reading
from fairtrial.records.stop_words import of_the_order, stop_reason, stop_reason_in_note

_REASONS = (
    "statusReason", "statusReasonCodeableConcept", "reasonNotTaken", "reasonNotGiven",
    "notDoneReasonCodeableConcept",
)  # fmt: skip


_HL7 = re.compile(r"(?:med(?:ication)?-?request|medicationdispense)-status-reason/?$|v3-ActReason/?$|^$")
_SAYS_WHY = re.compile(r"\b(?:stopped|discontinued|d/c'?d|quit|ceased)\b", re.IGNORECASE)


def reason_stopped(reading: Reading) -> str | None:
    """The stop reason of the status reason, by its words and else by its codes, or of a note that speaks of stopping.

    Null without any. A code that is not known, and without words, is named.
    """
    found = _reasons(reading.fields)
    for key, several in found.items():
        stated = stop_reason(_words(several), reading.facts)
        coded = _by_code(several, reading.facts)
        if stated is not None or coded is not None:
            return coded if stated in (None, "other") and coded else stated
        if any(coding.code for each in several for coding in each.codings):
            reading.problem(key, "the code is not a reason that is known; the reason was left out")
    told = (stop_reason_in_note(note, reading.facts) for note in _notes(reading.fields))
    return next((reason for reason in told if reason), None)


def ended_as_an_order(reading: Reading) -> bool:
    """Whether the status reason speaks of the order alone ("reorder", "dose change"): the medicine may go on."""
    return any(of_the_order(_words(several), reading.facts) for several in _reasons(reading.fields).values())


def _by_code(several: list[Concept], facts: Facts) -> str | None:
    """What the first known code stands for."""
    known = facts.stop_reason_codes
    for coding in (coding for each in several for coding in each.codings):
        entry = known.get(coding.code.lower())
        if entry and (coding.known == "snomed" if entry.system == "snomed" else _HL7.search(coding.system)):
            return entry.reason
    return None


def words_of_reason(reading: Reading) -> str:
    """The words of every reason, and of the sentences of its notes that tell of a stop that was made."""
    told = [
        part
        for note in _notes(reading.fields)
        for part in re.split(r"[.;\n]", note)
        if _SAYS_WHY.search(part)
    ]
    stopped = reading.fields.word("status") == "stopped"
    return "; ".join(
        dict.fromkeys(
            filter(None, [*map(_words, _reasons(reading.fields).values()), *(told if stopped else ())])
        )
    )


def _reasons(fields: Fields) -> dict[str, list[Concept]]:
    """The reasons of each field that may hold some."""
    return {
        key: concepts(fields, key) if isinstance(fields.raw(key), list) else [concept(fields, key)]
        for key in _REASONS
    }


def _words(several: list[Concept]) -> str:
    return " ; ".join(text for each in several for text in each.texts)


def _notes(fields: Fields) -> list[str]:
    return [text for note in fields.parts("note") if (text := note.text("text"))]
