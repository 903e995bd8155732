"""The current episode: as stated, or the latest stretch of use, depressive scores or diagnoses without a long break."""

from __future__ import annotations

from datetime import date

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.courses import FAR_DAYS
from fairtrial.timeline.intervals import computed, days, running_most, same_group

DEPRESSION = ("major_depression", "psychotic_depression", "dysthymia")


def episodes(
    trials: pl.LazyFrame, scores: pl.LazyFrame, conditions: pl.LazyFrame, scales: pl.LazyFrame, as_of: date, facts: Facts
) -> pl.LazyFrame:
    """One row per person with any sign of depression: episode_start_least, episode_start_most (days since 1970).

    Least counts every sign as long as it may have lasted, and lets signs without a date bridge what they can; most
    counts only what is certain. So the true start under the 26-week rule lies between them.
    """
    today = (as_of - date(1970, 1, 1)).days
    gap = int(facts.number("episode_break_days"))
    signs = pl.concat([_uses(trials), _depressive_scores(scores, scales), _diagnoses(conditions)], how="diagonal")
    signs = computed(signs.filter(pl.col("begin_least").fill_null(today) <= today))
    return _earliest(signs, gap).join(_latest(signs, gap, today), on="person_id", how="left")


def _uses(trials: pl.LazyFrame) -> pl.LazyFrame:
    return trials.filter(pl.col("counts_as_trial")).select(
        "person_id",
        begin_least="start_least",
        begin_most="start_most",
        end_least="stop_least",
        end_most="stop_most",
        days_most="days_most",
        sure=pl.lit(True),
    )


def _points(frame: pl.LazyFrame, least: str, most: str, sure: pl.Expr) -> pl.LazyFrame:
    """A sign on one day, or on one unknown day between two; ``sure`` is false where it may be no sign at all."""
    return frame.select(
        "person_id",
        begin_least=days(least),
        begin_most=days(most),
        end_least=days(least),
        end_most=days(most),
        days_most=pl.lit(0, pl.Int64),
        sure=sure,
    )


def _depressive_scores(scores: pl.LazyFrame, scales: pl.LazyFrame) -> pl.LazyFrame:
    totals = scores.filter(pl.col("item").is_null()).join(scales, on="scale")
    depressive = (pl.col("total") >= pl.col("depressed_from")).fill_null(True)
    return _points(totals.filter(depressive), "on_least", "on_most", pl.col("total").is_not_null())


def _diagnoses(conditions: pl.LazyFrame) -> pl.LazyFrame:
    """A diagnosis is a sign on the day it began or was first recorded; how long it lasted is not taken from the list."""
    stated = pl.col("topic").is_in(DEPRESSION) & (pl.col("certainty") != "refuted").fill_null(True)
    sure = (pl.col("certainty") == "confirmed").fill_null(False)
    return _points(conditions.filter(stated), "started_on_least", "started_on_most", sure)


def _stretch_starts(intervals: pl.LazyFrame) -> pl.LazyFrame:
    """person_id -> first day of the latest stretch of [begin, end] without a break longer than the row's ``gap``."""
    return (
        intervals.sort("person_id", "begin")
        .with_columns(group=(~same_group(["person_id"])).cum_sum().cast(pl.Int64))
        .with_columns(reached=running_most("end", "group", FAR_DAYS))
        .filter(~same_group(["person_id"]) | (pl.col("begin") > pl.col("reached").shift(1) + pl.col("gap")))
        .group_by("person_id")
        .agg(pl.col("begin").max())
    )


def _earliest(signs: pl.LazyFrame, gap: int) -> pl.LazyFrame:
    """n signs without a date, together L days long, bridge a break of up to (n + 1) gaps + L, or lead by n gaps + L."""
    undated = pl.col("begin_least").is_null()
    reach = signs.group_by("person_id").agg(
        lead=pl.when((undated & pl.col("days_most").is_null()).any()).then(None)
        .otherwise(undated.sum() * gap + pl.col("days_most").filter(undated).sum()),
    )  # fmt: skip
    widest = signs.select("person_id", begin="begin_least", end=pl.max_horizontal("end_most", "begin_most"))
    bridged = widest.drop_nulls("begin").join(reach, on="person_id").with_columns(gap=gap + pl.col("lead"))
    start = _stretch_starts(bridged.drop_nulls("gap"))
    return reach.join(start, on="person_id", how="left").select(
        "person_id", episode_start_least=pl.col("begin") - pl.col("lead")
    )


def _latest(signs: pl.LazyFrame, gap: int, today: int) -> pl.LazyFrame:
    """The latest stretch of certain days; a sign that may lie a long break after it may have begun a later one."""
    core = (pl.col("end_least") >= pl.col("begin_most")).fill_null(False) & pl.col("sure")
    certain = computed(signs.filter(core).select("person_id", begin="begin_most", end="end_least", gap=gap))
    starts = _stretch_starts(certain)
    ends = certain.group_by("person_id").agg(pl.col("end").max())
    maybe = pl.col("begin_most").fill_null(today)
    after = (
        signs.filter(~core)
        .join(ends, on="person_id", how="left")
        .filter((maybe > pl.col("end") + gap).fill_null(True))
        .group_by("person_id")
        .agg(maybe.max().alias("maybe"))
    )
    both = starts.join(after, on="person_id", how="full", coalesce=True)
    return both.select("person_id", episode_start_most=pl.max_horizontal("begin", "maybe"))
