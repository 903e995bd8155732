"""Scores, conditions and circumstances that a note states, as rows."""

from __future__ import annotations

from fairtrial.records.notes.models import Finding
from fairtrial.records.notes.rows.days_in_words import dates_told
from fairtrial.records.notes.rows.rows_of_note import RowsOfNote
from fairtrial.records.notes.stated.mentions import other_topics
from fairtrial.tables import DENIED, LEFT_OPEN, NOTED, SOMEONE_ELSES

SCORES = ("score", "earlier_score")


def score(note: RowsOfNote, f: Finding) -> None:
    """A total of the day of the note, or of a day before it."""
    scale, total = str(f.value).rsplit(" ", 1)
    day = note.note_date
    note.add(
        "scores", scale=scale, on_least=day if f.topic == "score" else None, on_most=day, total=float(total),
        record=note.record(f.start, f.end, "score"),
    )  # fmt: skip


def measured(note: RowsOfNote, f: Finding) -> None:
    """A lab, pressure or ECG value, of the day that is told or of some day up to that of the note."""
    measure, number, unit, day = str(f.value).split("\t")
    told = dates_told(day or None, note.note_date)
    on = told if told[1] is not None else (None, note.note_date)
    note.add(
        "measurements", measure=measure, on_least=on[0], on_most=on[1], value=float(number), unit=unit,
        record=note.record(f.start, f.end, "measurement"),
    )  # fmt: skip


def condition(note: RowsOfNote, f: Finding) -> None:
    """What a note states of a condition to look at first is a possible one, which is asked about."""
    since = dates_told(f.value, note.note_date)
    note.add(
        "conditions", topic=f.topic, system=NOTED, code=f.text, certainty="possible", status="unknown",
        started_on_least=since[0], started_on_most=since[1], record=note.record(f.start, f.end, "condition"),
    )  # fmt: skip


def circumstance(note: RowsOfNote, f: Finding) -> None:
    """A circumstance of the day of the note; another condition, once for each way it is told, without a day."""
    value, lasts = how_told(f) + f.text, f.topic in other_topics(note.facts)
    if lasts and (f.topic, value.lower()) in note.told:
        return
    note.told.add((f.topic, value.lower()))
    day = None if lasts else note.note_date
    record = note.record(f.start, f.end, "context only")
    note.add("context", topic=f.topic, value=value, on_least=day, on_most=day, record=record)


def how_told(f: Finding) -> str:
    """How the words begin when a note says them of another person, denies them, or only thinks of them."""
    if f.experiencer == "other":
        return SOMEONE_ELSES
    return DENIED if f.negated else LEFT_OPEN if f.left_open else ""
