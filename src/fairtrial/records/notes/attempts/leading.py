"""The reading whose status holds for the whole episode."""

from __future__ import annotations

from fairtrial.records.notes import ranks
from fairtrial.records.notes.spans.reading import Reading


def leader(group: list[Reading]) -> Reading:
    """Of the readings of one attempt, the one that says most surely how it stands."""
    for rule in (_allergy, _to_be_stopped, _never, _over, _taken, _planned):
        found = rule(group)
        if found is not None:
            return found
    return max(group, key=lambda r: (r.rank, r.place))


def _allergy(group: list[Reading]) -> Reading | None:
    return next((r for r in group if r.status == "allergy"), None)


def _to_be_stopped(group: list[Reading]) -> Reading | None:
    stops = [r for r in group if r.stop == "planned"]
    return (_ended_before(group, stops[-1]) or stops[-1]) if stops else None


def _never(group: list[Reading]) -> Reading | None:
    """ "Never took X", unless something later is told of it; "not on X", unless it is also told as taken."""
    taken = any(r.status == "current" and r.rank >= ranks.SAID for r in group)
    kinds = ("never",) if taken else ("never", "negated")
    first = next((r for r in group if r.status in kinds and r.rank >= ranks.NEVER_SAID), None)
    if first is None or any(r.place > first.place and _is_had(r) for r in group):
        return None
    return first


def _is_had(r: Reading) -> bool:
    had = r.status in ("past", "current") and not r.weak
    return had or (r.status == "planned" and r.rank >= ranks.SAID)


def _over(group: list[Reading]) -> Reading | None:
    """The last stop told, unless it is planned again, or told as taken again, after it."""
    done = [r for r in group if r.status == "past" and (r.stop == "done" or r.rank >= ranks.TRIED)]
    if not done:
        return None
    again = [r for r in group if r.status == "planned" and r.rank >= ranks.PLAN_TOLD]
    if again and again[-1].place > done[-1].place:
        return again[-1]
    return None if any(r.place > done[-1].place and _is_taken_up(r) for r in group) else done[-1]


def _is_taken_up(r: Reading) -> bool:
    return r.status == "current" and not r.weak and (r.rank >= ranks.TOLD or r.change == "restarted")


def _taken(group: list[Reading]) -> Reading | None:
    current = [r for r in group if r.status == "current" and not r.weak]
    return max(current, key=lambda r: (r.rank, len(r.doses)), default=None)


def _planned(group: list[Reading]) -> Reading | None:
    """A plan, or a start that is told in passing and not told to be over."""
    begun = [r for r in group if r.status == "current" and r.rank >= ranks.SAID]
    if not begun:
        return next((r for r in group if r.status == "planned"), None)
    over = any(r.status == "past" and r.rank > ranks.TOLD for r in group)
    return None if over else begun[-1]


def _ended_before(group: list[Reading], to_stop: Reading) -> Reading | None:
    """ "No longer uses X. Plan: d/c X": it was over before the plan said so."""
    done = [
        r
        for r in group
        if r.status == "past" and r.stop == "done" and r.rank >= ranks.STOP_TOLD and r.place < to_stop.place
    ]
    if not done or any(
        r.status == "current" and r.rank >= ranks.SAID and done[-1].place < r.place and r is not to_stop
        for r in group
    ):
        return None
    return done[-1]
