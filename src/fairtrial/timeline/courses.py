"""Uses of one drug stitched into courses over permitted gaps.

Uses with a known first day are stitched in order of time. A use with a partial date ("2019") joins the course of its
drug that it can overlap, or others it can overlap. A use without any date stands alone, save for identical statements.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.intervals import computed, running_most, same_group

WHO_WHAT = ("person_id", "drug")
FAR_DAYS = 1 << 24
"""Days further apart than any two days or supplies of one drug (about 46,000 years)."""


class Courses(NamedTuple):
    """``supplies``: one row per course, kind and first day. ``members``: row of uses -> course."""

    supplies: pl.LazyFrame
    members: pl.LazyFrame


def courses(spans: pl.LazyFrame, as_of: date, facts: Facts) -> Courses:
    """Stitch spans into courses; ``course`` is a number unique in the table."""
    today = (as_of - date(1970, 1, 1)).days
    gap = int(facts.number("permitted_gap_days"))
    exact, vague = spans.filter("exact"), spans.filter(~pl.col("exact"))
    dated = computed(_stitched(_carried_forward(_one_row_per_day(exact), today), gap))
    keys = [*WHO_WHAT, "kind", "begin"]
    exact_members = exact.rename({"begin_least": "begin"}).join(dated.select(*keys, "course"), on=keys)
    vague_members = _members_of_vague(vague, dated)
    members = pl.concat([exact_members.select("row", "course"), vague_members.select("row", "course")])
    return Courses(dated, members)


def _one_row_per_day(exact: pl.LazyFrame) -> pl.LazyFrame:
    """Same drug, kind and first day as one supply.

    Two fills or orders of one day may be taken together (75 mg and 150 mg capsules) or may replace each other, so the
    dose is at least the larger and at most the sum of the different doses. Two reports of one day are two views of one
    dose: least to most.
    """
    together = pl.col("kind").first().is_in(["dispensed", "prescribed"])
    summed = pl.col("dose_mg_per_day_most").unique().sum()
    known = pl.col("dose_mg_per_day_least").is_not_null()
    return exact.group_by([*WHO_WHAT, "kind", pl.col("begin_least").alias("begin")]).agg(
        pl.when(known.all() & together).then(pl.col("dose_mg_per_day_least").max())
        .when(known.all()).then(pl.col("dose_mg_per_day_least").min()).alias("dose_least"),
        pl.when(known.all() & together).then(summed)
        .when(known.all()).then(pl.col("dose_mg_per_day_most").max()).alias("dose_most"),
        pl.when(pl.col("days_supply").is_not_null().all()).then(pl.col("days_supply").max().cast(pl.Int64))
        .alias("supply_days"),
        pl.col("end_least").max(),
        pl.col("end_most").max(),
        pl.col("ended").all(),
        pl.col("firm").any(),
        (pl.col("status") == "active").any().alias("active"),
    )  # fmt: skip


def _carried_forward(days: pl.LazyFrame, today: int) -> pl.LazyFrame:
    """Early refills begin when the supply in hand ends; adds ``from_day`` and moves the ends of fills.

    end(i) = max(begin(i), end(i-1)) + supply(i) = S(i) + max over j <= i of (begin(j) - S(j-1)), S the running supply.
    """
    fills = pl.col("kind") == "dispensed"
    counted = pl.when(fills).then(pl.col("supply_days").fill_null(0)).otherwise(0)
    keys = [*WHO_WHAT, "kind"]
    until = pl.col("slack") + pl.col("running")
    return (
        days.sort(*keys, "begin")
        .with_columns(group=(~same_group(keys)).cum_sum().cast(pl.Int64), supply=counted, running=counted.cum_sum())
        .with_columns(slack=pl.col("begin") - pl.col("running") + pl.col("supply"))
        .with_columns(slack=running_most("slack", "group", FAR_DAYS))
        .with_columns(from_day=pl.when(fills).then(until - pl.col("supply")).otherwise("begin"))
        .with_columns(moved=pl.col("from_day") - pl.col("begin"))
        .with_columns(
            end_least=(pl.col("end_least") + pl.col("moved")).clip(upper_bound=today),
            end_most=(pl.col("end_most") + pl.col("moved")).clip(upper_bound=today),
            from_day=pl.col("from_day").clip(upper_bound=today),
        )
        .drop("group", "supply", "running", "slack", "moved")
    )


def _stitched(supplies: pl.LazyFrame, gap: int) -> pl.LazyFrame:
    """Number the courses: a new one begins when a use begins more than ``gap`` days after all before it may reach."""
    lasting = (pl.col("kind") != "reported") | pl.col("active")
    return (
        supplies.with_columns(reach=pl.when(lasting).then("end_most").otherwise("end_least"))
        .sort(*WHO_WHAT, "begin", "kind")
        .with_columns(group=(~same_group(WHO_WHAT)).cum_sum().cast(pl.Int64))
        .with_columns(reached=running_most("reach", "group", FAR_DAYS))
        .with_columns(
            starts=~same_group(WHO_WHAT) | (pl.col("begin") > pl.col("reached").shift(1) + gap).fill_null(True)
        )
        .with_columns(course=pl.col("starts").cum_sum().cast(pl.Int64) * 3)
        .drop("group", "reached", "starts", "reach")
    )


def _members_of_vague(vague: pl.LazyFrame, dated: pl.LazyFrame) -> pl.LazyFrame:
    """row -> course for uses whose first day is not known."""
    partial = vague.filter(pl.col("begin_least").is_not_null())
    undated = vague.filter(pl.col("begin_least").is_null())
    attached = computed(_attached(partial, dated))
    alone = partial.join(attached, on="row", how="anti")
    return pl.concat([attached, _overlapping(alone), _same_statement(undated)])


def _attached(partial: pl.LazyFrame, dated: pl.LazyFrame) -> pl.LazyFrame:
    """A partly dated use belongs to the dated course of its drug that it overlaps longest."""
    extents = dated.group_by(*WHO_WHAT, "course").agg(
        pl.col("begin").min().alias("course_begin"), pl.col("end_most").max().alias("course_end")
    )
    known_end = pl.col("stopped_on_most").is_not_null() | pl.col("days_reported_most").is_not_null()
    told_end = pl.when(known_end).then("end_most").otherwise("begin_most")
    shared = pl.min_horizontal(told_end, "course_end") - pl.max_horizontal("begin_least", "course_begin")
    return (
        partial.join(extents, on=list(WHO_WHAT))
        .with_columns(shared=shared)
        .filter(pl.col("shared") >= 0)
        .sort("row", "shared", "course", descending=[False, True, False])
        .unique("row", keep="first", maintain_order=True)
        .select("row", "course")
    )


def _overlapping(partial: pl.LazyFrame) -> pl.LazyFrame:
    """Partly dated uses whose possible first days overlap are one course ("2019" and "2019-03")."""
    return (
        partial.sort(*WHO_WHAT, "begin_least", "begin_most")
        .with_columns(group=(~same_group(WHO_WHAT)).cum_sum().cast(pl.Int64))
        .with_columns(reached=running_most("begin_most", "group", FAR_DAYS))
        .with_columns(starts=~same_group(WHO_WHAT) | (pl.col("begin_least") > pl.col("reached").shift(1)))
        .with_columns(course=pl.col("starts").cum_sum().cast(pl.Int64) * 3 + 1)
        .select("row", "course")
    )


def _same_statement(undated: pl.LazyFrame) -> pl.LazyFrame:
    """Undated uses that say exactly the same are one course; all others stand alone."""
    said = [
        *WHO_WHAT, "days_reported_least", "days_reported_most", "dose_mg_per_day_least", "dose_mg_per_day_most",
        "response", "stop_reason", "improvement_percent_least", "improvement_percent_most", "stopped_on_least",
        "stopped_on_most",
    ]  # fmt: skip
    return (
        undated.sort(*said)
        .with_columns(course=(~same_group(said)).cum_sum().cast(pl.Int64) * 3 + 2)
        .select("row", "course")
    )
