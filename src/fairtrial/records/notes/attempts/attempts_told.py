"""The readings of one drug as attempts: an old one stands apart when it has details and a newer one exists."""

from __future__ import annotations

from fairtrial.records.notes import ranks
from fairtrial.records.notes.models import CHANGES_OF_DOSE
from fairtrial.records.notes.spans.reading import Reading


def groups(readings: list[Reading]) -> list[list[Reading]]:
    """Other people's use, and each attempt of the patient."""
    other = [r for r in readings if r.experiencer == "other"]
    mine = [r for r in readings if r.experiencer != "other"]
    groups = [other] if other else []
    return groups + _attempts(mine)


def _new_in_plan(mine: list[Reading]) -> None:
    """ "PLAN: Zoloft 50 mg daily", and nowhere else in the note: it is prescribed at this visit."""
    new = [r for r in mine if r.section == "plan" and r.rank <= ranks.PLACED and r.status == "current"]
    if any(r.status == "current" and (r not in new or r.response) for r in mine):
        return
    if any(r.doses for r in new):
        for r in new:
            r.becomes("planned", ranks.SAID)


def _stopped_now(mine: list[Reading]) -> None:
    """ "On Zoloft 100 mg, no benefit. Stop Zoloft": what is to be stopped, or raised, only now was not over before."""
    stops = [r.place for r in mine if r.stop == "planned"]
    raised = [r.place for r in mine if r.status == "current" and r.change in CHANGES_OF_DOSE]
    for r in mine:
        over_by_then = stops and r.place < stops[-1] and r.why["status"].cue == "past.told_as_over"
        failing = raised and r.place < raised[-1] and r.status == "past" and _failing(r)
        if over_by_then or failing:
            r.status = "current"


def _attempts(mine: list[Reading]) -> list[list[Reading]]:
    """The patient's readings as attempts: an old one stands apart when it has detail and a newer exists."""
    if not mine:
        return []
    _new_in_plan(mine)
    _stopped_now(mine)
    allergy = [r for r in mine if r.status == "allergy"]
    now = [r for r in mine if r.status in ("current", "planned") and not (r.weak and r.rank < ranks.SAID)]
    to_come = bool(now) and all(r.status == "planned" for r in now)
    past = [r for r in mine if r.status == "past" and (r.old or _detailed(r) or (to_come and r.response))]
    if allergy:
        rest = [r for r in mine if r.status in ("current", "planned") and r.rank >= ranks.TOLD]
        return [[r for r in mine if r not in rest]] + ([rest] if rest else [])
    if past and now and not _one_attempt(past, now):
        rest = [r for r in mine if r not in past]
        return [past, rest]
    return [mine] if now else _tried_twice(mine)


def _tried_twice(mine: list[Reading]) -> list[list[Reading]]:
    """ "Remitted on X in 2004. X was tried again in 2018, without effect": two attempts, both over."""
    again = next((r.place for r in mine if r.why["status"].cue == "past.tried_again"), None)
    before = [r for r in mine if again is not None and r.place < again]
    if not any((r.status == "past" and _detailed(r)) or r.response for r in before):
        return [mine]
    return [before, [r for r in mine if r not in before]]


def _detailed(r: Reading) -> bool:
    told = (
        r.reason not in (None, "unknown", "other")
        or r.response is not None
        or bool(r.doses)
        or r.times.duration is not None
    )
    return bool(
        (r.stop == "done" and (told or _why_told(r)))
        or r.reason not in (None, "unknown", "other")
        or r.times.ended
        or r.section == "past_meds"
    )


def _why_told(r: Reading) -> bool:
    """Whether the end has a reason of its own; "on her own" says only who stopped it."""
    return r.reason == "other" and r.why["stop_reason"].cue != "reason.own_accord"


def _one_attempt(past: list[Reading], now: list[Reading]) -> bool:
    """Started, taken and then stopped within one story is one attempt; stopped and taken up again is two."""
    if any(r.old or r.section == "past_meds" for r in past):
        return False
    if all(r.status == "current" and r.stop is None and r.place < past[-1].place for r in now):
        return True
    if all(map(_failing, past)) and any(r.stop == "planned" or r.change in _GOES_ON for r in now):
        return True
    first_now = min(r.place for r in now)
    if past[0].place < first_now:
        again = any(r.change == "restarted" or r.status == "planned" for r in now)
        listed = any(r.rank >= ranks.TOLD and not r.weak for r in now)
        return not (again or listed)
    return False


_GOES_ON = CHANGES_OF_DOSE | {"continued"}


def _failing(r: Reading) -> bool:
    """ "Unresponsive to X. Stop X": what did not help is what is taken, unless a time or an end is told of it."""
    timed = r.times.started or r.times.stopped or r.times.ended
    return r.why["status"].cue == "past.failed" and r.stop is None and not timed and not r.listed
