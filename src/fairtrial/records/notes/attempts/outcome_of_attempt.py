"""What came of one attempt, from all its readings: those of the leading reading hold, then the last ones told."""

from __future__ import annotations

from typing import NamedTuple

from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.reading import Reading


class Outcome(NamedTuple):
    """Response, reason for stopping and side effect of an attempt."""

    response: str | None
    reason: str | None
    side_effect: str | None


def outcome_of(text: str, group: list[Reading], lead: Reading, why: dict[str, Why]) -> Outcome:
    """The outcome of an attempt; what decided each field is added to ``why``."""
    response = _first(group, lead, "response", why)
    reason = _reason(text, group, lead, response, why)
    told = _first(group, lead, "side_effect", why) is not None
    if lead.status in ("never", "negated", "planned"):
        return Outcome(None, reason, None)
    words = text[why["side_effect"].start : why["side_effect"].end] if told else None
    return Outcome(response, reason, words)


def _reason(
    text: str, group: list[Reading], lead: Reading, response: str | None, why: dict[str, Why]
) -> str | None:
    """The reason told, or else the harm or the missing benefit that is told of the drug."""
    reason = None
    if lead.stop == "planned":
        reason = _first([lead], lead, "reason", why)
        reason = reason or _no_benefit_before(text, group, lead, why) or _harm_before(text, group, lead, why)
    elif lead.status in ("past", "family", "never"):
        reason = _first(group, lead, "reason", why)
    if reason == "unknown" and lead.status == "past":
        harmed = [r for r in group if _is_harmed(r)]
        if harmed:
            reason, why["stop_reason"] = "side_effect", harmed[0].why["side_effect"]
        elif response == "none":
            reason, why["stop_reason"] = "inefficacy", why["response"]
    return reason


def _is_harmed(r: Reading) -> bool:
    return "side_effect" in r.why and r.why["side_effect"].cue == "effect.strong"


def _is_held(text: str, lead: Reading) -> bool:
    """ "Hold X": no stop for good."""
    return "hold" in text[lead.why["status"].start : lead.why["status"].end].lower()


def _harm_before(text: str, group: list[Reading], lead: Reading, why: dict[str, Why]) -> str | None:
    """A side effect told of the drug before the plan to stop it is why, unless the plan is only to hold it."""
    harmed = [r for r in group if _is_harmed(r) and r.place < lead.place]
    if not harmed or _is_held(text, lead) or lead.change == "stop_suggested":
        return None
    why["stop_reason"] = harmed[-1].why["side_effect"]
    return "side_effect"


def _no_benefit_before(text: str, group: list[Reading], lead: Reading, why: dict[str, Why]) -> str | None:
    """No benefit told before the plan to stop is why; a dose that is only held says no reason."""
    if _is_held(text, lead):
        return None
    told = [r for r in group if r.status in ("current", "past") and r.response in ("none", "worse")]
    if not told:
        return None
    why["stop_reason"] = told[0].why["response"]
    return "inefficacy"


def _first(group: list[Reading], lead: Reading, attribute: str, why: dict[str, Why]) -> str | None:
    key = "stop_reason" if attribute == "reason" else attribute
    order = [lead, *reversed(group)]
    values = [(getattr(r, attribute), r) for r in order if getattr(r, attribute) is not None]
    if not values:
        return None
    value, r = next(((v, r) for v, r in values if v != "unknown"), values[0])
    if key in r.why:
        why[key] = r.why[key]
    return str(value)
