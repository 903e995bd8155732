"""Days between two days on which somebody says that a drug is taken: one more layer of steps for its course."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.courses import Courses
from fairtrial.timeline.denials import denials
from fairtrial.timeline.intervals import computed, following

BETWEEN_VISITS = -1
"""Number of this layer: rows of uses count from 1, dated supplies are 0."""


def taken_between(
    told: pl.LazyFrame, spans: pl.DataFrame, found: Courses, uses: pl.DataFrame, facts: Facts
) -> pl.LazyFrame:
    """Steps from each day to the next of the same course, unless they lie far apart or a word between denies it.

    ``told`` holds uses that speak of a day (``taken_on``) with their course. Where there are fills, those tell
    how long a drug was taken.
    """
    filled = found.supplies.lazy().filter(pl.col("kind") == "dispensed").select("course")
    of_days = computed(told.select(_POINT).join(filled, on="course", how="anti"))
    points = [of_days.lazy(), _open_orders(spans, found, of_days), _denials(uses, of_days)]
    days = pl.concat(points).group_by("course", "day").agg(_OF_DAY).sort("course", "day")
    apart = int(facts.number("taken_between_days"))
    linked = days.with_columns(_NEXT).with_columns(_near(apart).alias("near"))
    return linked.with_columns(_DOSES).filter(pl.col("goes_on") | pl.col("near")).select(_STEP)


_LOW, _HIGH = "dose_mg_per_day_least", "dose_mg_per_day_most"
_POINT = [
    pl.col("course", "person_id", "drug"),
    pl.col("taken_on").alias("day"),
    pl.col("goes_on"),
    pl.lit(True).alias("taken_until"),
    pl.col("begin_least").is_not_null().alias("begun"),
    pl.when("goes_on").then(pl.col("days_reported_least").cast(pl.Int64)).fill_null(0).alias("days_before"),
    pl.col(_LOW).alias("low"),
    pl.col(_HIGH).alias("high"),
]
_OPEN_ORDER = (
    pl.col("exact")
    & (pl.col("kind") != "dispensed")
    & ~pl.col("stopped")
    & pl.col("lasts_least").is_null()
    & pl.col("lasts_most").is_null()
)


def _open_orders(spans: pl.DataFrame, found: Courses, of_days: pl.DataFrame) -> pl.LazyFrame:
    """First days of orders without an end, in the courses of which something is told."""
    mine = found.members.lazy().join(of_days.lazy().select("course").unique(), on="course", how="semi")
    orders = spans.lazy().filter(_OPEN_ORDER).join(mine, on="row")
    taken = [pl.col("begin_least").alias("taken_on"), pl.lit(True).alias("goes_on")]
    return orders.with_columns(taken).select(_POINT)


def _denials(uses: pl.DataFrame, of_days: pl.DataFrame) -> pl.LazyFrame:
    """Days on which a drug is said not to be taken, for each of its courses."""
    courses = of_days.lazy().select("course", "person_id", "drug").unique()
    nothing = {"goes_on": False, "taken_until": False, "begun": False}
    denied = (
        denials(uses)
        .lazy()
        .join(courses, on=["person_id", "drug"])
        .with_columns(
            *(pl.lit(value).alias(name) for name, value in nothing.items()),
            pl.lit(0, pl.Int64).alias("days_before"),
            *(pl.lit(None, pl.Float64()).alias(name) for name in ("low", "high")),
        )
    )
    return denied.select(of_days.columns)


_ANY_DENIED = ~pl.col("taken_until").all()
_OF_DAY = [
    pl.col("person_id", "drug").first(),
    (pl.col("goes_on").any() & ~_ANY_DENIED).alias("goes_on"),
    (~_ANY_DENIED).alias("taken_until"),
    pl.col("begun").any(),
    pl.col("days_before").max(),
    pl.col("low").max(),
    pl.when(~pl.col("high").has_nulls()).then(pl.col("high").max()).alias("high"),
]
_NEXT = [
    following(name, ["course"]).alias(f"next_{name}") for name in ("day", "taken_until", "low", "high")
] + [pl.col("course").ne_missing(pl.col("course").shift(1)).alias("first")]
"""A dose that is changed at a visit is told twice that day; from then on it is the higher one, unless the next visit says lower."""


def _near(apart: int) -> pl.Expr:
    """Whether it was taken from this day to the next: said on both, and no more than ``apart`` days between them."""
    link = pl.col("goes_on") & pl.col("next_taken_until")
    return (link & (pl.col("next_day") - pl.col("day") <= apart)).fill_null(False)


_BOTH = pl.col("near") & pl.col("low").is_not_null() & pl.col("next_low").is_not_null()
_BOUNDED = _BOTH & pl.col("high").is_not_null() & pl.col("next_high").is_not_null()
_KNOWN_BEFORE = ~pl.col("first") | pl.col("begun")
"""Before the first day of which something is told the dose may have been any, unless the drug was begun on it."""
_DOSES = [
    pl.when(_BOTH).then(pl.min_horizontal("low", "next_low")).alias("dose_least"),
    pl.when(_BOUNDED & _KNOWN_BEFORE).then(pl.max_horizontal("high", "next_high")).alias("dose_most"),
    pl.when("near").then(pl.col("next_day") - pl.col("day")).otherwise(0).alias("between"),
    pl.when("first").then("days_before").otherwise(0).alias("before"),
]
_STEP = [
    pl.col("person_id", "drug"),
    pl.lit("reported").alias("kind"),
    pl.col("course"),
    pl.lit(True).alias("ended"),
    pl.lit(False).alias("firm"),
    pl.lit(BETWEEN_VISITS, pl.Int64).alias("layer"),
    *(pl.lit(None, pl.Int64).alias(name) for name in ("start_least", "start_most", "from_day", "stop_least", "stop_most")),
    pl.col("dose_least", "dose_most"),
    (pl.col("between") + pl.col("before")).alias("days_least"),
    *(pl.lit(None, pl.Int64).alias(name) for name in ("days_most", "covered_least", "covered_most")),
]  # fmt: skip
