"""Days between two days on which somebody says that a drug is taken: one more layer of steps for its course."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.courses import Courses
from fairtrial.timeline.denials import denials
from fairtrial.timeline.intervals import computed, following
from fairtrial.timeline.spans import OF_A_DAY

BETWEEN_VISITS = -1
"""Number of this layer: rows of uses count from 1, dated supplies are 0."""


def taken_between(spans: pl.DataFrame, found: Courses, uses: pl.DataFrame, facts: Facts) -> pl.LazyFrame:
    """Steps from each day to the next of the same course, unless they lie far apart or a word between denies it.

    Only of courses of which something is told of a day (``taken_on``), and in which no fills tell how long the drug
    was taken.
    """
    filled = found.supplies.lazy().filter(pl.col("kind") == "dispensed").select("course")
    each = spans.lazy().join(found.members.lazy(), on="row").join(filled, on="course", how="anti")
    told = each.filter(OF_A_DAY).select("course").unique()
    mine = computed(each.join(told, on="course", how="semi"))
    points = computed(pl.concat(mine.lazy().filter(which).select(point) for which, point in _POINTS))
    days = pl.concat([points.lazy(), _denials(uses, points)]).group_by("course", "day").agg(_OF_DAY)
    linked = days.sort("course", "day").with_columns(_NEXT)
    near = linked.with_columns(_near(int(facts.number("taken_between_days"))).alias("near"))
    return near.with_columns(_DOSES).filter(pl.col("goes_on") | pl.col("near")).select(_STEP)


_LOW, _HIGH = "dose_mg_per_day_least", "dose_mg_per_day_most"
_ENDLESS = ~pl.col("stopped") & pl.col("lasts_least").is_null() & pl.col("lasts_most").is_null()
_OPEN_ORDER = pl.col("exact") & (pl.col("kind") != "dispensed") & _ENDLESS
_GOING_SINCE = (
    ~OF_A_DAY
    & (pl.col("kind") == "reported")
    & pl.col("going_on")
    & _ENDLESS
    & pl.col("told_on").is_not_null()
)
_REPORTED_BEFORE = pl.col("days_reported_least").cast(pl.Int64)


def _point(day: str, goes_on: pl.Expr, before: pl.Expr) -> list[pl.Expr]:
    """A day, whether it goes on from then, and for how many days it was surely taken until then."""
    return [
        pl.col("course", "person_id", "drug"),
        pl.col(day).alias("day"),
        goes_on.alias("goes_on"),
        pl.lit(True).alias("taken_until"),
        (pl.col("begin_least") == pl.col(day)).fill_null(False).alias("begun"),
        before.fill_null(0).alias("days_before"),
        pl.col(_LOW).alias("low"),
        pl.col(_HIGH).alias("high"),
    ]


_POINTS = [
    (OF_A_DAY, _point("taken_on", pl.col("goes_on"), pl.when("goes_on").then(_REPORTED_BEFORE))),
    (_OPEN_ORDER, _point("begin_least", pl.lit(True), pl.lit(None, pl.Int64))),
    (_GOING_SINCE, _point("told_on", pl.lit(True), pl.col("told_on") - pl.col("begin_most"))),
]
"""Days of which something is told; first days of orders without an end; days on which it is told since when."""


def _denials(uses: pl.DataFrame, points: pl.DataFrame) -> pl.LazyFrame:
    """Days on which a drug is said not to be taken, for each of its courses."""
    courses = points.lazy().select("course", "person_id", "drug").unique()
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
    return denied.select(points.columns)


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
