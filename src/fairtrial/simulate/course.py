"""The hidden course: step after step for every person of a block, until remission, drop-out or the last
step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fairtrial.facts import Facts
from fairtrial.simulate.outcome import Edges, Outcome, outcome, severity_on
from fairtrial.simulate.preset import Arm, Preset
from fairtrial.simulate.streams import Flags, Floats, Streams, Whole
from fairtrial.simulate.supplies import Supplies, dose_steps, hand_out, refill_gaps
from fairtrial.simulate.traits import Traits, cut_off, loading, traits


@dataclass(frozen=True)
class Attempt:
    """One step of those who entered it; every array has one entry (or row) for each of ``who``.

    ``path_end`` is the first day after the step itself; the drug goes on to ``supplies.stopped_on`` when
    the next step
    adds to it.
    """

    step: int
    who: Whole
    arms: list[Arm]
    arm: Whole
    added: Flags
    start: Whole
    before: Whole
    result: Outcome
    supplies: Supplies
    path_end: Whole
    kept_on: Flags
    """True where the next step added to this drug."""


@dataclass(frozen=True)
class Block:
    """The persons ``streams.first`` and following: who they are and what happened to them."""

    streams: Streams
    traits: Traits
    attempts: list[Attempt]


@dataclass
class _Now:
    """Where every person of the block stands between two steps."""

    who: Whole
    day: Whole
    score: Whole
    tolerated: Flags
    last_start: Whole
    taken: Flags
    scale: Edges


def course(streams: Streams, preset: Preset, facts: Facts, review_day: int) -> Block:
    """Draw the hidden course of a block; ``review_day`` counts from 1970. Courses are not cut at it."""
    people = traits(streams, preset, facts)
    first = review_day - people.first_start_days
    now = _Now(
        who=np.arange(streams.count),
        day=first,
        score=people.severity.copy(),
        tolerated=np.zeros(streams.count, bool),
        last_start=people.severity.copy(),
        taken=np.zeros((streams.count, len(facts.drugs)), bool),
        scale=_edges(preset, facts),
    )
    attempts: list[Attempt] = []
    for step in range(len(preset.steps)):
        if not len(now.who):
            break
        attempts = _with_step(attempts, step, streams, preset, facts, people, now)
    return Block(streams, people, attempts)


def _edges(preset: Preset, facts: Facts) -> Edges:
    scale = facts.scales[preset.scale]
    if scale.remission_at_most is None:
        raise ValueError(f"scale '{preset.scale}' of preset '{preset.preset}' has no remission cut-off.")
    return Edges(int(scale.remission_at_most.value), int(scale.most))


def _with_step(
    attempts: list[Attempt],
    step: int,
    streams: Streams,
    preset: Preset,
    facts: Facts,
    people: Traits,
    now: _Now,
) -> list[Attempt]:
    """Everybody in ``now.who`` enters the step; ``now`` is moved to its end."""
    arms = preset.steps[step].arms
    chosen = _choose(streams.one(f"arm {step}")[now.who], arms, now, facts, step)
    added = np.array([arm.added for arm in arms])[chosen]
    start, before = _begin(streams, step, preset, now, added)
    pick = _pick(people, now.who)
    drawn = _Picked(streams, now.who)
    worst = np.where(added, np.maximum(before, now.last_start), before)
    tendency = _tendency(drawn, step, arms, chosen, pick, preset, facts)
    result = outcome(drawn, step, preset, tendency, before, worst, now.scale)
    supplies = _supplies(drawn, step, preset, pick, arms, chosen, start, result.target_days)
    attempt = Attempt(
        step,
        now.who,
        arms,
        chosen,
        added,
        start,
        before,
        result,
        supplies,
        supplies.stopped_on,
        np.zeros_like(added),
    )
    attempts = [*_extended(attempts, attempt, streams, preset, people), attempt]
    _move_on(now, attempts, streams, preset, people)
    return attempts


@dataclass(frozen=True)
class _Picked(Streams):
    """Streams of a block that give only the rows of some of its persons."""

    who: Whole

    def __init__(self, streams: Streams, who: Whole) -> None:
        super().__init__(streams.seed, streams.first, streams.count)
        object.__setattr__(self, "who", who)

    def uniform(self, name: str, width: int = 1) -> Floats:
        """As :meth:`Streams.uniform`, for the chosen persons."""
        return super().uniform(name, width)[self.who]


def _pick(people: Traits, who: Whole) -> Traits:
    """The traits of some persons."""
    chosen: dict[str, Any] = {name: getattr(people, name)[who] for name in people.__dataclass_fields__}
    return Traits(**chosen)


def _choose(draw: Floats, arms: list[Arm], now: _Now, facts: Facts, step: int) -> Whole:
    """An arm by its weight, among drugs not taken before; adding needs a drug that was tolerated and is
    still taken.
    """
    names = list(facts.drugs)
    fresh = ~now.taken[now.who][:, [names.index(arm.drug) for arm in arms]]
    may_add = (now.tolerated if step else np.zeros_like(now.tolerated))[:, None]
    allowed = fresh & (may_add | ~np.array([arm.added for arm in arms]))
    upto = np.cumsum(allowed * np.array([arm.weight for arm in arms]), axis=1)
    chosen = np.asarray((draw[:, None] * upto[:, -1:] >= upto).sum(axis=1))
    now.taken[now.who, np.array([names.index(arm.drug) for arm in arms])[chosen]] = True
    return chosen


def _begin(streams: Streams, step: int, preset: Preset, now: _Now, added: Flags) -> tuple[Whole, Whole]:
    """First day and score: at once when added, after a wait when switched, after a long break in a new
    episode.
    """
    if step == 0:
        return now.day, now.score
    drawn = _Picked(streams, now.who)
    breaks = ~added & drawn.happens(f"break {step}", preset.course.break_percent.value)
    wait = drawn.within(f"wait {step}", preset.course.wait_days)[:, 0]
    pause = drawn.within(f"break days {step}", preset.course.break_days)[:, 0]
    fresh = cut_off(drawn.normal(f"new episode {step}")[:, 0], preset.severity_at_start)
    start = now.day + np.select([added, breaks], [np.zeros_like(wait), pause], wait)
    return start, np.where(breaks, fresh, now.score)


def _tendency(
    drawn: Streams, step: int, arms: list[Arm], chosen: Whole, people: Traits, preset: Preset, facts: Facts
) -> Floats:
    """Hidden tendency to remit: in part the person's sensitivity along the drug's messengers, in part
    chance.
    """
    share = preset.course.pathway_share.value
    loads = np.array([loading(arm.drug, facts) for arm in arms])[chosen]
    along = (loads * people.sensitivity).sum(axis=1)
    return np.asarray(np.sqrt(share) * along + np.sqrt(1 - share) * drawn.normal(f"chance {step}")[:, 0])


def _supplies(
    drawn: Streams,
    step: int,
    preset: Preset,
    people: Traits,
    arms: list[Arm],
    chosen: Whole,
    start: Whole,
    days: Whole,
) -> Supplies:
    course = preset.course
    lasting = np.where(people.long_supplies, course.long_supply_days.value, course.supply_days.value).astype(
        np.int64
    )
    return hand_out(
        start,
        days,
        refill_gaps(drawn, step, people, course),
        drawn.happens(f"leaves {step}", course.leaves_supply_percent.value),
        lasting,
        dose_steps(arms, chosen, people.low_dose),
        int(course.raised_every_days.value),
    )


def _extended(
    attempts: list[Attempt], new: Attempt, streams: Streams, preset: Preset, people: Traits
) -> list[Attempt]:
    """The drug before goes on, for those to whom the new step adds, until the added drug stops."""
    if not attempts or not new.added.any():
        return attempts
    last = attempts[-1]
    place = np.searchsorted(last.who, new.who[new.added])
    days = last.result.target_days.copy()
    days[place] = new.supplies.stopped_on[new.added] - last.start[place]
    kept_on = np.zeros_like(last.kept_on)
    kept_on[place] = True
    drawn, pick = _Picked(streams, last.who), _pick(people, last.who)
    again = _supplies(drawn, last.step, preset, pick, last.arms, last.arm, last.start, days)
    return [*attempts[:-1], replace(last, supplies=again, kept_on=kept_on)]


def _move_on(now: _Now, attempts: list[Attempt], streams: Streams, preset: Preset, people: Traits) -> None:
    """Those who did not remit go on or drop out."""
    last = attempts[-1]
    final = severity_on(
        (last.path_end - last.start)[:, None], last.before, last.result, people.speed[last.who]
    )[:, 0]
    day = last.supplies.stopped_on.copy()
    if len(attempts) > 1:
        base, place = attempts[-2], np.searchsorted(attempts[-2].who, last.who)
        day = np.where(last.added, np.maximum(day, base.supplies.stopped_on[place]), day)
    share = preset.steps[last.step].continues_percent.value
    goes_on = (final > now.scale.remission_at_most) & ~last.result.remits
    goes_on &= _Picked(streams, last.who).happens(f"continues {last.step}", share)
    now.who, now.day, now.score = last.who[goes_on], day[goes_on], final[goes_on]
    now.tolerated = (~last.result.intolerant & ~last.result.quits & (day == last.supplies.stopped_on))[
        goes_on
    ]
    now.last_start = last.before[goes_on]
