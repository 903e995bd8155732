"""Condition: diagnoses by code, or by words where there is no code."""

from __future__ import annotations

import functools
import re
from typing import Any

from fairtrial.facts import Facts
from fairtrial.records.fhir.concepts import Concept, concept
from fairtrial.records.fhir.days_of import span
from fairtrial.records.fhir.fields import NO_DAYS, Days, Fields
from fairtrial.records.fhir.reading import IN_ERROR, Reading

CodeTable = tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]

_CERTAINTY = {
    "confirmed": "confirmed", "provisional": "possible", "differential": "possible",
    "unconfirmed": "possible", "refuted": "refuted",
}  # fmt: skip
_STATUS = {
    "active": "active", "recurrence": "active", "relapse": "active", "inactive": "resolved",
    "remission": "resolved", "resolved": "resolved",
}  # fmt: skip
_NOT_SAID_OF_THE_PERSON = re.compile(
    r"\b(?:no|not|denies|without|rule out|ruled out|family|screening|risk)\b"
)
_CODED = ("icd10cm", "snomed", "icd9cm")


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
        _add(reading, topic, system, code, _CERTAINTY.get(verification, "confirmed"))
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


def named_topics(found: Concept, facts: Facts) -> list[tuple[str | None, str, str | None]]:
    """(topic, system, code) of every topic that codes or, without known codes, words name; never empty."""
    coded: dict[str, tuple[str | None, str, str | None]] = {}
    for system in _CODED:
        for code in found.codes(system):
            topic = matched(condition_table(facts), system, code)
            if topic is not None:
                coded.setdefault(topic, (topic, system, code))
    if coded:
        return list(coded.values())
    first = next(((None, s, code) for s in _CODED for code in found.codes(s)), None)
    told = [] if first else [(topic, "text", None) for topic in _topics_in(found, facts)]
    return [*told] or [first or (None, "text", None)]


@functools.lru_cache(maxsize=4)
def condition_table(facts: Facts) -> CodeTable:
    """Exact codes and code prefixes -> topic."""
    return code_table(facts.condition_codes, "topic")


def code_table(frame: Any, meaning: str) -> CodeTable:
    """Exact codes and code prefixes of a code file -> its meaning; dots in codes do not matter."""
    exact: dict[tuple[str, str], str] = {}
    prefix: dict[tuple[str, str], str] = {}
    for system, code, match, means in frame.select("system", "code", "match", meaning).iter_rows():
        (exact if match == "exact" else prefix)[system, _plain(code)] = means
    return exact, prefix


def matched(table: CodeTable, system: str, code: str) -> str | None:
    """The meaning of a code: exact, or else by its longest listed prefix."""
    exact, prefix = table
    plain = _plain(code)
    if (system, plain) in exact:
        return exact[system, plain]
    lengths = range(len(plain), 0, -1)
    return next((prefix[system, plain[:n]] for n in lengths if (system, plain[:n]) in prefix), None)


def _plain(code: str) -> str:
    return code.replace(".", "").strip().upper()


def _topics_in(found: Concept, facts: Facts) -> list[str]:
    """Topics whose words stand in the text, unless it speaks of somebody else or of absence."""
    text = " ".join(found.texts).lower()
    if _NOT_SAID_OF_THE_PERSON.search(text):
        return []
    return [topic for topic, pattern in _topic_words(facts) if pattern.search(text)]


@functools.lru_cache(maxsize=4)
def _topic_words(facts: Facts) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (topic, re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, fact.words)) + r")(?!\w)"))
        for topic, fact in facts.topics.items()
        if fact.words
    ]
