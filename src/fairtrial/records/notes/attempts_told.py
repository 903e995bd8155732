"""The readings of one drug as attempts: an old one stands apart when it has details and a newer one exists."""

from __future__ import annotations

from fairtrial.records.notes.reading import Reading


def groups(readings: list[Reading]) -> list[list[Reading]]:
    """Other people's use, and each attempt of the patient."""
    other = [r for r in readings if r.experiencer == "other"]
    mine = [r for r in readings if r.experiencer != "other"]
    groups = [other] if other else []
    return groups + _attempts(mine)


def _attempts(mine: list[Reading]) -> list[list[Reading]]:
    """The patient's readings as attempts: an old one stands apart when it has detail and a newer exists."""
    if not mine:
        return []
    allergy = [r for r in mine if r.status == "allergy"]
    now = [r for r in mine if r.status in ("current", "planned") and not (r.weak and r.rank < 30)]
    past = [r for r in mine if r.status == "past" and (r.old or _detailed(r))]
    if allergy:
        rest = [r for r in mine if r.status in ("current", "planned") and r.rank >= 40]
        return [[r for r in mine if r not in rest]] + ([rest] if rest else [])
    if past and now and not _one_attempt(past, now):
        rest = [r for r in mine if r not in past]
        return [past, rest]
    return [mine]


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
    first_now = min(r.place for r in now)
    if past[0].place < first_now:
        again = any(r.change == "restarted" or r.status == "planned" for r in now)
        listed = any(r.rank >= 40 and not r.weak for r in now)
        return not (again or listed)
    return False
