"""A second, earlier attempt with the same drug told in the same sentence."""

from __future__ import annotations

import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.fields.effects_that_count import fit_effects
from fairtrial.records.notes.fields.outcome import decide_outcome
from fairtrial.records.notes.fields.status import decide_status
from fairtrial.records.notes.spans.doses import find_doses
from fairtrial.records.notes.spans.effects import effects_after
from fairtrial.records.notes.spans.holders import Got, Holder
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.spans.sections import section_at
from fairtrial.records.notes.spans.times import RANGE, find_times
from fairtrial.records.notes.words.cues import Hit

_AGAIN = re.compile(r"re-?st|resum|re-?tr|back|re-?in|rech")
_TOLD_BEFORE = re.compile(r"\bhad\b|previously|in (?:19|20)\d\d|in the past")


def no_stop_before_restart(low: str, holder: Holder) -> None:
    """ "Restart X (stopped in May)": the stop came before, and says nothing where no earlier attempt is told."""
    if not any(_is_event(g) and g.ahead and _AGAIN.match(low, g.hit.start, g.hit.end) for g in holder.got):
        return
    told = _OLD.search(low, holder.end, holder.limit) and _TOLD_BEFORE.search(low, holder.end, holder.limit)
    if not told:
        holder.got = [g for g in holder.got if g.ahead or not (_is_event(g) and _is_stop(g))]


def _is_event(g: Got) -> bool:
    return g.hit.cue.layer == "event"


def _is_stop(g: Got) -> bool:
    return g.hit.cue.sets.get("stop") == "done"


_OLD = re.compile(
    r"(?:[;(]|\bbut\b|,|\band\b|\bafter\b|\bwhich\b|\bsince\b|\bas\b|-)\s*(?:\w+\s+){0,3}?(?:had|"
    r"previously|was previously|in the past|responded|stopped|in (?:19|20)\d\d|did well on it|prior "
    r"trial|last time|took (?:it|that|without|with|from)|tried (?:it|that)|worked|helped|used it)\b"
)


def second_attempt(low: str, holder: Holder, got: list[Got]) -> int | None:
    """Where an earlier attempt with the same drug begins in the words after the name, if one does."""
    top = max((g for g in got if g.ahead and _is_event(g)), key=lambda g: g.hit.end, default=None)
    if top is None or not _begins_anew(low, top.hit):
        return None
    told = _OLD.search(low, holder.end, holder.limit)
    if told is None:
        return None
    if RANGE.search(low, told.start(), holder.limit):
        return told.start()
    detail = any(g.hit.start >= told.start() and _is_detail(g) for g in got)
    return told.start() if detail and _LONG_AGO.search(low[told.start() : holder.limit]) else None


_ANEW = re.compile(r"re|back|going back")
_LONG_AGO = re.compile(
    r"\bhad\b|previously|in the past|in (?:19|20)\d\d|years ago|last time|before|college|prior"
)


def _begins_anew(low: str, hit: Hit) -> bool:
    """Whether what is told before the name begins, or goes on with, the attempt of now."""
    return (
        hit.cue.sets.get("change") == "restarted"
        or hit.cue.id in ("plan.start", "take.now")
        or _ANEW.match(low, hit.start, hit.end) is not None
    )


def _is_detail(g: Got) -> bool:
    return _is_stop(g) or "response" in g.hit.cue.sets or "reason" in g.hit.cue.sets


def old_attempt(note: Note, holder: Holder, split: int, limit: int, hits: list[Hit]) -> Reading:
    """The earlier attempt, told from ``split`` on, as a reading of its own."""
    section = section_at(holder.start, note.sections)
    old = Reading(holder.names, holder.drug, holder.start, section.kind if section else "")
    later = [g for g in holder.got if g.hit.start >= split]
    decide_status(old, later)
    old.becomes("past", ranks.EARLIER)
    old.old = True
    if any(map(_is_stop, later)):
        old.stop = "done"
    old.doses = find_doses(note.text, note.low, split, limit)
    old.times = find_times(note.text, note.low, split, limit)
    effects = fit_effects(note.low, split, effects_after(note.low, holder, limit, hits, note.lex, split), old)
    decide_outcome(note.low, old, holder, later, effects, limit)
    return old
