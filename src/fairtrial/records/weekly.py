"""Products that are taken once a week: by their label they continue a daily dose, so a week's seventh is their least."""

from __future__ import annotations

import functools
from dataclasses import replace

import polars as pl

from fairtrial.facts import Facts
from fairtrial.tables import History

_ROUNDED = 0.01
"""Mg a day by which a seventh may have been rounded (our choice)."""
_DAYS_PER_WEEK = 7


def with_weekly_doses(history: History, facts: Facts) -> History:
    """The history in which a dose that is a weekly product's may be as much as the daily dose that it continues."""
    if not history.uses.height:
        return history
    return replace(history, uses=history.uses.with_columns(_most(facts)))


@functools.cache
def _most(facts: Facts) -> pl.Expr:
    least, most = pl.col("dose_mg_per_day_least"), pl.col("dose_mg_per_day_most")
    for drug in facts.drugs.values():
        weekly, daily = drug.doses.weekly_mg, drug.doses.weekly_continues_mg_per_day
        if weekly is not None and daily is not None:
            seventh = weekly.value / _DAYS_PER_WEEK
            is_weekly = (pl.col("drug") == drug.drug) & ((least - seventh).abs() < _ROUNDED) & (least == most)
            most = pl.when(is_weekly).then(daily.value).otherwise(most)
    return most.alias("dose_mg_per_day_most")
