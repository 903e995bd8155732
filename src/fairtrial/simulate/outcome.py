"""What one step does for each person who enters it: remission, partial benefit or none, side effects,
relapse.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from fairtrial.simulate.preset import Course, Preset
from fairtrial.simulate.streams import Flags, Floats, Streams, Whole
from fairtrial.timeline.day_numbers import DAYS_PER_WEEK

NEVER = 1 << 20
"""A day that no course reaches."""


class Edges(NamedTuple):
    """The highest score of a scale that is remission, and the highest there is."""

    remission_at_most: int
    most: int


@dataclass(frozen=True)
class Outcome:
    """One entry per person of the block. Scores are whole; days count from the start of the step."""

    tendency: Floats
    remits: Flags
    intolerant: Flags
    quits: Flags
    relapses: Flags
    acute_days: Whole
    relapse_on_day: Whole
    target_days: Whole
    end: Whole
    after_relapse: Whole


def outcome(
    streams: Streams,
    step: int,
    preset: Preset,
    tendency: Floats,
    before: Whole,
    worst: Whole,
    scale: Edges,
) -> Outcome:
    """Draw a step. ``before``: score at its start; ``worst``: the highest start score a relapse must come
    back to.
    """
    numbers, course = preset.steps[step], preset.course
    remits = tendency > numbers.remission_threshold.value
    left = 100 - numbers.remission_percent.value
    intolerant = ~remits & streams.happens(
        f"side effect {step}", 100 * numbers.intolerance_percent.value / left
    )
    quits = ~remits & ~intolerant & streams.happens(f"quits {step}", course.quits_percent.value)
    relapses = remits & streams.happens(f"relapse {step}", numbers.relapse_percent.value)
    acute = streams.within(f"acute {step}", course.acute_weeks)[:, 0] * DAYS_PER_WEEK
    stays = streams.within(f"maintenance {step}", course.maintenance_days)[:, 0]
    relapse_on = np.where(relapses, acute + stays, NEVER)
    target = np.select(
        [intolerant, quits, relapses, remits],
        [
            streams.within(f"side effect day {step}", course.side_effect_days)[:, 0],
            streams.within(f"quits day {step}", course.quits_days)[:, 0],
            relapse_on + int(course.taken_after_relapse_days.value),
            acute + stays,
        ],
        acute,
    )
    beyond = tendency - numbers.remission_threshold.value
    end = _end(streams, step, course, remits, beyond, before, scale)
    back = np.minimum(np.ceil(course.back_after_relapse.value * worst).astype(np.int64), scale.most)
    shortened, early = _persistence(streams, step, preset, target)
    return Outcome(
        tendency=tendency,
        remits=remits,
        intolerant=intolerant & ~early,
        quits=quits | early,
        relapses=relapses & (shortened > relapse_on),
        acute_days=acute,
        relapse_on_day=relapse_on,
        target_days=shortened,
        end=end,
        after_relapse=back,
    )


def _end(
    streams: Streams, step: int, course: Course, remits: Flags, beyond: Floats, before: Whole, scale: Edges
) -> Whole:
    """Score at the end of the acute weeks; those nearer to remission get nearer to it."""
    well = np.floor(
        streams.one(f"well {step}") * (np.minimum(scale.remission_at_most, before // 2) + 1)
    ).astype(np.int64)
    nearness = np.exp(np.minimum(beyond, 0.0))
    jitter = course.change_jitter.value * (streams.one(f"change {step}") - 0.5)
    worst, best = course.change_without_remission.least, course.change_without_remission.most
    change = np.clip(worst + (best - worst) * nearness**2 + jitter, worst, best)
    unwell = np.clip(np.rint(before * (1 - change)).astype(np.int64), scale.remission_at_most + 1, scale.most)
    return np.where(remits, well, unwell)


def _persistence(streams: Streams, step: int, preset: Preset, target: Whole) -> tuple[Whole, Flags]:
    """Where the preset says how long people go on, that rules; returns the days and who was cut short by
    it.
    """
    under, over = preset.course.persists_under_30_percent, preset.course.persists_over_90_percent
    if under is None or over is None:
        return target, np.zeros(len(target), dtype=np.bool_)
    draw, within = streams.one(f"persists {step}") * 100, streams.one(f"persists day {step}")
    short, long = draw < under.value, draw >= 100 - over.value
    days = np.select(
        [short, long],
        [1 + (within * 29).astype(np.int64), np.maximum(target, 91)],
        30 + (within * 61).astype(np.int64),
    )
    return days, days < target


def severity_on(day: Floats | Whole, before: Whole, result: Outcome, speed: Floats) -> Whole:
    """The score on days counted from the start (one row per person): towards the end of the acute weeks,
    flat, relapse.
    """
    done = np.clip(day / result.acute_days[:, None], 0.0, 1.0)
    curve = 1.0 - (1.0 - done) ** speed[:, None]
    path = np.rint(before[:, None] + (result.end - before)[:, None] * curve).astype(np.int64)
    lost = result.relapses[:, None] & (day >= result.relapse_on_day[:, None])
    return np.where(lost, result.after_relapse[:, None], path)
