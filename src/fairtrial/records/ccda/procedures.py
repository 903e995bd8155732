"""Procedures and visits that are treatments of depression; a spray given there is a use."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.records.ccda.codes import code_of, concept
from fairtrial.records.ccda.elements import Element, attribute, is_true
from fairtrial.records.ccda.reading import Reading, joined_words
from fairtrial.records.ccda.times import Span, span
from fairtrial.records.code_tables import matched, therapies_of_codes
from fairtrial.records.concepts import Concept
from fairtrial.records.days import NO_DAYS, day_after
from fairtrial.records.noting import IN_ERROR

STATEMENTS = ("procedure", "act", "observation", "encounter")
_NOT_DONE = frozenset({"cancelled", "aborted", "held", "suspended", "new"})


def read_procedure(statement: Element, reading: Reading) -> None:
    """Add a therapy, or a use when the code stands for a drug; anything else is context."""
    code = concept(statement.find("code"), reading.narrative)
    row = reading.narrative.row(statement.find("text"))
    reading.words = joined_words(*code.texts[:2], "" if row is None else row.text)
    status = code_of(statement.find("statusCode"))
    if status == "nullified":
        reading.became = IN_ERROR
        return
    mood = attribute(statement, "moodCode").upper()
    if mood not in ("", "EVN") or is_true(statement, "negationInd") or status in _NOT_DONE:
        return
    therapy = therapy_of(code, reading.facts)
    if therapy is not None:
        _add(statement, therapy, reading)


def _add(statement: Element, therapy: str, reading: Reading) -> None:
    wrong: list[str] = []
    held = span(statement.find("effectiveTime"), wrong)
    reading.about("effectiveTime", wrong)
    stop = day_after(held.start) if held.point else held.stop
    bounds = {
        "started_on_least": held.start[0], "started_on_most": held.start[1],
        "stopped_on_least": stop[0], "stopped_on_most": stop[1],
    }  # fmt: skip
    if therapy in reading.facts.drugs:
        reading.add("uses", drug=therapy, kind="administered", status="ended", **bounds)
        reading.became = "use"
        return
    reading.add("therapies", therapy=therapy, **bounds, **_sessions(held))
    reading.became = "therapy"


def _sessions(held: Span) -> dict[str, object]:
    """A visit on one day is one session; over a longer time the number is not known."""
    one = held.point and held.start != NO_DAYS and held.start[0] == held.start[1]
    return {"sessions_least": 1.0, "sessions_most": 1.0 if one else None}


def therapy_of(code: Concept, facts: Facts) -> str | None:
    """The therapy (or drug id) that a code or one of its translations stands for."""
    table = therapies_of_codes(facts)
    found = (
        matched(table, coding.known, coding.code) for coding in code.codings if coding.known and coding.code
    )
    return next((therapy for therapy in found if therapy), None)
