"""The reading whose status holds for the whole episode."""

from __future__ import annotations

from fairtrial.records.notes import ranks
from fairtrial.records.notes.spans.reading import Reading


def leader(group: list[Reading]) -> Reading:
    """Of the readings of one attempt, the one that says most surely how it stands."""
    allergy = next((r for r in group if r.status == "allergy"), None)
    if allergy is not None:
        return allergy
    stops = [r for r in group if r.stop == "planned"]
    if stops:
        return _ended_before(group, stops[-1]) or stops[-1]
    taken = any(r.status == "current" and r.rank >= ranks.SAID for r in group)
    over = [
        r
        for r in group
        if r.rank >= ranks.NEVER_SAID and (r.status == "never" or (r.status == "negated" and not taken))
    ]
    if over and not any(
        r.place > over[0].place
        and (
            (r.status in ("past", "current") and not r.weak)
            or (r.status == "planned" and r.rank >= ranks.SAID)
        )
        for r in group
    ):
        return over[0]
    done = [r for r in group if r.status == "past" and (r.stop == "done" or r.rank >= ranks.TRIED)]
    current = [r for r in group if r.status == "current" and not r.weak]
    again = [r for r in group if r.status == "planned" and r.rank >= ranks.PLAN_TOLD]
    if done and again and again[-1].place > done[-1].place:
        return again[-1]
    if done and not any(
        r.place > done[-1].place and (r.rank >= ranks.TOLD or r.change == "restarted") for r in current
    ):
        return done[-1]
    if current:
        return max(current, key=lambda r: (r.rank, len(r.doses)))
    planned = [r for r in group if r.status == "planned"]
    weak_current = [r for r in group if r.status == "current" and r.rank >= ranks.SAID]
    if planned and not weak_current:
        return planned[0]
    if weak_current and not any(r.status == "past" and r.rank > ranks.TOLD for r in group):
        return weak_current[-1]
    return max(group, key=lambda r: (r.rank, r.place))


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
