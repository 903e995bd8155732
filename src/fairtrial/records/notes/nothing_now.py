"""A note that says nothing is taken now: trials told before it, of which no end was told, are over."""

from __future__ import annotations

import re

from fairtrial.records.notes.models import Why
from fairtrial.records.notes.note import Note
from fairtrial.records.notes.reading import Reading

_KIND = r"(?:psychiatric |psychotropic |psych |prescription |antidepressant |other |regular )?"
_THINGS = rf"{_KIND}(?:medications?|meds|medicines?|antidepressants?|psychotropics?)"
_NOW = r"(?: at (?:present|this time|the (?:present|current) time)| (?:currently|now|presently))"
_NOTHING = re.compile(
    rf"^[ \t]*(?:current |present |home |admission |psychiatric |outpatient )*(?:medications?|meds|medicines?)"
    rf"(?: (?:on admission|at home|at this time|at present))?\s*[:-]\s*(?:none|no medications|he takes none|she takes none)\b(?! (?:other|except))"
    rf"|\b(?:(?:currently|presently|now),? (?:he |she |i |the patient )?(?:is |am )?(?:takes|take|taking|on) (?:no|not any) {_THINGS}"
    rf"|(?:is|am) (?:currently |presently |now )?(?:taking|on) no {_THINGS}\b(?={_NOW})"
    rf"|(?:is|am) (?:currently|presently|now) (?:taking|on) no {_THINGS}"
    rf"|takes no {_THINGS}{_NOW})",
    re.MULTILINE,
)
_AT_VISIT = frozenset({"plan", "assessment", "current_meds", "discharge_meds"})
_SAID_TO_GO_ON = 40


def end_what_is_not_taken(note: Note) -> None:
    """Readings that are current only because a start was told, before the words that nothing is taken."""
    said = [m for m in _NOTHING.finditer(note.low) if note.readings]
    for m in said[:1]:
        for r in note.readings:
            if r.place < m.start() and _open_ended(r):
                _end(r, m)


def _open_ended(r: Reading) -> bool:
    return r.status == "current" and r.weak and r.rank < _SAID_TO_GO_ON and r.section not in _AT_VISIT


def _end(r: Reading, said: re.Match[str]) -> None:
    r.status, r.rank, r.weak = "past", 48, False
    r.why["status"] = Why("past.nothing_now", "inferred", said.start(), said.end())
    effect = r.why.get("side_effect")
    if effect is not None and effect.cue == "effect.strong":
        r.reason, r.why["stop_reason"] = "side_effect", effect
    elif r.response == "none":
        r.reason, r.why["stop_reason"] = "inefficacy", r.why["response"]
