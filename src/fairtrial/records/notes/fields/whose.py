"""Whether a reading is of the patient or of someone else."""

from __future__ import annotations

import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.people import someone_else, taken_up
from fairtrial.records.notes.spans.reading import Reading


def whose(note: Note, r: Reading, holder: Holder, s: int, e: int, kin: str | None) -> None:
    """Set who takes the drug: the relative named as subject here or in the sentence before, else the patient."""
    other = someone_else(note.low, s, holder.start, holder.end, min(e, holder.limit), note.lex)
    why = None
    if other is not None and any(g.hit.cue.sets.get("gave") and g.ahead for g in holder.got):
        r.status = "past"
        return
    if any(g.hit.cue.sets.get("borrowed") for g in holder.got):
        r.experiencer = "patient"
        return
    if other is not None and not (
        other.start > holder.end
        and r.rank >= ranks.TOLD
        and r.status in ("planned", "current", "past")
        and not r.weak
    ):
        why = Why("other.kin", "explicit", other.start, other.end)
    elif kin is not None and taken_up(note.low, s, kin, note.lex):
        why = Why("other.kin_before", "inferred", s, s + 3)
    if why is not None and r.status != "allergy":
        if (
            r.stop is None
            and r.status == "past"
            and any(g.hit.cue.sets.get("stop") == "done" for g in holder.got)
        ):
            r.stop = "done"
        r.becomes("family", ranks.SOMEONE_ELSES, why)
        r.experiencer = "other"
    elif (
        r.status == "family"
        and r.section == "family"
        and re.search(r"\b(?:patient|pt|she|he|i)\b", note.low[s : holder.start])
        and other is None
    ):
        r.experiencer = "other"
