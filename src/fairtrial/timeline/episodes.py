"""The current episode: as stated, or the latest stretch of use, depressive scores or diagnoses without a long
break."""

from __future__ import annotations

import functools
from datetime import date

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.intervals import (
    FAR_DAYS,
    agreed,
    bounds_of,
    computed,
    contradictions,
    days,
    new_group,
    numbered,
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
    today = (as_of - date(1970, 1, 1)).days
    gap = int(facts.number("episode_break_days"))
    parts = [_uses(trials.lazy())]
    if scores.height:
        parts.append(_depressive_scores(scores.lazy(), scales.lazy()))
    if conditions.height:
        parts.append(_diagnoses(conditions.lazy()))
    signs = computed(pl.concat(parts).filter(_begun(today)).with_columns(_CORE, _UNDATED)).lazy()
    return computed(_earliest(signs, gap).join(_latest(signs, gap, today), on="person_id", how="left"))


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
    pl.lit(True).alias("sure"),
]


def _uses(trials: pl.LazyFrame) -> pl.LazyFrame:
    return trials.filter("counts_as_trial").select(_AS_SIGN)


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


_PERSON = numbered(["person_id"]).alias("group")
_REACHED = running_most("end", "group", FAR_DAYS).alias("reached")
_BEYOND = pl.col("begin") > pl.col("reached").shift(1) + pl.col("gap")
_STRETCH_BEGINS = (new_group(["group"]) | _BEYOND).alias("begins")
_LATEST_STRETCH = [pl.col("begin").filter("begins").max(), pl.col("end").max()]


def _stretches(intervals: pl.LazyFrame) -> pl.LazyFrame:
    """person_id, begin, end: first day of the latest stretch of [begin, end] without a break longer than
    ``gap``.

    ``gap`` is a column of ``intervals``; ``end`` is the last day of all.
    """
    in_order = intervals.sort("person_id", "begin").with_columns(_PERSON).with_columns(_REACHED)
    return in_order.with_columns(_STRETCH_BEGINS).group_by("person_id").agg(_LATEST_STRETCH)


@functools.cache
def _lead(gap: int) -> pl.Expr:
    """n signs without a date, together L days long, bridge a break of up to (n + 1) gaps + L, or lead by n
    gaps + L."""
    open_length = (pl.col("undated") & pl.col("days_most").is_null()).any()
    length = pl.col("days_most").filter("undated").sum()
    return pl.when(~open_length).then(pl.col("undated").sum() * gap + length).alias("lead")


_WIDEST = [
    pl.col("person_id"),
    pl.col("begin_least").alias("begin"),
    pl.max_horizontal("end_most", "begin_most").alias("end"),
]
_EARLIEST = [pl.col("person_id"), (pl.col("begin") - pl.col("lead")).alias("episode_start_least")]


def _earliest(signs: pl.LazyFrame, gap: int) -> pl.LazyFrame:
    reach = computed(signs.group_by("person_id").agg(_lead(gap))).lazy()
    dated = signs.filter(_HAS_DATE).select(_WIDEST).join(reach.drop_nulls("lead"), on="person_id")
    start = _stretches(dated.with_columns(gap=gap + pl.col("lead")))
    return reach.join(start, on="person_id", how="left").select(_EARLIEST)


_HAS_DATE = ~pl.col("undated")


def _latest(signs: pl.LazyFrame, gap: int, today: int) -> pl.LazyFrame:
    """The latest stretch of certain days; a sign that may lie a long break after it may have begun a later
    one."""
    certain = computed(_stretches(signs.filter("core").select(_CERTAIN).with_columns(_gap(gap)))).lazy()
    rest = signs.filter(~pl.col("core")).with_columns(_maybe(today)).join(certain, on="person_id", how="left")
    after = rest.filter(_long_after(gap)).group_by("person_id").agg(pl.col("maybe").max())
    return certain.join(after, on="person_id", how="full", coalesce=True).select("person_id", _LATEST)


_CERTAIN = [pl.col("person_id"), pl.col("begin_most").alias("begin"), pl.col("end_least").alias("end")]
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


_TOLD = ["person_id", *(days(f"on_{side}").alias(f"on_{side}") for side in ("least", "most"))]
_IS_TOLD = pl.any_horizontal(pl.col("on_least", "on_most").is_not_null())
_TOLD_OR_FOUND = [
    pl.when(_IS_TOLD).then(f"on_{side}").otherwise(f"episode_start_{side}").alias(f"episode_start_{side}")
    for side in ("least", "most")
]


def as_told(found: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Where somebody told when the current episode began (rows of context), that takes the place of the
    estimate."""
    on = told.lazy().select(_TOLD).group_by("person_id").agg(bounds_of("on"))
    bounds = on.with_columns(contradictions("on")).with_columns(agreed("on"))
    both = found.lazy().join(bounds, on="person_id", how="full", coalesce=True)
    return computed(both.select("person_id", *_TOLD_OR_FOUND))
