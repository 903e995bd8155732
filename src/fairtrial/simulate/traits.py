"""What stays the same about an invented person: age, sex, tendencies and habits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairtrial.facts import Facts
from fairtrial.facts.pathways import antidepressant_pathways
from fairtrial.simulate.preset import Preset, Spread
from fairtrial.simulate.streams import Flags, Floats, Streams, Whole

OTHER = "other"
"""The messenger of drugs that act on none that counts for depression."""


@dataclass(frozen=True)
class Traits:
    """One entry per person; ``sensitivity`` has one column per messenger, in standard deviations."""

    age_years: Whole
    female: Flags
    severity: Whole
    sensitivity: Floats
    speed: Floats
    poor_adherence: Flags
    low_dose: Flags
    long_supplies: Flags
    first_start_days: Whole
    """Days before the day of the review on which the first treatment began."""


def traits(streams: Streams, preset: Preset, facts: Facts) -> Traits:
    """Draw the persons of a block."""
    course = preset.course
    speed = course.speed.least + streams.one("speed") * (course.speed.most - course.speed.least)
    return Traits(
        age_years=streams.within("age", course.age_years)[:, 0],
        female=streams.happens("sex", course.female_percent.value),
        severity=cut_off(streams.normal("severity")[:, 0], preset.severity_at_start),
        sensitivity=streams.normal("sensitivity", len(messengers(facts))),
        speed=speed,
        poor_adherence=streams.happens("adherence", course.poor_adherence_percent.value),
        low_dose=streams.happens("low dose", course.low_dose_percent.value),
        long_supplies=streams.happens("long supply", course.long_supply_percent.value),
        first_start_days=1
        + (streams.one("first start") * course.first_start_within_days.value).astype(np.int64),
    )


def cut_off(normal: Floats, spread: Spread) -> Whole:
    """Standard normal numbers as whole scores within a spread."""
    scores = np.rint(spread.mean + spread.deviation * normal)
    return np.clip(scores, spread.least, spread.most).astype(np.int64)


def messengers(facts: Facts) -> list[str]:
    """Every messenger group of the knowledge through which a drug may treat depression, and one for the
    rest.
    """
    return [*sorted({p.group for p in facts.pathways.values() if p.antidepressant}), OTHER]


def loading(drug: str, facts: Facts) -> Floats:
    """How a drug's tendency is made of those of its messengers; the squares add up to 1."""
    groups = {facts.pathways[name].group for name in antidepressant_pathways(drug, facts)}
    weights = np.array([float(name in (groups or {OTHER})) for name in messengers(facts)])
    return np.asarray(weights / np.sqrt(weights.sum()))
