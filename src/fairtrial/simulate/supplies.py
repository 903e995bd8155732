"""Supplies handed out for one treatment, one after the other: early refills, gaps, dose steps, and where
it ends.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairtrial.simulate.preset import Arm, Course
from fairtrial.simulate.streams import Flags, Floats, Streams, Whole, spread
from fairtrial.simulate.traits import Traits

MOST_SUPPLIES = 24
"""Room for supplies of one treatment; the longest course of a preset needs fewer (checked while drawing)."""


@dataclass(frozen=True)
class Supplies:
    """Per person a row; per supply a column. Days since 1970. ``taken_to`` is half-open."""

    filled_on: Whole
    taken_from: Whole
    taken_to: Whole
    days: Whole
    dose_mg: Floats
    used: Flags
    """Which columns were really handed out."""
    stopped_on: Whole


def refill_gaps(streams: Streams, step: int, traits: Traits, course: Course) -> Whole:
    """Days between the end of a supply and the next fill, below 0 when refilled early; for every person."""
    share = streams.uniform(f"gap {step}", MOST_SUPPLIES)
    early = streams.uniform(f"early {step}", MOST_SUPPLIES) * 100 < course.early_refill_percent.value
    usual = spread(share, course.usual_gap_days)
    ahead = -spread(share, course.early_refill_days)
    poor = spread(share, course.poor_gap_days)
    return np.where(traits.poor_adherence[:, None], poor, np.where(early, ahead, usual))


def hand_out(
    start: Whole,
    target_days: Whole,
    gaps: Whole,
    leaves: Flags,
    supply_days: Whole,
    doses: Floats,
    raised_every: int,
) -> Supplies:
    """Supplies from ``start`` until ``target_days`` are over.

    ``leaves``: stops on the last target day, else when the last supply is used up. ``doses``: one row of
    dose steps per
    person. Raises ValueError when a course needs more supplies than there is room for.
    """
    waits = np.maximum(gaps, 0)
    waits[:, 0] = 0
    each = supply_days[:, None]
    offset = np.cumsum(waits, axis=1) + each * np.arange(MOST_SUPPLIES)
    used = offset < target_days[:, None]
    if used[:, -1].any():
        raise ValueError("a course of this preset needs more supplies than there is room for; shorten it.")
    taken_from = start[:, None] + offset
    last_end = np.where(used, taken_from + each, 0).max(axis=1)
    stopped_on = np.where(leaves, np.minimum(last_end, start + target_days), last_end)
    early = np.minimum(gaps, 0)
    early[:, 0] = 0
    level = np.minimum(offset // raised_every, doses.shape[1] - 1)
    return Supplies(
        filled_on=taken_from + early,
        taken_from=taken_from,
        taken_to=np.minimum(taken_from + each, stopped_on[:, None]),
        days=np.broadcast_to(each, offset.shape),
        dose_mg=np.take_along_axis(doses, level, axis=1),
        used=used,
        stopped_on=stopped_on,
    )


def dose_steps(arms: list[Arm], chosen: Whole, low_dose: Flags) -> Floats:
    """One row of dose steps per person, for the arm each was given; those kept low stay on the first."""
    width = max(len(arm.doses_mg_per_day) for arm in arms)
    table = np.array(
        [[arm.doses_mg_per_day[min(i, len(arm.doses_mg_per_day) - 1)] for i in range(width)] for arm in arms]
    )
    doses = table[chosen]
    return np.where(low_dose[:, None], doses[:, :1], doses)
