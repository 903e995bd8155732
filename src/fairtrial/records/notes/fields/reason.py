"""Why a drug was stopped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from fairtrial.records.notes.fields.reason_in_other_words import stated_other
from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.effect_ties import Effect
from fairtrial.records.notes.spans.holders import Got, Holder
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.words.cues import Hit


class Told(NamedTuple):
    """What is told of a drug up to ``limit`` that may say why it was stopped; ``followed`` by a later sentence."""

    low: str
    holder: Holder
    outcomes: list[Got]
    effects: list[Effect]
    got: list[Got]
    limit: int
    followed: bool

    def because(self) -> list[Hit]:
        """Words such as "because" and "after"."""
        return [g.hit for g in self.got if g.hit.cue.sets.get("because")]


class _Ground(NamedTuple):
    """A possible reason: where it begins, its kind, the cue that tells it, and where it ends."""

    start: int
    kind: str
    cue: str
    end: int


_BY_KIND = {"cost": 0, "side_effect": 1, "inefficacy": 2, "other": 3}
"""Of several reasons after one "because", the first of these."""
_NEAR, _CLOSE, _AT_ONCE = 60, 30, 24
"""Characters between a word such as "because" and the reason, a partial benefit, or a remission, at most (our choice)."""


def decide_reason(r: Reading, told: Told) -> None:
    """Set why the drug was stopped, where stopping is stated or a list says it did not help."""
    if r.status == "never":
        _of_never(r, told)
    elif r.status == "current":
        if r.stop == "planned":
            _of_plan(r, told)
    elif r.status in ("past", "family", "allergy"):
        _of_past(r, told)


_PAID = re.compile(r"(?:[(:,;-]|because|due to|b/c|of|d/t|since|as)\s*(?:her |his |my |the |of )?$")


def _of_never(r: Reading, told: Told) -> None:
    """ "Never filled X because of the cost"."""
    for hit in (g.hit for g in told.outcomes if g.hit.cue.sets.get("reason") == "cost"):
        if _PAID.search(told.low[max(told.holder.end, hit.start - 16) : hit.start]):
            r.reason, r.why["stop_reason"] = "cost", Why(hit.cue.id, "explicit", hit.start, hit.end)
            return


def _of_plan(r: Reading, told: Told) -> None:
    """Why a drug that is taken is to be stopped."""
    because = told.because()
    after = _after(_grounds(told), because)
    mark = next((x for x in told.effects if x.tie == "mark"), None)
    if after:
        r.reason = _first_by_kind(after).kind
    elif mark is not None:
        r.reason = "side_effect"
    elif _did_not_help(r, told, because):
        r.reason = "inefficacy"
    else:
        strict = [b for b in because if told.low[b.start : b.end] != "after"]
        r.reason = stated_other(told.low, strict, told.limit)
    if r.reason:
        place = because[0] if because else mark or r.why["status"]
        r.why["stop_reason"] = Why("reason.because", "explicit", place.start, place.end)


def _did_not_help(r: Reading, told: Told, because: list[Hit]) -> bool:
    """No benefit, or one that was lost, and no other reason given."""
    lost = any(g.hit.cue.sets.get("lost") for g in told.outcomes)
    if told.effects or not (r.response == "none" or lost):
        return False
    return not because or _answered_after(told, "none", because, _NEAR)


def _of_past(r: Reading, told: Told) -> None:
    """Why a trial that is over ended."""
    ground = _picked(r, told)
    if ground is None:
        if r.status != "allergy":
            _imply(r, told)
        return
    r.reason, r.why["stop_reason"] = ground.kind, Why(ground.cue, "explicit", ground.start, ground.end)
    said = any(g.hit.cue.sets.get("response") == "none" for g in told.outcomes)
    if r.response == "none" and not said and ground.kind != "inefficacy":
        r.response = None  # "failed X due to nausea" says nothing of the benefit


def _grounds(told: Told) -> list[_Ground]:
    events = [g for g in told.got if g.hit.cue.layer == "event"]
    hits = [g.hit for g in (*told.outcomes, *events) if g.hit.cue.sets.get("reason")]
    found = [_Ground(h.start, h.cue.sets["reason"], h.cue.id, h.end) for h in hits]
    return found + [_Ground(e.start, "side_effect", f"effect.{e.tie}", e.end) for e in told.effects]


def _after(grounds: list[_Ground], because: list[Hit]) -> list[_Ground]:
    return [f for f in grounds if any(0 <= f.start - b.end < _NEAR for b in because)]


def _first_by_kind(grounds: Iterable[_Ground]) -> _Ground:
    return min(grounds, key=lambda f: (_BY_KIND[f.kind], f.start))


def _picked(r: Reading, told: Told) -> _Ground | None:
    """The reason among those told; a cost without a stop counts only beside a mark, in a list of trials."""
    pick = _likeliest(r, told, _grounds(told))
    if pick is None or pick.kind != "cost" or r.stop is not None:
        return pick
    listed = r.status == "past" and _PAID.search(told.low[max(0, pick.start - 3) : pick.start])
    return pick if listed else None


def _likeliest(r: Reading, told: Told, grounds: list[_Ground]) -> _Ground | None:
    """After a stop what follows "because", a cost, or the first; without one only what ends a trial by itself."""
    stopped = r.stop is not None
    after, strong = _after(grounds, told.because()), [f for f in grounds if f.kind != "other"]
    if stopped:
        cost = next((f for f in strong if f.kind == "cost"), None)
        return _first_by_kind(after) if after else cost or min(strong or grounds, default=None)
    implied = any(g.hit.cue.sets.get("stop") == "implied" for g in told.outcomes)
    firm = implied or (r.status == "past" and any(f.cue != "effect.weak" for f in strong))
    return min(strong, default=None) if firm else None


_PROCEDURES = frozenset({"ketamine", "ect", "tms"})
"""What comes in courses ends without a reason."""


def _imply(r: Reading, told: Told) -> None:
    """No reason is told: that it did not help is one; else it is unknown, where a stop is told."""
    stopped = r.stop is not None
    over = r.status == "past"
    open_ended = told.followed and not r.listed and (r.weak or not over)
    if not over or (not stopped and (open_ended or r.drug in _PROCEDURES)):
        return
    if r.response == "none" or (r.response == "worse" and stopped):
        why = r.why["response"]
        r.reason = "inefficacy" if r.response == "none" else "side_effect"
        r.why["stop_reason"] = Why(why.cue, "explicit" if stopped else "inferred", why.start, why.end)
    elif r.stop == "done":
        _of_stop_alone(r, told)


def _of_stop_alone(r: Reading, told: Told) -> None:
    """After "because" a partial benefit, being well again, or something in words of no kind we know."""
    because, stop = told.because(), r.why["status"]
    cue = stop.cue
    if _answered_after(told, "partial", because, _CLOSE):
        r.reason = "inefficacy"
    elif _answered_after(told, "remission", because, _AT_ONCE):
        r.reason, cue = "other", "reason.well"
    else:
        stated = None if cue == "past.go_back" else stated_other(told.low, because, told.limit)
        r.reason = stated or "unknown"
    r.why["stop_reason"] = Why(cue, "explicit", stop.start, stop.end)


def _answered_after(told: Told, response: str, because: list[Hit], within: int) -> bool:
    """ "Because of an inadequate response": a response of that kind right after such a word."""
    answers = [g.hit for g in told.outcomes if g.hit.cue.sets.get("response") == response]
    return any(0 <= h.start - b.end < within for h in answers for b in because)
