"""Problems and diagnoses, coded or in words."""

from __future__ import annotations

import re
from dataclasses import replace

from fairtrial.records.ccda.codes import code_of, concept
from fairtrial.records.ccda.elements import Element, attribute, child, is_true, templates
from fairtrial.records.ccda.medication_status import status_in_words
from fairtrial.records.ccda.narrative import Row
from fairtrial.records.ccda.reading import Reading, joined_words
from fairtrial.records.ccda.times import Span, day, span
from fairtrial.records.ccda.written_days import written_days
from fairtrial.records.concepts import Concept
from fairtrial.records.days import NO_DAYS, Days
from fairtrial.records.noting import IN_ERROR
from fairtrial.records.topics import denied, doubted, topics_in
from fairtrial.records.topics_of_concepts import named_topics

_STATUS_CODE = "33999-4"
_STATUS_TEMPLATES = frozenset({"2.16.840.1.113883.10.20.22.4.6", "2.16.840.1.113883.10.20.1.50"})
_IN_WORDS = {"active": "active", "ended": "resolved"}
_RESOLVED = re.compile(r"resolved|remission|cured", re.IGNORECASE)
_NAME = re.compile(r"problem|condition|diagnos|description|\bname\b")
_DATE = re.compile(r"onset|date|start|noted")
_STATUS = re.compile(r"\bstatus\b")


def read_condition(observation: Element, act: Element | None, reading: Reading) -> None:
    """Add one row for each topic of a problem observation, or one without a topic."""
    found = concept(observation.find("value"), reading.narrative)
    if not found.words:
        found = Concept(text=reading.narrative.said(observation.find("text")))
    row = reading.narrative.row(observation.find("text"))
    reading.words = joined_words(*found.texts[:2], "" if row is None else row.text)
    if (
        code_of(observation.find("statusCode")) == "nullified"
        or code_of(child(act, "statusCode")) == "nullified"
    ):
        reading.became = IN_ERROR
    elif not found.words:
        reading.not_understood("value", "names no problem; left out")
    else:
        _add(observation, act, found, reading)


def _add(observation: Element, act: Element | None, found: Concept, reading: Reading) -> None:
    held, named = _days(observation, act, reading), named_topics(_diagnosis(found), reading.facts)
    certainty = (
        "refuted"
        if is_true(observation, "negationInd") or (act is not None and is_true(act, "negationInd"))
        else None
    )
    if certainty is None:
        open_ = code_of(observation.find("uncertaintyCode")) == "un" or doubted(found.words)
        certainty = "possible" if open_ else "confirmed"
    for topic, system, code in named:
        reading.add(
            "conditions", topic=topic, system=system, code=code, certainty=certainty,
            status=_status(observation, act, held, reading),
            started_on_least=held.start[0], started_on_most=held.start[1],
            ended_on_least=held.stop[0], ended_on_most=held.stop[1],
        )  # fmt: skip
    reading.became = "condition"
    if named[0][0] is None:
        reading.problem("value", "no code or words that we know; the condition is kept without a topic")


def _diagnosis(found: Concept) -> Concept:
    """Vendors give diagnoses the OID of ICD-9 procedures; in a problem they can only be ICD-9-CM."""
    codings = (replace(c, known="icd9cm") if c.known == "icd9proc" else c for c in found.codings)
    return replace(found, codings=tuple(codings))


def _days(observation: Element, act: Element | None, reading: Reading) -> Span:
    """Onset and end; without an onset, any day up to the first record of it."""
    wrong: list[str] = []
    held = span(observation.find("effectiveTime"), wrong)
    if held.start != NO_DAYS:
        reading.about("effectiveTime", wrong)
        return held
    noted = [span(child(act, "effectiveTime"), wrong).start]
    noted += [day(child(each, "author", "time"), wrong) for each in (observation, act)]
    reading.about("effectiveTime", wrong)
    return Span((None, next((days[1] for days in noted if days[1]), None)), held.stop)


def _status(observation: Element, act: Element | None, held: Span, reading: Reading) -> str:
    """The status observation, else an end, else an open act. An end of unknown day says nothing."""
    for inner in observation.iterfind("entryRelationship/observation"):
        if attribute(inner.find("code"), "code") == _STATUS_CODE or templates(inner) & _STATUS_TEMPLATES:
            found = _status_in_words(concept(inner.find("value"), reading.narrative).words)
            if found:
                return found
    if held.stop != NO_DAYS:
        return "resolved"
    return "active" if code_of(child(act, "statusCode")) == "active" else "unknown"


def _status_in_words(words: str) -> str | None:
    return "resolved" if _RESOLVED.search(words) else _IN_WORDS.get(status_in_words(words) or "")


def read_condition_row(row: Row, reading: Reading) -> None:
    """Add what a narrative row names, by its words."""
    reading.words = row.text
    names = row.under(_NAME)
    text = names[0] if names else row.text
    dates: list[Days] = [found for cell in row.under(_DATE) for found in written_days(cell)[:1]]
    cells = row.under(_STATUS)
    started = dates[0] if dates else NO_DAYS
    for topic in [] if denied(text) else topics_in(text, reading.facts):
        reading.add(
            "conditions", topic=topic, system="text", code=text,
            certainty="possible" if doubted(text) else "confirmed",
            status=(_status_in_words(cells[0]) if cells else None) or "unknown",
            started_on_least=started[0], started_on_most=started[1],
        )  # fmt: skip
        reading.became = "condition (read from the narrative)"
