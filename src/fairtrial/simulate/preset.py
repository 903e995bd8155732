"""Presets: every number that shapes the invented lives and records, as data with source and standing."""

from __future__ import annotations

import functools
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import Field

from fairtrial.facts.files import KnowledgeError, checked, read
from fairtrial.facts.models import Number, Range, Sourced, Strict, Text


class Spread(Sourced):
    """A normal distribution cut off at both ends."""

    mean: float
    deviation: float
    least: float
    most: float


class Days(Sourced):
    """Days counted from a start."""

    value: list[int]


class Span(Range):
    """A range with both ends."""

    least: float
    most: float


class Arm(Sourced):
    """A drug that a step may give; ``added`` keeps the drug before it going."""

    drug: str
    added: bool
    weight: float
    doses_mg_per_day: list[float] = Field(min_length=1)


class Step(Strict):
    """One treatment step: shares in percent, of those who enter it unless the name says otherwise."""

    remission_percent: Number
    remission_threshold: Number
    intolerance_percent: Number
    relapse_percent: Number
    continues_percent: Number
    arms: list[Arm]


class Course(Strict):
    """What shapes the hidden lives."""

    age_years: Span
    female_percent: Number
    change_without_remission: Span
    change_jitter: Number
    back_after_relapse: Number
    taken_after_relapse_days: Number
    pathway_share: Number
    acute_weeks: Span
    speed: Span
    side_effect_days: Span
    quits_percent: Number
    quits_days: Span
    maintenance_days: Span
    low_dose_percent: Number
    raised_every_days: Number
    poor_adherence_percent: Number
    supply_days: Number
    long_supply_days: Number
    long_supply_percent: Number
    early_refill_percent: Number
    early_refill_days: Span
    usual_gap_days: Span
    poor_gap_days: Span
    leaves_supply_percent: Number
    wait_days: Span
    break_percent: Number
    break_days: Span
    visits_on_days: Days
    first_start_within_days: Number
    persists_under_30_percent: Number | None = None
    persists_over_90_percent: Number | None = None


class Kept(Strict):
    """What a record system keeps of a life; shares in percent."""

    has_fills_percent: Number
    has_orders_percent: Number
    has_scores_percent: Number
    score_kept_percent: Number
    visit_coded_percent: Number
    fill_kept_percent: Number
    dose_kept_percent: Number
    supply_kept_percent: Number
    stop_kept_percent: Number
    stop_reason_kept_percent: Number
    told_percent: Number
    told_month_percent: Number
    told_year_percent: Number
    unfilled_percent: Number
    unfilled_known_percent: Number
    unfilled_drug: Text
    unfilled_dose_mg_per_day: Number
    psychotherapy_days: Number
    psychotherapy_sessions: Span
    psychotherapy_percent: Number


class Preset(Strict):
    """One way to invent people."""

    preset: str
    sentence: str
    extends: str | None
    scale: str
    severity_at_start: Spread
    steps: list[Step]
    course: Course
    records: Kept


def presets() -> list[str]:
    """Names of the shipped presets."""
    return sorted(
        entry.name.removesuffix(".yaml") for entry in _folder().iterdir() if entry.name.endswith(".yaml")
    )


@functools.cache
def preset(name: str) -> Preset:
    """A shipped preset. Raises KnowledgeError when there is none of that name."""
    if name not in presets():
        raise KnowledgeError(f"preset '{name}' is not known; choose one of {', '.join(presets())}.")
    return checked(_folder() / f"{name}.yaml", Preset, _whole(name))


def _folder() -> Traversable:
    return files("fairtrial") / "knowledge" / "simulate"


def _whole(name: str) -> dict[str, Any]:
    """The file's values over those of the preset it extends."""
    own: dict[str, Any] = read(_folder() / f"{name}.yaml")
    parent = _whole(own["extends"]) if own.get("extends") else {}
    found = _over(parent, {key: value for key, value in own.items() if key != "remission"})
    for step, remission in zip(found["steps"], own.get("remission", []), strict=False):
        step.update(remission_percent=remission["percent"], remission_threshold=remission["threshold"])
    return found


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """``above`` laid over ``below``; the parts of a course or of records are laid over one by one."""
    parts: dict[str, Any] = {
        key: {**below.get(key, {}), **above[key]} for key in ("course", "records") if key in above
    }
    return {**below, **above, **parts}
