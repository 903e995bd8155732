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
from fairtrial.records.notes.spans.times import RANGE, find_times
from fairtrial.records.notes.words.cues import Hit


def no_stop_before_restart(low: str, holder: Holder) -> None:
    """ "Restart X (stopped in May)": the stop came before."""
    again = any(
        g.ahead
        and g.hit.cue.layer == "event"
        and re.match(r"(?:re-?st|resum|re-?tr|back|re-?in|rech)", low[g.hit.start : g.hit.end])
        for g in holder.got
    )
    if again:
        holder.got = (
            [
                g
                for g in holder.got
                if g.ahead or g.hit.cue.layer != "event" or g.hit.cue.sets.get("stop") != "done"
            ]
            if not _OLD.search(low, holder.end, holder.limit)
            or not re.search(
                r"\bhad\b|previously|in (?:19|20)\d\d|in the past", low[holder.end : holder.limit]
            )
            else holder.got
        )


_OLD = re.compile(
    r"(?:[;(]|\bbut\b|,|\band\b|\bafter\b|\bwhich\b|\bsince\b|\bas\b|-)\s*(?:\w+\s+){0,3}?(?:had|"
    r"previously|was previously|in the past|responded|stopped|in (?:19|20)\d\d|did well on it|prior "
    r"trial|last time|took (?:it|that|without|with|from)|tried (?:it|that)|worked|helped|used it)\b"
)


def second_attempt(low: str, holder: Holder, got: list[Got]) -> int | None:
    """Where an earlier attempt with the same drug begins in the words after the name, if one does."""
    ahead = [g for g in got if g.ahead and g.hit.cue.layer == "event"]
    top = max(ahead, key=lambda g: g.hit.end, default=None)
    if top is None or not (
        top.hit.cue.sets.get("change") == "restarted"
        or re.match(r"(?:re|back|going back)", low[top.hit.start : top.hit.end])
        or top.hit.cue.id in ("plan.start", "take.now")
    ):
        return None
    match = _OLD.search(low, holder.end, holder.limit)
    if match is None:
        return None
    tail = low[match.start() : holder.limit]
    marks = RANGE.search(low, match.start(), holder.limit) or re.search(
        r"\bhad\b|previously|in the past|in (?:19|20)\d\d|years ago|last time|before|college|prior", tail
    )
    detail = RANGE.search(low, match.start(), holder.limit) is not None or any(
        g.hit.start >= match.start()
        and (
            "response" in g.hit.cue.sets or g.hit.cue.sets.get("stop") == "done" or "reason" in g.hit.cue.sets
        )
        for g in got
    )
    return match.start() if marks and detail else None


def old_attempt(
    note: Note, holder: Holder, got: list[Got], split: int, limit: int, hits: list[Hit], section: str
) -> Reading:
    """The earlier attempt as a reading of its own."""
    old = Reading(holder.names, holder.drug, holder.start, section)
    later = [g for g in got if g.hit.start >= split]
    decide_status(old, later, section)
    old.becomes("past", ranks.EARLIER)
    old.old = True
    if any(g.hit.cue.sets.get("stop") == "done" for g in later):
        old.stop = "done"
    old.doses = find_doses(note.text, note.low, split, limit)
    old.times = find_times(note.text, note.low, split, limit)
    effects = fit_effects(note.low, split, effects_after(note.low, holder, limit, hits, note.lex, split), old)
    decide_outcome(note.low, old, holder, later, effects, limit)
    return old
