"""Procedures and psychotherapy that a note says were had, as rows of therapies."""

from __future__ import annotations

from fairtrial.records.notes.models import Episode, Finding
from fairtrial.records.notes.rows.days_in_words import Dates, dates_told
from fairtrial.records.notes.rows.rows_of_note import RowsOfNote
from fairtrial.records.notes.rows.sessions import sessions_told
from fairtrial.records.notes.rows.use_rows import HAD, response_of
from fairtrial.records.notes.spans.times import find_times
from fairtrial.records.notes.stated.therapy_had import only_advised
from fairtrial.tables import RESPONSES

THERAPY = {"ect": "ect", "tms": "rtms", "vns": "vns", "ketamine": "ketamine_infusion"}


def was_had(note: RowsOfNote, e: Episode) -> bool:
    """Whether a procedure was had, and not only advised or asked for."""
    if e.status not in HAD or e.experiencer != "patient":
        return False
    if e.started or e.duration or e.response != "unknown":
        return True
    start, end = note.bounds(e.mention.start)
    return not only_advised(note.low, start, end, (e.mention.start, e.mention.end), "")


def procedure(note: RowsOfNote, e: Episode) -> None:
    """A procedure that was had."""
    at = (e.mention.start, e.mention.end)
    days = (dates_told(day, note.note_date) for day in (e.started, e.stopped))
    _had(note, THERAPY[e.drug], at, response_of(e), *days)


def psychotherapy(note: RowsOfNote, f: Finding) -> None:
    """The days are those after its name, before another medicine or therapy is named."""
    _, stop = note.bounds(f.start)
    end = min([stop, *(place for place in note.named if place >= f.end)])
    semicolon = note.low.find(";", f.end, end)
    times = find_times(note.text, note.low, f.end, semicolon if semicolon >= 0 else end)
    days = (dates_told(day[0] if day else None, note.note_date) for day in (times.started, times.stopped))
    _had(note, "psychotherapy", (f.start, f.end), f.value if f.value in RESPONSES else None, *days)


def _had(
    note: RowsOfNote, therapy: str, at: tuple[int, int], response: str | None, started: Dates, stopped: Dates
) -> None:
    """A therapy that was had, with the sessions that its sentence tells of."""
    start, stop = note.bounds(at[0])
    sessions = sessions_told(note.low, start, stop, at[1])
    told = (therapy, start, started, stopped, sessions)
    if told in note.headed:
        return  # "Psychotherapy: supportive counseling 2016" names one therapy twice
    if note.low.startswith(":", at[1]):
        note.headed.add(told)
    note.add(
        "therapies", therapy=therapy, started_on_least=started[0], started_on_most=started[1],
        stopped_on_least=stopped[0], stopped_on_most=stopped[1], sessions_least=sessions[0],
        sessions_most=sessions[1], response=response, record=note.record(*at, "therapy"),
    )  # fmt: skip
