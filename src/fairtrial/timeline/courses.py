"""Uses of one drug stitched into courses over permitted gaps.

Uses with a known first day are stitched in order of time. A use with a partial date ("2019") joins the course
of its drug that it can overlap, or others it can overlap. What is said to be taken on a known day joins the course
that has the day. A use without any date stands alone, save for identical statements.
"""

from __future__ import annotations

import functools
from datetime import date
from typing import NamedTuple

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.day_numbers import day_number
from fairtrial.timeline.intervals import FAR_DAYS, computed, counted, new_group, numbered, running_most
from fairtrial.timeline.vague import DATED, KINDS_OF_COURSE, members_of_vague


class Courses(NamedTuple):
    """``supplies``: one row per course, kind and first day; ``group`` numbers person, drug and kind. ``members``: row of uses -> course."""

    supplies: pl.DataFrame
    members: pl.DataFrame


def courses(spans: pl.DataFrame, as_of: date, facts: Facts) -> Courses:
    """Stitch spans into courses; ``course`` is a number unique in the table."""
    today = day_number(as_of)
    gap = int(facts.number("permitted_gap_days"))
    longest = int(facts.number("longest_supply_days"))
    exact = spans.lazy().filter("exact")
    dated = computed(_stitched(_carried_forward(_one_row_per_day(exact), today, longest), gap))
    members = exact.select("row", pl.lit(dated.sort("day").get_column("course")).gather(_PLACE))
    if not spans.get_column("exact").all():
        apart = int(facts.number("same_course_days"))
        vague = members_of_vague(spans.lazy().filter(~pl.col("exact")), dated.lazy(), gap, apart)
        members = pl.concat([members, vague])
    return Courses(dated, computed(members))


_PLACE = pl.col("day").rle_id()
"""Where the supply of a use stands among all supplies in order of ``day``."""
_OF_ONE_DAY = [
    pl.col("person_id", "drug", "who_what", "kind").first(),
    pl.col("begin_least").first().alias("begin"),
    pl.col("dose_mg_per_day_least").min().alias("dose_least"),
    pl.col("dose_mg_per_day_least").max().alias("larger"),
    pl.col("dose_mg_per_day_most").max().alias("dose_most"),
    pl.col("dose_mg_per_day_most").unique().sum().alias("together"),
    pl.col("dose_mg_per_day_least").has_nulls().alias("dose_unknown"),
    pl.col("dose_mg_per_day_most").has_nulls().alias("dose_open"),
    pl.col("days_supply").max().cast(pl.Int64).alias("supply_days"),
    pl.col("days_supply").has_nulls().alias("supply_open"),
    pl.col("end_least", "end_most").max(),
    pl.col("ended", "stopped").all(),
    pl.col("firm", "going_on").any(),
    pl.col("lasts_least").min(),
    pl.col("lasts_most").max(),
]
_MAY_ADD_UP = pl.col("kind").is_in(["dispensed", "prescribed"])
_KNOWN = ~pl.col("dose_unknown")
_BOUNDED = _KNOWN & ~pl.col("dose_open")
_DOSE_OF_ONE_DAY = [
    pl.when(_KNOWN).then(pl.when(_MAY_ADD_UP).then("larger").otherwise("dose_least")).alias("dose_least"),
    pl.when(_BOUNDED).then(pl.when(_MAY_ADD_UP).then("together").otherwise("dose_most")).alias("dose_most"),
    pl.when(~pl.col("supply_open")).then("supply_days").alias("supply_days"),
]
_ONLY_FOR_DAY = ("larger", "together", "dose_unknown", "dose_open", "supply_open")


def _one_row_per_day(exact: pl.LazyFrame) -> pl.LazyFrame:
    """Same drug, kind and first day as one supply; the rows stay in order.

    Two fills or orders of one day may be taken together (75 mg and 150 mg capsules) or may replace each
    other, so the dose is at least the larger and at most the sum of the different doses. Two reports of one
    day are two views of one dose: least to most.
    """
    each = exact.group_by("day", maintain_order=True).agg(_OF_ONE_DAY)
    return each.with_columns(_DOSE_OF_ONE_DAY).drop(_ONLY_FOR_DAY)


_FILLS = pl.col("kind") == "dispensed"
_COUNTED = pl.when(_FILLS).then(pl.col("supply_days").fill_null(0)).otherwise(0)
_UNKNOWN = (_FILLS & pl.col("supply_days").is_null()).cast(pl.Int64)
_RUNNING = [
    numbered(["who_what", "kind"]).alias("group"),
    _COUNTED.alias("supply"),
    _COUNTED.cum_sum().alias("running"),
    _UNKNOWN.cum_sum().alias("unknown"),
]
_UNKNOWN_BEFORE = (
    pl.col("unknown")
    - pl.when(new_group(["group"])).then(pl.col("unknown") - _UNKNOWN).forward_fill()
    - _UNKNOWN
).alias("unknown_before")
_SLACK = (pl.col("begin") - pl.col("running") + pl.col("supply")).alias("slack")
_FILLED_UNTIL = running_most("slack", "group", FAR_DAYS) + pl.col("running")
_MOVED = pl.when(_FILLS).then(_FILLED_UNTIL - pl.col("supply") - pl.col("begin")).otherwise(0).alias("moved")


def _carried_forward(days: pl.LazyFrame, today: int, longest: int) -> pl.LazyFrame:
    """Early refills begin when the supply in hand ends; adds ``from_day`` and moves the ends of fills.

    end(i) = max(begin(i), end(i-1)) + supply(i) = S(i) + max over j <= i of (begin(j) - S(j-1)), S the
    running supply.
    """
    moved = days.with_columns(_RUNNING).with_columns(_SLACK, _UNKNOWN_BEFORE).with_columns(_MOVED)
    return moved.with_columns(_held(today, longest)).drop(_ONLY_FOR_MOVING)


_ONLY_FOR_MOVING = ("supply", "running", "slack", "moved", "unknown", "unknown_before")


@functools.cache
def _held(today: int, longest: int) -> list[pl.Expr]:
    """The moved days, none of them after the day of the review; each earlier fill of unknown supply may move
    the end."""
    moves = {
        "from_day": pl.col("begin"),
        "end_least": pl.col("end_least"),
        "end_most": pl.col("end_most") + longest * pl.col("unknown_before"),
    }
    return [(old + pl.col("moved")).clip(upper_bound=today).alias(new) for new, old in moves.items()]


_LASTING = (pl.col("kind") != "reported") | pl.col("going_on")
_REACH = [
    pl.when(_LASTING).then("end_most").otherwise("end_least").alias("reach"),
    new_group(["who_what"]).alias("another"),
]
_REACHED = running_most("reach", "who_what", FAR_DAYS).alias("reached")


def _stitched(supplies: pl.LazyFrame, gap: int) -> pl.LazyFrame:
    """Number the courses: a new one begins when a use begins more than ``gap`` days after all before it may
    reach."""
    in_order = supplies.sort("who_what", "begin", "group").with_columns(_REACH).with_columns(_REACHED)
    return in_order.with_columns(_course(gap)).drop("another", "reached", "reach", "going_on")


@functools.cache
def _course(gap: int) -> pl.Expr:
    late = (pl.col("begin") > pl.col("reached").shift(1) + gap).fill_null(True)
    return (counted(pl.col("another") | late) * KINDS_OF_COURSE + DATED).alias("course")
