"""What one sentence says of one drug name: status, response, reason, doses, times."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from fairtrial.records.notes.doses import FREQUENCY, Amount
from fairtrial.records.notes.effects import Effect
from fairtrial.records.notes.holders import Got, Holder
from fairtrial.records.notes.models import Mention, Why
from fairtrial.records.notes.times import DURATION, Times

PAST_SECTIONS = frozenset({"past_meds", "psych_history"})
_EVENTS_THEN = frozenset({"take.started", "take.switched_to", "take.treated", "trial.bare"})
CURRENT_SECTIONS = frozenset({"current_meds", "discharge_meds"})
DEFAULTS = {
    "past_meds": ("past", "inferred", 40), "current_meds": ("current", "inferred", 40),
    "discharge_meds": ("current", "inferred", 43), "family": ("family", "inferred", 85),
    "allergies": ("allergy", "inferred", 88), "psych_history": ("past", "default", 12),
}  # fmt: skip


@dataclass(slots=True)
class Reading:
    """One sentence's word on one name; ranks say how firmly."""

    names: list[Mention]
    drug: str
    place: int
    section: str
    status: str = "current"
    rank: int = 0
    why: dict[str, Why] = field(default_factory=dict)
    weak: bool = True
    experiencer: str = "patient"
    stop: str | None = None
    change: str | None = None
    response: str | None = None
    reason: str | None = None
    side_effect: str | None = None
    doses: list[Amount] = field(default_factory=list)
    dose_at: int = 0
    frequency: str | None = None
    tablets: float | None = None
    times: Times = field(default_factory=Times)
    indication: str | None = None
    conditional: bool = False
    listed: bool = False
    old: bool = False
    described: bool = False


def decide_status(r: Reading, got: list[Got], section: str) -> None:
    """Status by rank among the nearest cue before the name, every cue after it, and overrides anywhere."""
    events = _nearest([g for g in got if g.hit.cue.layer == "event"])
    again = max((g.hit.start for g in events if not g.ahead and g.hit.cue.sets.get("change") == "restarted"), default=-1)
    events = [g for g in events if g.ahead or g.hit.start >= again or g.hit.cue.sets.get("stop") != "done"] if again >= 0 else events
    overrides = [g for g in got if g.hit.cue.layer == "override"]
    times = [g for g in got if g.hit.cue.layer == "time"]
    ruling = max(events + overrides, key=lambda g: (_rank(g), g.hit.start), default=None)
    _default(r, section)
    if ruling is not None and _rank(ruling) > (r.rank if r.status in ("allergy", "family") else -1):
        _apply(r, ruling, section)
    _time(r, times, section)
    for g in events:
        if g.hit.cue.sets.get("stop") == "done" and r.status == "past":
            r.stop = "done"
        r.change = r.change or g.hit.cue.sets.get("change")
    r.conditional = any(g.hit.cue.sets.get("conditional") for g in got)
    if r.conditional and r.status == "current" and r.weak and r.change not in ("increased", "decreased"):
        r.status, r.rank = "planned", 46


def _nearest(events: list[Got]) -> list[Got]:
    ahead = [g for g in events if g.ahead]
    nearest = max(ahead, key=lambda g: g.hit.end, default=None)
    same = [g for g in ahead if nearest is not None and g.hit.start <= nearest.hit.start and g.hit.end >= nearest.hit.end]
    return same + [g for g in events if not g.ahead]


def _rank(g: Got) -> int:
    return g.hit.cue.rank - (2 if g.lasting else 0)


def _default(r: Reading, section: str) -> None:
    status, tier, rank = DEFAULTS.get(section, ("current", "default", 5))
    r.status, r.rank, r.weak = status, rank, tier == "default"
    r.listed = section == "past_meds"
    r.experiencer = "other" if status == "family" else "patient"
    at = r.names[0]
    if at.drug_class == "neurostim" and status == "current" and rank < 40:
        r.status = "past"
    r.why["status"] = Why(f"section.{section}" if section in DEFAULTS else "none", tier, at.start, at.end)  # type: ignore[arg-type]


def _apply(r: Reading, g: Got, section: str) -> None:
    sets: dict[str, Any] = g.hit.cue.sets
    status = sets["status"]
    weak = bool(sets.get("weak"))
    if status == "section":
        status, weak = ("planned" if section in ("plan", "assessment") else "past"), True
    if weak and section in PAST_SECTIONS and status == "current" and g.hit.cue.id in _EVENTS_THEN:
        status = "past"
    if weak and section in CURRENT_SECTIONS and status == "past":
        return
    r.status, r.rank, r.weak = status, g.hit.cue.rank, weak
    r.stop, r.change = sets.get("stop"), sets.get("change")
    r.why["status"] = Why(g.hit.cue.id, "explicit", g.hit.start, g.hit.end)


def _time(r: Reading, times: list[Got], section: str) -> None:
    for g in times:
        word = g.hit.cue.sets["time"]
        if word == "past" and r.weak and r.status == "current" and r.rank < 45 and r.change not in ("restarted", "increased"):
            r.status, r.rank, r.weak = "past", 45, True
            r.why["status"] = Why(g.hit.cue.id, "explicit", g.hit.start, g.hit.end)
        elif word == "now" and r.rank < 50 and r.stop is None and r.status in ("current", "past") and (r.weak or section == "past_meds"):
            r.status, r.rank, r.weak = "current", 47, False
            r.why["status"] = Why(g.hit.cue.id, "explicit", g.hit.start, g.hit.end)


def frequency_of(text: str, low: str, start: int, end: int) -> str | None:
    """The first frequency between two places, as written."""
    match = FREQUENCY.search(low, start, end)
    return text[match.start() : match.end()].strip() if match else None


GROUND = re.compile(r"\b(?:because|as)\s+(?!of\b|it\b|its\b|she\b|he\b|this\b|i\b|they\b|her\b|his\b|\d|then\b|a\b|january|february|march|april|may|june|july|august|september|october|november|december)")
_UNSURE = re.compile(r"\b(?:whether|if|unclear|unsure|not sure|hope|hopes|hoping|hopefully|wonders?|to see|see how|should|would|will|may|might|could|expected?|to determine|doubt\w*)\b(?!.*\b(?:but|and|that)\b)")


def _clause_before(low: str, at: int) -> str:
    """The words before a place back to the nearest stop, bracket or dash, at most 70 characters."""
    return re.split(r"[.;:(\n,]|\s-\s|\b(?:as|because|since|and)\b", low[max(0, at - 70) : at])[-1]


_PAID = re.compile(r"(?:[(:,;-]|because|due to|b/c|of|d/t|since|as)\s*(?:her |his |my |the |of )?$")
_MARKED = re.compile(r"[(:|=>,;-]\s*$")
_BECAUSE_END = re.compile(r"[;]|\.\s|\)|\b(?:but|and (?:then )?(?:was |is )?(?:started|switched|changed|now|placed|has|put|began))\b")
_FRAGMENT = re.compile(r"^[\s\W]*$")


def decide_outcome(low: str, r: Reading, holder: Holder, got: list[Got], effects: list[Effect], limit: int, followed: bool = False) -> None:
    """Response, reason and side effect from the outcome cues and side-effect words tied to the name."""
    outcomes = [g for g in got if g.hit.cue.layer == "outcome" and (not g.hit.cue.sets.get("bare") or _MARKED.search(low[max(holder.start, g.hit.start - 8) : g.hit.start]))]
    outcomes = [g for g in outcomes if g.ahead or not (g.hit.cue.sets.get("response") in ("response", "partial") and GROUND.search(low[holder.end : g.hit.start]))]
    outcomes = [g for g in outcomes if not (("response" in g.hit.cue.sets or "lost" in g.hit.cue.sets or g.hit.cue.sets.get("stop") == "implied") and _UNSURE.search(_clause_before(low, g.hit.start)))]
    sets = [(g, g.hit.cue.sets) for g in outcomes]
    stopped_implied = [g for g, s in sets if s.get("stop") == "implied"]
    clean = any(s.get("clean") for _, s in sets)
    if stopped_implied and r.status in ("current", "past") and r.rank < 62 and not (r.status == "current" and r.stop == "planned"):
        g = stopped_implied[0]
        r.status, r.rank, r.weak = "past", 62, False
        r.stop = "done"
        r.why["status"] = Why(g.hit.cue.id, "explicit", g.hit.start, g.hit.end)
    _respond(r, outcomes, got)
    if effects and not clean:
        first, last = effects[0], effects[0]
        for e in effects[1:]:
            if e.start - last.end < 25:
                last = e
        r.side_effect = low[first.start : last.end]
        r.why["side_effect"] = Why(f"effect.{first.tie}", "explicit", first.start, last.end)
    _reason(low, r, holder, outcomes, effects if not clean else [], limit, got, followed)


_PAST_TENSE = re.compile(r"\b(?:helped|worked|responded|improved|failed|did|didn't|didnt|made|caused|gave|lost|stopped|quit|pooped|wore|tried|gained|could|couldn't|felt|had|never|was|were|became|developed|lasted|took|hated|loved|liked|disliked|tolerated|experienced)\b")
_PRESENT = re.compile(r"\b(?:helps|works|is|are|has|makes|seems|does|doesn't|hasn't|have|still|not yet|yet|now|makes|feels|isn't|currently|current|continues|been|since|ongoing|present)\b")


def told_as_over(low: str, r: Reading, holder: Holder, got: list[Got], effects: list[Effect], limit: int, in_past: bool) -> None:
    """A name with only an outcome in the past tense, or with one after a dash, is a trial that is over."""
    if r.status != "current" or r.rank > (31 if in_past and r.weak else 12) or r.section in CURRENT_SECTIONS:
        return
    outcomes = [g.hit for g in got if g.hit.cue.layer == "outcome" and not (g.hit.cue.sets.get("bare") and g.hit.cue.sets["response"] != "none") and not g.hit.cue.sets.get("clean") and g.hit.cue.sets.get("reason") != "other"]
    places = [(h.start, h.end) for h in outcomes] + [(e.start, e.end) for e in effects if e.tie in ("strong", "mark", "comma")]
    if not places:
        dated = r.times.started
        if dated and re.search(r"\d{4}|/\d\d", dated[0]) and not re.search(r"\b(?:since|started|from|began|refill\w*|beginning)\W+(?:in )?$", low[max(0, dated[1] - 14) : dated[1]]) and r.section not in CURRENT_SECTIONS:
            r.status, r.rank, r.weak = "past", 21, True
            r.why["status"] = Why("times.dated", "inferred", dated[1], dated[2])
        return
    first = min(places)
    words = low[min(holder.end, first[0]) : max(first[1], holder.end)] if first[0] >= holder.end else low[max(0, first[0] - 24) : holder.start]
    if _PRESENT.search(low[holder.end : max(first[1], holder.end)]) or _PRESENT.search(low[first[0] : first[1]]):
        return
    bad = any(h.cue.sets.get("response") in ("none", "worse") or "reason" in h.cue.sets for h in outcomes) or bool(effects)
    dashed = re.search(r"[(:=|>,-]", low[holder.end : first[0]]) is not None if first[0] >= holder.end else False
    if _PAST_TENSE.search(words) or (dashed and (bad or r.times.duration or r.times.started or DURATION.search(low, holder.end, max(first[0], holder.end)))):
        r.status, r.rank, r.weak = "past", 20, True
        r.why["status"] = Why("past.told_as_over", "inferred", first[0], first[1])


def _respond(r: Reading, outcomes: list[Got], got: list[Got]) -> None:
    answers = [g for g in outcomes if "response" in g.hit.cue.sets]
    well = [g for g in got if g.hit.cue.layer == "event" and "response" in g.hit.cue.sets and not g.hit.cue.sets.get("failed")]
    if well and not answers:
        answers = well
    if answers:
        best = max(answers, key=lambda g: (g.hit.cue.rank, g.hit.end - g.hit.start))
        r.response = best.hit.cue.sets["response"]
        r.why["response"] = Why(best.hit.cue.id, "explicit", best.hit.start, best.hit.end)
        return
    failed = [g for g in got if g.hit.cue.sets.get("failed")]
    if failed:
        r.response = "none"
        r.why["response"] = Why(failed[0].hit.cue.id, "explicit" if not failed[0].lasting else "inferred", failed[0].hit.start, failed[0].hit.end)


def _reason(low: str, r: Reading, holder: Holder, outcomes: list[Got], effects: list[Effect], limit: int, got: list[Got], followed: bool) -> None:
    if r.status == "never":
        paid = [g.hit for g in outcomes if g.hit.cue.sets.get("reason") == "cost" and _PAID.search(low[max(holder.end, g.hit.start - 16) : g.hit.start])]
        if paid:
            r.reason, r.why["stop_reason"] = "cost", Why(paid[0].cue.id, "explicit", paid[0].start, paid[0].end)
        return
    if r.status not in ("past", "family", "current", "allergy") or (r.status == "current" and r.stop != "planned"):
        return
    found = [(g.hit.start, g.hit.cue.sets["reason"], g.hit.cue.id, g.hit.end) for g in outcomes if g.hit.cue.sets.get("reason")]
    found += [(g.hit.start, g.hit.cue.sets["reason"], g.hit.cue.id, g.hit.end) for g in got if g.hit.cue.layer == "event" and g.hit.cue.sets.get("reason")]
    found += [(e.start, "side_effect", f"effect.{e.tie}", e.end) for e in effects]
    strong = [f for f in found if f[1] != "other"]
    stopped = r.stop is not None
    stopped_implied = any(g.hit.cue.sets.get("stop") == "implied" for g in outcomes)
    none = r.response == "none"
    failed_only = none and not any(g.hit.cue.sets.get("response") == "none" for g in outcomes)
    because = [g.hit for g in got if g.hit.cue.sets.get("because")]
    after = [f for f in found if any(0 <= f[0] - b.end < 60 for b in because)]
    ranked = {"cost": 0, "side_effect": 1, "inefficacy": 2, "other": 3}
    pick: tuple[int, str, str, int] | None = None
    if stopped and after:
        pick = min(after, key=lambda f: (ranked[f[1]], f[0]))
    elif any(f[1] == "cost" for f in strong) and stopped:
        pick = next(f for f in strong if f[1] == "cost")
    elif strong and (stopped or stopped_implied or r.status == "past"):
        if stopped or stopped_implied or any(f[2] != "effect.weak" for f in strong):
            pick = min(strong)
    elif found and stopped:
        pick = min(found)
    if pick is not None and pick[1] == "cost" and not stopped:
        pick = None
    if r.status == "current":
        r.reason = min(after, key=lambda f: (ranked[f[1]], f[0]))[1] if after else _stated_other(low, [b for b in because if low[b.start : b.end] != "after"] + [b for b in because if re.match(r"(?:since|as) (?:it|this|she|he|the)\b", low[b.start :])], limit)
        if r.reason:
            r.why["stop_reason"] = Why("reason.because", "explicit", because[0].start, because[0].end)
        return
    if pick is not None:
        r.reason = pick[1]
        r.why["stop_reason"] = Why(pick[2], "explicit", pick[0], pick[3])
        if failed_only and pick[1] != "inefficacy":
            r.response = None
        return
    if r.status == "allergy":
        return
    if (followed and not stopped and not r.listed) or (r.drug in ("ketamine", "ect", "tms") and not stopped):
        return
    if r.status == "past" and (none or (r.response == "worse")) and not (r.response == "worse" and not stopped):
        kind = "inefficacy" if none else "side_effect"
        r.reason = kind
        why = r.why["response"]
        r.why["stop_reason"] = Why(why.cue, "explicit" if stopped else "inferred", why.start, why.end)
    elif stopped and r.stop == "done" and r.status == "past":
        if any("response" in g.hit.cue.sets and g.hit.cue.sets["response"] == "partial" and any(0 <= g.hit.start - b.end < 30 for b in because) for g in outcomes):
            r.reason = "inefficacy"
        else:
            stated = None if r.why["status"].cue == "past.go_back" else _stated_other(low, because, limit)
            r.reason = stated or "unknown"
        w = r.why["status"]
        r.why["stop_reason"] = Why(w.cue, "explicit", w.start, w.end)


_AFTER_WHAT = re.compile(r"\s+(?:her|his|my|the|an?|becoming|getting|having) (?!(?:few|couple|week|month|day|year|short|while|long|brief|first|single|dose|second|half)\b)[a-z]")
_LOOSE_BECAUSE = frozenset({"after", "when", "once", "as", "so", "from", "for", "since", "out of", "following"})


def _stated_other(low: str, because: list[Any], limit: int) -> str | None:
    """A reason is given but in words of no kind we know."""
    for hit in because:
        if low[hit.start : hit.end] == "after" and _AFTER_WHAT.match(low, hit.end, limit):
            return "other"
        if (low[hit.start : hit.end] not in _LOOSE_BECAUSE or re.match(r"(?:since|as) (?:it|this|she|he|the)\b", low[hit.start :])) and len(low[hit.end : limit].strip(" .;)")) > 3:
            return "other"
    return None
