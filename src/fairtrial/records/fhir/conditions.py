"""Condition: diagnoses by code, or by words where there is no code."""

from __future__ import annotations

from fairtrial.records.concepts import Concept
from fairtrial.records.days import NO_DAYS, Days
from fairtrial.records.fhir.concepts import concept
from fairtrial.records.fhir.days_of import span
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.reading import Reading
from fairtrial.records.noting import IN_ERROR
from fairtrial.records.topics import doubted
from fairtrial.records.topics_of_concepts import named_topics

_CERTAINTY = {
    "confirmed": "confirmed", "provisional": "possible", "differential": "possible",
    "unconfirmed": "possible", "refuted": "refuted",
}  # fmt: skip
_STATUS = {
    "active": "active", "recurrence": "active", "relapse": "active", "inactive": "resolved",
    "remission": "resolved", "resolved": "resolved",
}  # fmt: skip


def read_condition(reading: Reading) -> None:
    """Add a row for each topic the condition names, or one without topic.

    FHIR leaves the verification open; a condition listed without it counts as confirmed, as it was recorded.
    """
    fields = reading.fields
    found = concept(fields, "code")
    reading.words = found.words
    verification = fields.word("verificationStatus")
    if verification == "entered-in-error":
        reading.became = IN_ERROR
        return
    if not found.words:
        reading.not_understood("code", "names no condition; left out")
        return
    for topic, system, code in named_topics(found, reading.facts):
        _add(reading, topic, system, code, _as_worded(system, found, verification))
    reading.became = "condition"


def _add(reading: Reading, topic: str | None, system: str, code: str | None, certainty: str) -> None:
    started, ended = _checked(reading, _onset(reading.fields), _abatement(reading.fields))
    reading.add(
        "conditions",
        topic=topic,
        system=system,
        code=code,
        certainty=certainty,
        status=_status(reading.fields, ended),
        started_on_least=started[0],
        started_on_most=started[1],
        ended_on_least=ended[0],
        ended_on_most=ended[1],
    )


def _status(fields: Fields, ended: Days) -> str:
    resolved = ended != NO_DAYS or fields.raw("abatementBoolean") is True
    return _STATUS.get(fields.word("clinicalStatus"), "resolved" if resolved else "unknown")


def _onset(fields: Fields) -> Days:
    """Onset as stated; else any day up to the one on which it was first recorded."""
    started = span(fields, "onset")[0]
    if started == NO_DAYS:
        started = _day_in_text(fields, "onsetString")
    if started != NO_DAYS:
        return started
    key = next((key for key in ("recordedDate", "assertedDate", "dateRecorded") if fields.has(key)), None)
    return (None, fields.days(key)[1]) if key else NO_DAYS


def _abatement(fields: Fields) -> Days:
    """The day of abatement is the first day without it."""
    if fields.has("abatementDateTime"):
        return fields.days("abatementDateTime")
    stopped = span(fields, "abatement")[1]
    return stopped if stopped != NO_DAYS else _day_in_text(fields, "abatementString")


def _day_in_text(fields: Fields, key: str) -> Days:
    """A date given as text; other words ("in childhood") say no day and are no problem."""
    text = fields.text(key)
    return Fields({key: text}).days(key) if text else NO_DAYS


def _checked(reading: Reading, started: Days, ended: Days) -> tuple[Days, Days]:
    if started[0] and ended[1] and ended[1] < started[0]:
        reading.problem("abatement", "the end lies before the start; the end was left out")
        return started, NO_DAYS
    return started, ended


def _as_worded(system: str, found: Concept, verification: str) -> str:
    """As verified, but words that only raise a question leave it open; a code stands for itself."""
    certainty = _CERTAINTY.get(verification, "confirmed")
    asked = system == "text" and doubted(" ".join(found.texts))
    return "possible" if asked and certainty == "confirmed" else certainty
