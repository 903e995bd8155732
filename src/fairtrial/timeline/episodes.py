"""The current episode: as stated, or the latest stretch of use, depressive scores or diagnoses without a long
break."""

from __future__ import annotations

import functools
from datetime import date

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.day_numbers import day_number
from fairtrial.timeline.intervals import (
    FAR_DAYS,
    computed,
    days,
    new_group,
    running_most,
)

DEPRESSION = ("major_depression", "psychotic_depression", "dysthymia")


def episodes(
    trials: pl.DataFrame,
    scores: pl.DataFrame,
    conditions: pl.DataFrame,
    scales: pl.DataFrame,
    as_of: date,
    facts: Facts,
) -> pl.DataFrame:
    """One row per person with any sign of depression: episode_start_least, episode_start_most (days since
    1970).

    Least counts every sign as long as it may have lasted, and lets signs without a date bridge what they can;
    most counts only what is certain. So the true start under the 26-week rule lies between them.
    """
    today = day_number(as_of)
    gap = int(facts.number("episode_break_days"))
    parts = [_uses(trials.lazy())]
    if scores.height:
        parts.append(_depressive_scores(scores.lazy(), scales.lazy()))
    if conditions.height:
        parts.append(_diagnoses(conditions.lazy()))
    told = computed(pl.concat(parts).filter(_begun(today)).with_columns(_CORE, _UNDATED)).lazy()
    people = computed(told.group_by("person_id").agg(_lead(gap)).with_columns(_WHO)).lazy()
    signs = computed(told.join(people, on="person_id").drop("person_id"))
    earliest, latest = _earliest(signs, gap), _latest(signs.lazy(), gap, today)
    return computed(
        people.join(earliest, on="who", how="left").join(latest, on="who", how="left").select(_BOUNDS)
    )


_WHO = pl.row_index("who").cast(pl.Int64)
"""Persons as whole numbers, which sort many times faster than words."""
_BOUNDS = [
    pl.col("person_id"),
    (pl.col("begin") - pl.col("lead")).alias("episode_start_least"),
    pl.col("episode_start_most"),
]


@functools.cache
def _begun(today: int) -> pl.Expr:
    return pl.col("begin_least").fill_null(today) <= today


_CORE = ((pl.col("end_least") >= pl.col("begin_most")) & pl.col("sure")).fill_null(False).alias("core")
"""Certainly a sign, on days that are certain."""
_UNDATED = pl.col("begin_least").is_null().alias("undated")

_AS_SIGN = [
    pl.col("person_id"),
    pl.col("start_least").alias("begin_least"),
    pl.col("start_most").alias("begin_most"),
    pl.col("stop_least").alias("end_least"),
    pl.col("stop_most").alias("end_most"),
    pl.col("days_most"),
    pl.col("counts_as_trial").is_not_null().alias("sure"),
]
"""A medicine of which records name only another purpose may be no sign of depression."""


def _uses(trials: pl.LazyFrame) -> pl.LazyFrame:
    return trials.filter(pl.col("counts_as_trial").fill_null(True)).select(_AS_SIGN)


def _points(least: str, most: str, sure: pl.Expr) -> list[pl.Expr]:
    """A sign on one day, or on one unknown day between two; ``sure`` is false where it may be no sign at
    all."""
    return [
        pl.col("person_id"),
        days(least).alias("begin_least"),
        days(most).alias("begin_most"),
        days(least).alias("end_least"),
        days(most).alias("end_most"),
        pl.lit(0, pl.Int64).alias("days_most"),
        sure.alias("sure"),
    ]


_SCORED = _points("on_least", "on_most", pl.col("total").is_not_null())
_DEPRESSIVE = (pl.col("total") >= pl.col("depressed_from")).fill_null(True)


def _depressive_scores(scores: pl.LazyFrame, scales: pl.LazyFrame) -> pl.LazyFrame:
    totals = scores.filter(pl.col("item").is_null()).join(scales, on="scale")
    return totals.filter(_DEPRESSIVE).select(_SCORED)


_STATED = pl.col("topic").is_in(DEPRESSION) & (pl.col("certainty") != "refuted").fill_null(True)
_SURELY = (pl.col("certainty") == "confirmed").fill_null(False)
_DIAGNOSED = _points("started_on_least", "started_on_most", _SURELY)


def _diagnoses(conditions: pl.LazyFrame) -> pl.LazyFrame:
    """A diagnosis is a sign on the day it began or was first recorded; how long it lasted is not taken from
    the list."""
    return conditions.filter(_STATED).select(_DIAGNOSED)


_REACHED = running_most("end", "who", FAR_DAYS).alias("reached")
_BEYOND = pl.col("begin") > pl.col("reached").shift(1) + pl.col("gap")
_STRETCH_BEGINS = (new_group(["who"]) | _BEYOND).alias("begins")
_LATEST_STRETCH = [pl.col("begin").filter("begins").max(), pl.col("end").max()]


def _stretches(intervals: pl.LazyFrame) -> pl.LazyFrame:
    """who, begin, end: first day of the latest stretch of [begin, end] without a break longer than
    ``gap``.

    ``gap`` is a column of ``intervals``; ``end`` is the last day of all.
    """
    in_order = intervals.sort(pl.col("who") * FAR_DAYS + pl.col("begin")).with_columns(_REACHED)
    return in_order.with_columns(_STRETCH_BEGINS).group_by("who").agg(_LATEST_STRETCH)


@functools.cache
def _lead(gap: int) -> pl.Expr:
    """n signs without a date, together L days long, bridge a break of up to (n + 1) gaps + L, or lead by n
    gaps + L."""
    open_length = (pl.col("undated") & pl.col("days_most").is_null()).any()
    length = pl.col("days_most").filter("undated").sum()
    return pl.when(~open_length).then(pl.col("undated").sum() * gap + length).alias("lead")


_WIDEST = [
    pl.col("who", "lead"),
    pl.col("begin_least").alias("begin"),
    pl.max_horizontal("end_most", "begin_most").alias("end"),
    pl.col("sure"),
]


def _earliest(signs: pl.DataFrame, gap: int) -> pl.LazyFrame:
    """The latest stretch of days on which any sign may lie."""
    dated = signs.lazy().filter(_HAS_DATE & pl.col("lead").is_not_null()).select(_WIDEST)
    within = dated.with_columns(gap=gap + pl.col("lead"))
    return _stretches(within if signs.get_column("sure").all() else _without_later_doubt(within))


def _without_later_doubt(dated: pl.LazyFrame) -> pl.LazyFrame:
    """What may be no sign begins no later stretch; where all is in doubt, the first may be the only sign."""
    sure = dated.filter("sure").group_by("who").agg(pl.col("end").max().alias("sure_until"))
    beside = dated.join(sure, on="who", how="left")
    kept = beside.filter(pl.col("sure") | (pl.col("begin") <= pl.col("sure_until")).fill_null(True))
    return kept.with_columns(gap=pl.when(pl.col("sure_until").is_null()).then(FAR_DAYS).otherwise("gap"))


_HAS_DATE = ~pl.col("undated")


def _latest(signs: pl.LazyFrame, gap: int, today: int) -> pl.LazyFrame:
    """The latest stretch of certain days; a sign that may lie a long break after it may have begun a later
    one."""
    certain = computed(_stretches(signs.filter("core").select(_CERTAIN).with_columns(_gap(gap)))).lazy()
    rest = signs.filter(~pl.col("core")).with_columns(_maybe(today)).join(certain, on="who", how="left")
    after = rest.filter(_long_after(gap)).group_by("who").agg(pl.col("maybe").max())
    return certain.join(after, on="who", how="full", coalesce=True).select("who", _LATEST)


_CERTAIN = [pl.col("who"), pl.col("begin_most").alias("begin"), pl.col("end_least").alias("end")]
_LATEST = pl.max_horizontal("begin", "maybe").alias("episode_start_most")


@functools.cache
def _gap(gap: int) -> pl.Expr:
    return pl.lit(gap, pl.Int64).alias("gap")


@functools.cache
def _maybe(today: int) -> pl.Expr:
    return pl.col("begin_most").fill_null(today).alias("maybe")


@functools.cache
def _long_after(gap: int) -> pl.Expr:
    return (pl.col("maybe") > pl.col("end") + gap).fill_null(True)
