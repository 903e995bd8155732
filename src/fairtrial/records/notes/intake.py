"""Episodes and findings of a note as history tables; only explicit words give response, reason, dose."""

from __future__ import annotations

from datetime import date

from fairtrial.facts import Facts
from fairtrial.records.notes.attempts.merge import merge
from fairtrial.records.notes.attempts.parse import read
from fairtrial.records.notes.models import Episode, Finding
from fairtrial.records.notes.rows.finding_rows import (
    SCORES,
    circumstance,
    condition,
    how_told,
    measured,
    score,
)
from fairtrial.records.notes.rows.rows_of_note import RowsOfNote
from fairtrial.records.notes.rows.therapy_rows import THERAPY, procedure, psychotherapy, was_had
from fairtrial.records.notes.rows.use_rows import STATUS, beside, use
from fairtrial.records.notes.stated.findings import findings
from fairtrial.records.notes.stated.measures import TOPIC as MEASURE
from fairtrial.records.persons import WILDCARD
from fairtrial.tables import History


def history(text: str, file: str, note_date: date | None, facts: Facts, person_id: str = WILDCARD) -> History:
    """One note as history tables, one record per episode and finding.

    ``file`` is the file name; ``note_date`` the day the note speaks of (relative dates count from it).
    The place of a record is the character span of the name, its words the sentence.
    """
    note = RowsOfNote(text, file, note_date, facts, person_id)
    for episode in merge(file, text, read(text, note.lex), facts):
        _take(note, episode)
    for finding in findings(text, file, facts):
        _find(note, finding)
    return note.rows.history()


def _take(note: RowsOfNote, e: Episode) -> None:
    """One episode as a use, a therapy or context."""
    note.named += [mention.start for mention in e.mentions]
    if e.drug in THERAPY and was_had(note, e):
        procedure(note, e)
    elif e.experiencer == "patient" and e.status in STATUS and e.drug in note.facts.drugs:
        use(note, e)
    else:
        beside(note, e, a_therapy=e.drug in THERAPY)


def _find(note: RowsOfNote, f: Finding) -> None:
    """A score, a measurement, a therapy, a condition or a circumstance."""
    stated = how_told(f) == ""
    if f.topic in SCORES and f.value is not None:
        score(note, f)
    elif f.topic == MEASURE:
        measured(note, f)
    elif stated and f.topic == "psychotherapy":
        psychotherapy(note, f)
    elif stated and f.why.cue.startswith("mention."):
        condition(note, f)
    else:
        circumstance(note, f)
