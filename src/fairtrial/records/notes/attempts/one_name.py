"""One name of a sentence to its reading: when, status, whose, side effects, response and reason, in this order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fairtrial.records.notes.attempts.earlier_attempt import (
    no_stop_before_restart,
    old_attempt,
    second_attempt,
)
from fairtrial.records.notes.fields.effects_that_count import fit_effects
from fairtrial.records.notes.fields.list_words import answered, by_heading, marked
from fairtrial.records.notes.fields.outcome import decide_outcome
from fairtrial.records.notes.fields.over import still_helps, told_as_over
from fairtrial.records.notes.fields.over_by_date import ended_by_time, given_for_a_time
from fairtrial.records.notes.fields.status import decide_status
from fairtrial.records.notes.fields.whose import whose
from fairtrial.records.notes.spans.effect_ties import Effect
from fairtrial.records.notes.spans.effects import effects_after, effects_on_all
from fairtrial.records.notes.spans.effects_before import effects_before, effects_leading_to_stop
from fairtrial.records.notes.spans.holders import Got, Holder
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.opening_times import opening_time
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.spans.sections import section_at
from fairtrial.records.notes.spans.sentences import BOUNDARY
from fairtrial.records.notes.spans.times import find_times
from fairtrial.records.notes.words.cues import Hit


@dataclass(slots=True)
class Sentence:
    """A sentence whose cues are shared out: its names with their readings, and the sentence before it.

    ``free``: cues that speak of none of its names. ``reasons``: where the reason of a switch stands, by the number of the
    name that was left. ``carried``: side effects before the last name, which the names joined to it share.
    """

    note: Note
    start: int
    end: int
    kin: str | None
    earlier: list[tuple[Holder, Reading]]
    holders: list[Holder]
    readings: list[Reading]
    hits: list[Hit]
    free: list[Hit]
    reasons: dict[int, tuple[int, int]]
    carried: list[Effect] = field(default_factory=list)


def read_name(at: Sentence, k: int) -> None:
    """Read what the sentence says of its name number ``k`` and add the reading to the note."""
    note, holder, r, limit = at.note, at.holders[k], at.readings[k], _limit(at, k)
    _set_times(at, k)
    no_stop_before_restart(note.low, holder)
    split = second_attempt(note.low, holder, holder.got)
    _set_status(at, k, split)
    if split is not None:
        note.readings.append(old_attempt(note, holder, split, limit, at.hits))
        limit = split
    begin = _clause_start(at, k)
    effects = _effects(at, k, begin, limit)
    if split is None:
        in_past = any(x.status == "past" for x in at.readings[:k]) or _one_more(note.low, at)
        told_as_over(note.low, r, holder, effects, limit, in_past, len(at.holders) > 1)
        still_helps(note.low, r, holder)
    if r.stop == "done" and not effects:
        effects = effects_leading_to_stop(note.low, begin, holder, at.hits, note.lex)
        holder.got += [Got(h, True) for h in at.free if _led_to_stop(note.low, h, begin, holder, r)]
    effects = fit_effects(note.low, holder.end, effects, r)
    decide_outcome(note.low, r, holder, _until(split, holder.got), effects, limit)
    by_heading(note.low, r, holder, section_at(holder.start, note.sections))
    note.readings.append(r)


def _until(split: int | None, got: list[Got]) -> list[Got]:
    """Cues up to where an earlier attempt is told."""
    return [g for g in got if split is None or g.hit.start < split]


def _set_times(at: Sentence, k: int) -> None:
    text, low, holder, r = at.note.text, at.note.low, at.holders[k], at.readings[k]
    left = any(g.hit.cue.sets.get("stop") == "done" for g in holder.got)
    r.times = find_times(text, low, holder.end, holder.limit, left)
    if k == 0:
        r.times = opening_time(text, low, at.start, holder.start, holder.limit, r.times, left)


def _set_status(at: Sentence, k: int, split: int | None) -> None:
    note, holder, r = at.note, at.holders[k], at.readings[k]
    decide_status(r, _until(split, holder.got))
    given_for_a_time(note.low, r, holder)
    ended_by_time(note.low, r)
    whose(note, r, holder, at.start, at.end, at.kin)
    answered(note.low, r, holder)
    marked(note.text, note.low, r, holder)


def _clause_start(at: Sentence, k: int) -> int:
    """Where the words before a name begin to speak of it."""
    if k == 0:
        return at.start
    before = at.holders[k - 1].end
    return max((m.end() for m in BOUNDARY.finditer(at.note.low, before, at.holders[k].start)), default=before)


def _limit(at: Sentence, k: int) -> int:
    """Where the words after a name end to speak of it: at the last break before the next name."""
    holder = at.holders[k]
    if k + 1 == len(at.holders) or holder.limit > at.holders[k + 1].start:
        return holder.limit
    after = at.holders[k + 1]
    ahead = [g.hit.start for g in after.got if g.ahead and holder.end <= g.hit.start < after.start]
    if not ahead:
        return after.start
    breaks = [m.start() for m in BOUNDARY.finditer(at.note.low, holder.end, min(ahead))]
    return breaks[-1] if breaks else min(ahead)


def _effects(at: Sentence, k: int, begin: int, limit: int) -> list[Effect]:
    """Side effects tied to a name; those in the reason of a switch are of the drug that was left."""
    low, lex, hits, holder = at.note.low, at.note.lex, at.hits, at.holders[k]
    joined = k > 0 and at.holders[k - 1].joined_next
    at.carried = effects_before(low, begin, holder, lex) or (at.carried if joined else [])
    effects = at.carried + effects_after(low, holder, limit, hits, lex)
    effects += effects_on_all(low, holder, at.holders[k + 1 :], at.end, hits, lex)
    if k in at.reasons:
        first, last = at.reasons[k]
        effects += effects_after(low, holder, last, hits, lex, first)
    if k - 1 in at.reasons:
        first, last = at.reasons[k - 1]
        effects = [x for x in effects if not first <= x.start < last]
    return effects


_THEN = re.compile(r"\W*(?:(?:she|he|the patient) (?:was|had been) )?(?:then|next|later|subsequently)\b")


def _one_more(low: str, at: Sentence) -> bool:
    """ "She was then placed on Y" after a trial that is over: one more of the story."""
    return bool(at.earlier) and at.earlier[-1][1].stop == "done" and _THEN.match(low, at.start) is not None


_SO = re.compile(r"(?:,? (?:and|so)|,|;)(?: [a-z]+){0,5} $")


def _led_to_stop(low: str, hit: Hit, begin: int, holder: Holder, r: Reading) -> bool:
    """A reason before the name of what is over; "she had no improvement, and in May X was stopped" is one, too."""
    if r.status != "past" or not begin <= hit.start < holder.start:
        return False
    response = hit.cue.sets.get("response")
    if hit.cue.sets.get("reason"):
        return response in (None, "none")
    return response == "none" and _SO.fullmatch(low, hit.end, holder.start) is not None
