"""Whether a reading is of the patient or of someone else."""

from __future__ import annotations

import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.people import Other, someone_else, taken_up
from fairtrial.records.notes.spans.reading import Reading


def whose(note: Note, r: Reading, holder: Holder, s: int, e: int, kin: str | None) -> None:
    """Set who takes the drug: the relative named as subject here or in the sentence before, else the patient."""
    other = someone_else(note.low, s, holder.start, holder.end, min(e, holder.limit), note.lex)
    if other is not None and any(g.hit.cue.sets.get("gave") and g.ahead for g in holder.got):
        r.status = "past"
    elif any(g.hit.cue.sets.get("borrowed") for g in holder.got):
        r.experiencer = "patient"
    else:
        why = _why_other(note, r, holder, s, kin, other)
        if why is not None and r.status != "allergy":
            _give_to_relative(r, holder, why)
        elif (
            other is None
            and r.status == r.section == "family"
            and _PATIENT.search(note.low[s : holder.start])
        ):
            r.experiencer = "other"


_PATIENT = re.compile(r"\b(?:patient|pt|she|he|i)\b")


def _why_other(
    note: Note, r: Reading, holder: Holder, s: int, kin: str | None, other: Other | None
) -> Why | None:
    """The words for a relative; one named after the drug is none where the patient is firmly told to take it."""
    firm = r.rank >= ranks.TOLD and not r.weak and r.status in ("planned", "current", "past")
    if other is not None and not (other.start > holder.end and firm):
        return Why("other.kin", "explicit", other.start, other.end)
    if kin is not None and taken_up(note.low, s, kin, note.lex):
        return Why("other.kin_before", "inferred", s, s + 3)
    return None


def _give_to_relative(r: Reading, holder: Holder, why: Why) -> None:
    stopped = any(g.hit.cue.sets.get("stop") == "done" for g in holder.got)
    if r.stop is None and r.status == "past" and stopped:
        r.stop = "done"
    r.becomes("family", ranks.SOMEONE_ELSES, why)
    r.experiencer = "other"
