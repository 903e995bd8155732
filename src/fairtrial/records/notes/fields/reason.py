"""Why a drug was stopped."""

from __future__ import annotations

import re
from typing import Any

from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.effect_ties import Effect
from fairtrial.records.notes.spans.holders import Got, Holder
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.words.cues import Hit

_PAID = re.compile(r"(?:[(:,;-]|because|due to|b/c|of|d/t|since|as)\s*(?:her |his |my |the |of )?$")


def reason(
    low: str,
    r: Reading,
    holder: Holder,
    outcomes: list[Got],
    effects: list[Effect],
    limit: int,
    got: list[Got],
    followed: bool,
) -> None:
    """Set why the drug was stopped, where stopping is stated or a list says it did not help."""
    if r.status == "never":
        paid = [
            g.hit
            for g in outcomes
            if g.hit.cue.sets.get("reason") == "cost"
            and _PAID.search(low[max(holder.end, g.hit.start - 16) : g.hit.start])
        ]
        if paid:
            r.reason, r.why["stop_reason"] = (
                "cost",
                Why(paid[0].cue.id, "explicit", paid[0].start, paid[0].end),
            )
        return
    if r.status not in ("past", "family", "current", "allergy") or (
        r.status == "current" and r.stop != "planned"
    ):
        return
    found = [
        (g.hit.start, g.hit.cue.sets["reason"], g.hit.cue.id, g.hit.end)
        for g in outcomes
        if g.hit.cue.sets.get("reason")
    ]
    found += [
        (g.hit.start, g.hit.cue.sets["reason"], g.hit.cue.id, g.hit.end)
        for g in got
        if g.hit.cue.layer == "event" and g.hit.cue.sets.get("reason")
    ]
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
    listed = r.status == "past" and pick is not None and _PAID.search(low[max(0, pick[0] - 3) : pick[0]])
    if pick is not None and pick[1] == "cost" and not stopped and not listed:
        pick = None
    if r.status == "current":
        r.reason = (
            min(after, key=lambda f: (ranked[f[1]], f[0]))[1]
            if after
            else "side_effect"
            if any(x.tie == "mark" for x in effects)
            else "inefficacy"
            if (none or _lost(outcomes)) and not effects and (not because or _unhelped(outcomes, because))
            else _stated_other(
                low,
                [b for b in because if low[b.start : b.end] != "after"]
                + [b for b in because if re.match(r"(?:since|as) (?:it|this|she|he|the)\b", low[b.start :])],
                limit,
            )
        )
        if r.reason:
            told = because[0] if because else next((x for x in effects if x.tie == "mark"), r.why["status"])
            r.why["stop_reason"] = Why("reason.because", "explicit", told.start, told.end)
        return
    if pick is not None:
        r.reason = pick[1]
        r.why["stop_reason"] = Why(pick[2], "explicit", pick[0], pick[3])
        if failed_only and pick[1] != "inefficacy":
            r.response = None
        return
    if r.status == "allergy":
        return
    if (followed and not stopped and not r.listed and (r.weak or r.status != "past")) or (
        r.drug in ("ketamine", "ect", "tms") and not stopped
    ):
        return
    if (
        r.status == "past"
        and (none or (r.response == "worse"))
        and not (r.response == "worse" and not stopped)
    ):
        kind = "inefficacy" if none else "side_effect"
        r.reason = kind
        why = r.why["response"]
        r.why["stop_reason"] = Why(why.cue, "explicit" if stopped else "inferred", why.start, why.end)
    elif stopped and r.stop == "done" and r.status == "past":
        if any(
            "response" in g.hit.cue.sets
            and g.hit.cue.sets["response"] == "partial"
            and any(0 <= g.hit.start - b.end < 30 for b in because)
            for g in outcomes
        ):
            r.reason = "inefficacy"
        else:
            if any(
                g.hit.cue.sets.get("response") == "remission"
                and any(0 <= g.hit.start - b.end < 24 for b in because)
                for g in outcomes
            ):
                r.reason = "other"
                r.why["stop_reason"] = Why(
                    "reason.well", "explicit", r.why["status"].start, r.why["status"].end
                )
                return
            stated = None if r.why["status"].cue == "past.go_back" else _stated_other(low, because, limit)
            r.reason = stated or "unknown"
        w = r.why["status"]
        r.why["stop_reason"] = Why(w.cue, "explicit", w.start, w.end)


def _unhelped(outcomes: list[Got], because: list[Hit]) -> bool:
    """ "Because of an inadequate response": the reason given is that it did not help."""
    return any(
        g.hit.cue.sets.get("response") == "none" and any(0 <= g.hit.start - b.end < _NEAR for b in because)
        for g in outcomes
    )


def _lost(outcomes: list[Got]) -> bool:
    """ "Discontinue X, no longer effective"."""
    return any(g.hit.cue.sets.get("lost") for g in outcomes)


_NEAR = 60
"""Characters between a word such as "because" and the reason, at most (our choice)."""


_AFTER_WHAT = re.compile(
    r"\s+(?:(?:graduat|mov|leav|los|finish|deliver|recover|improv|chang|reading|hearing)\w*|(?:her|his|my|the|an?|becoming|getting|having) (?!(?:few|couple|week|month|day|year|short|"
    r"while|long|brief|first|single|dose|second|half)\b)[a-z])"
)


_LOOSE_BECAUSE = frozenset(
    {"after", "when", "once", "as", "so", "from", "for", "since", "out of", "following"}
)


def _stated_other(low: str, because: list[Any], limit: int) -> str | None:
    """A reason is given but in words of no kind we know."""
    for hit in because:
        if low[hit.start : hit.end] == "after" and (
            _AFTER_WHAT.match(low, hit.end, limit)
            or re.match(r"\s+[a-z]+\s*(?:[.;,)]|$)", low[hit.end : limit])
        ):
            return "other"
        if (
            low[hit.start : hit.end] not in _LOOSE_BECAUSE
            or re.match(r"(?:since|as) (?:it|this|she|he|the)\b", low[hit.start :])
        ) and len(low[hit.end : limit].strip(" .;)")) > 3:
            return "other"
    return None
