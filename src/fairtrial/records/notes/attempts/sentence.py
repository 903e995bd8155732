"""One sentence with drug names to readings."""

from __future__ import annotations

import bisect
import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.attempts.before_first_name import of_earlier
from fairtrial.records.notes.attempts.earlier_attempt import (
    no_stop_before_restart,
    old_attempt,
    second_attempt,
)
from fairtrial.records.notes.fields.effects_that_count import fit_effects
from fairtrial.records.notes.fields.list_words import answered, by_heading, marked, share_duration
from fairtrial.records.notes.fields.outcome import decide_outcome
from fairtrial.records.notes.fields.over import still_helps, told_as_over
from fairtrial.records.notes.fields.over_by_date import given_for_a_time
from fairtrial.records.notes.fields.purposes_told import tell_purposes
from fairtrial.records.notes.fields.status import decide_status
from fairtrial.records.notes.fields.whose import whose
from fairtrial.records.notes.models import Why
from fairtrial.records.notes.reach.at_visit import after_a_stop, timed
from fairtrial.records.notes.reach.attach import attach
from fairtrial.records.notes.reach.exceptions import set_apart
from fairtrial.records.notes.reach.in_turn import (
    one_after_another,
    replaced_by_next,
    replaced_by_plan,
    under_trials,
)
from fairtrial.records.notes.reach.numbers import with_numbers
from fairtrial.records.notes.reach.of_these import set_against
from fairtrial.records.notes.reach.stand_ins import with_stand_ins
from fairtrial.records.notes.reach.subjects import of_something_else, other_act
from fairtrial.records.notes.reach.switches import redirect, share_day_of_switch, switch_reasons
from fairtrial.records.notes.reach.turned import (
    at_presentation,
    neither,
    planned_stop,
    says_nothing,
    taken_since,
)
from fairtrial.records.notes.spans.effect_ties import Effect
from fairtrial.records.notes.spans.effects import (
    effects_after,
    effects_before,
    effects_leading_to_stop,
    effects_on_all,
    of_an_effect,
)
from fairtrial.records.notes.spans.governed import ended_by
from fairtrial.records.notes.spans.holders import Got, Holder, holders_of
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.spans.sections import section_at
from fairtrial.records.notes.spans.sentences import BOUNDARY
from fairtrial.records.notes.spans.times import find_times, opening_time
from fairtrial.records.notes.words.cues import Hit


def read_sentence(
    note: Note, s: int, e: int, kin: str | None, earlier: list[tuple[Holder, Reading]]
) -> list[tuple[Holder, Reading]]:
    """Read one sentence; returns its names with their readings for the sentences after it."""
    low, lex = note.low, note.lex
    i = bisect.bisect_left(note.names, s, key=lambda m: m.start)
    j = bisect.bisect_left(note.names, e, key=lambda m: m.start)
    holders = holders_of(low, note.names[i:j], e, lex)
    holders = with_stand_ins(low, s, e, holders, [h for h, _ in earlier])
    hits = [
        h
        for h in lex.cues.find(low, s, e, [m.start for m in note.names[i:j]])
        if h.cue.id != "plan.if_name" or not _ASKING.search(low[s : h.start])
    ]
    hits = [h for h in hits if not says_nothing(low, s, e, h)]
    hits = [h for h in hits if not (other_act if _near(h, holders) else of_something_else)(low, h, e)]
    hits = [h for h in hits if not of_an_effect(low, h, s, lex)]
    hits = sorted(hits + lex.score_changes.find(low, s, e), key=lambda h: h.start)
    hits = [at_presentation(low, s, e, neither(low, s, planned_stop(low, s, h))) for h in hits]
    hits = [timed(low, s, e, taken_since(low, e, h)) for h in hits]
    hits = after_a_stop(low, s, hits, bool(earlier) and earlier[-1][1].stop == "planned")
    free = attach(note.text, low, s, hits, holders, lex)
    set_apart(low, s, holders)
    one_after_another(low, s, holders)
    under_trials(low, s, holders)
    replaced_by_next(low, holders[0], earlier)
    replaced_by_plan(holders[0], earlier)
    set_against(low, s, e, holders, earlier)
    of_earlier(note, s, holders, free, earlier)
    readings = with_numbers(note, s, e, holders, hits)
    redirect(holders)
    reasons = switch_reasons(low, holders)
    out: list[tuple[Holder, Reading]] = []
    carried: list[Effect] = []
    for k, (holder, r) in enumerate(zip(holders, readings, strict=True)):
        left = any(g.hit.cue.sets.get("stop") == "done" for g in holder.got)
        r.times = find_times(note.text, low, holder.end, holder.limit, left)
        r.times = r.times if k else opening_time(note.text, low, s, holder.start, holder.limit, r.times, left)
        no_stop_before_restart(low, holder)
        got = holder.got
        split = second_attempt(low, holder, got)
        decide_status(r, [g for g in got if split is None or g.hit.start < split], r.section)
        given_for_a_time(low, r, holder)
        if (
            (r.times.ended or (r.times.stopped and r.weak and ended_by(low, r.times.stopped[1])))
            and r.status in ("current", "past")
            and (r.weak or r.section == "" or r.times.ended)
            and r.rank < ranks.ENDED
        ):
            r.stop = r.stop or ("done" if not r.times.ended else None)
            r.becomes("past", ranks.ENDED, Why("times.ended", "inferred", *r.times.stopped[1:]))  # type: ignore[index]
        whose(note, r, holder, s, e, kin)
        begin = (
            s
            if k == 0
            else max(
                [m.end() for m in BOUNDARY.finditer(low, holders[k - 1].end, holder.start)]
                or [holders[k - 1].end]
            )
        )
        answered(low, r, holder)
        marked(note.text, low, r, holder)
        last_one = k + 1 == len(holders) or holder.limit > holders[k + 1].start
        limit = holder.limit if last_one else _own_end(low, holder, holders[k + 1])
        if split is not None:
            note.readings.append(old_attempt(note, holder, got, split, limit, hits, r.section))
            limit = split
        ahead = effects_before(low, begin, holder, lex) or (
            carried if k and holders[k - 1].joined_next else []
        )
        carried = ahead
        effects = ahead + effects_after(low, holder, limit, hits, lex)
        effects += effects_on_all(low, holder, holders[k + 1 :], e, hits, lex)
        if k in reasons:
            effects += effects_after(low, holder, reasons[k][1], hits, lex, reasons[k][0])
        if k - 1 in reasons:
            effects = [x for x in effects if not reasons[k - 1][0] <= x.start < reasons[k - 1][1]]
        if split is None:
            in_past = any(x.status == "past" for _, x in out) or _one_more(low, s, earlier)
            told_as_over(low, r, holder, got, effects, limit, in_past, len(holders) > 1)
            still_helps(low, r, holder, got)
        if r.stop == "done" and not effects:
            effects += effects_leading_to_stop(low, begin, holder, hits, lex)
            holder.got += [
                Got(h, True)
                for h in free
                if (h.cue.sets.get("reason") or _so_stopped(low, h, holder.start))
                and begin <= h.start < holder.start
                and ("response" not in h.cue.sets or h.cue.sets["response"] == "none")
                and r.status == "past"
            ]
        effects = fit_effects(low, holder.end, effects, r)
        decide_outcome(
            low, r, holder, [g for g in holder.got if split is None or g.hit.start < split], effects, limit
        )
        by_heading(low, r, holder, section_at(holder.start, note.sections))
        note.readings.append(r)
        out.append((holder, r))
    share_duration(low, out, e)
    share_day_of_switch([r for _, r in out])
    tell_purposes(note, s, e, out)
    return out


_THEN = re.compile(r"\W*(?:(?:she|he|the patient) (?:was|had been) )?(?:then|next|later|subsequently)\b")


def _one_more(low: str, s: int, earlier: list[tuple[Holder, Reading]]) -> bool:
    """ "She was then placed on Y" after a trial that is over: one more of the story."""
    return bool(earlier) and earlier[-1][1].stop == "done" and _THEN.match(low, s) is not None


_SO = re.compile(r"(?:,? (?:and|so)|,|;)(?: [a-z]+){0,5} $")


def _so_stopped(low: str, hit: Hit, name: int) -> bool:
    """ "She had no improvement, and in May X was stopped": why is told before the name."""
    return hit.cue.sets.get("response") == "none" and _SO.fullmatch(low, hit.end, name) is not None


def _near(hit: Hit, holders: list[Holder]) -> bool:
    """Whether a name follows a cue closely."""
    return any(hit.end <= x.start < hit.end + 40 for x in holders)


_ASKING = re.compile(r"\b(?:wonder\w*|know|sure|unclear|ask\w*|see|tell|unsure|determine|even|as)\s*$")


def _own_end(low: str, holder: Holder, after: Holder) -> int:
    """Where the words about a name end: at the last break before the next name."""
    ahead = [g.hit.start for g in after.got if g.ahead and holder.end <= g.hit.start < after.start]
    if not ahead:
        return after.start
    gap = [m.start() for m in BOUNDARY.finditer(low, holder.end, min(ahead))]
    return gap[-1] if gap else min(ahead)
