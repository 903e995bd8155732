"""A note that says nothing is taken now: trials told before it, of which no end was told, are over."""

from __future__ import annotations

import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.reading import Reading

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


def end_what_is_not_taken(note: Note) -> None:
    """Readings that are current only because a start was told, before the words that nothing is taken."""
    open_ended = [r for r in note.readings if _open_ended(r)]
    said = _said(note.low, open_ended[0].place) if open_ended else None
    if said is None:
        return
    for r in open_ended:
        if r.place < said.start():
            _end(r, said)


def _said(low: str, after: int) -> re.Match[str] | None:
    """The first such words, looked for around each "no" and "none": the whole note would take long."""
    done = after
    for word in _NO.finditer(low, after):
        if word.end() <= done:
            continue
        line = max(low.rfind("\n", 0, word.start()) + 1, word.start() - _NEAR)
        said = _NOTHING.search(low, line, word.end() + 2 * _NEAR)
        if said:
            return said
        done = word.end() + _NEAR
    return None


_NO = re.compile(r"\b(?:no|none|not any)\b")
_NEAR = 80
"""Characters around the word that are looked at (our choice)."""


def _open_ended(r: Reading) -> bool:
    return r.status == "current" and r.weak and r.rank < ranks.TOLD and r.section not in _AT_VISIT


def _end(r: Reading, said: re.Match[str]) -> None:
    r.becomes("past", ranks.ENDED, Why("past.nothing_now", "inferred", *said.span()))
    effect = r.why.get("side_effect")
    if effect is not None and effect.cue == "effect.strong":
        r.reason, r.why["stop_reason"] = "side_effect", effect
    elif r.response == "none":
        r.reason, r.why["stop_reason"] = "inefficacy", r.why["response"]
