"""What happened to people at this step of STAR*D: context for the clinician, never a forecast."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.facts.evidence import Step, in_100
from fairtrial.facts.models import Number
from fairtrial.findings import Findings
from fairtrial.outlook.recorded import sourced

RULE, COUNTED_BY = "FT511", "stard-step"
NEVER = "About groups of people in a study; it says nothing about what will happen to this person."


def expectation(found: Findings, facts: Facts) -> dict[str, object]:
    """The steps with both readings as natural frequencies, and the step that this person may stand at."""
    known = facts.expectation
    least, most = _next_step(found)
    return {
        "rule": RULE,
        "sentence": known.sentence,
        "never": NEVER,
        "next_step": {"least": least, "most": most},
        "beyond": least is not None and least > len(known.steps),
        "counted_by": COUNTED_BY,
        "steps": [_step(step, least, most) for step in known.steps],
        "dispute": {"value": known.dispute.value, **sourced(known.dispute)},
        "reply": {"value": known.reply.value, **sourced(known.reply)},
    }


def _next_step(found: Findings) -> tuple[int | None, int | None]:
    """One more than the steps so far, least and most; null where that definition was not asked for."""
    columns = [f"{COUNTED_BY}|{side}" for side in ("least", "most")]
    if not set(columns) <= set(found.resistance.columns):
        return None, None
    if found.resistance.height == 0:
        return 1, 1
    least, most = found.resistance.select(columns).row(0)
    return int(least) + 1, int(most) + 1


def _step(step: Step, least: int | None, most: int | None) -> dict[str, object]:
    here = least is not None and most is not None and least <= step.step <= most
    return {
        "step": step.step,
        "may_be_here": here,
        "people": _number(step.people),
        "remission": _frequency(step.remission_percent),
        "cumulative_if_nobody_left": _frequency(step.cumulative_if_nobody_left_percent),
        "cumulative_observed": _frequency(step.cumulative_observed_percent),
        "cumulative_in_reanalysis": _frequency(step.reanalysis_cumulative_percent),
    }


def _number(value: Number) -> dict[str, object]:
    return {"value": value.value, **sourced(value)}


def _frequency(percent: Number | None) -> dict[str, object] | None:
    return None if percent is None else {"in_100": in_100(percent.value), **sourced(percent)}
