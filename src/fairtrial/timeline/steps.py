"""Periods at one dose within a course, and the days inside a course that fills leave without supply."""

from __future__ import annotations

import functools

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.beside import supplies_of_drug
from fairtrial.timeline.courses import Courses
from fairtrial.timeline.intervals import at_least, computed, following, numbered
from fairtrial.timeline.spans import OF_A_DAY
from fairtrial.timeline.taken_between import taken_between
from fairtrial.timeline.vague import DATED, KINDS_OF_COURSE, UNDATED


def dose_steps(
    spans: pl.DataFrame, found: Courses, uses: pl.DataFrame, minimums: pl.DataFrame, facts: Facts
) -> pl.DataFrame:
    """Periods at one dose: course, layer, kind, from_day, to_day, days_*, at_days_*, covered_*, dose_*.

    ``minimums`` holds ``drug`` and ``minimum`` (mg per day, null when the list is silent).
    """
    steps = _dated_steps(found.supplies.lazy(), facts)
    if not spans.get_column("exact").all():
        vague = spans.lazy().filter(~pl.col("exact")).join(found.members.lazy(), on="row")
        beside = vague.join(supplies_of_drug(spans), on="who_what", how="left").with_columns(_ADDS)
        ends = found.supplies.lazy().group_by("course").agg(pl.col("end_most").max().alias("course_end"))
        last = vague.group_by("course").agg(_LAST_TOLD)
        beside = beside.join(ends, on="course", how="left").join(last, on="course", how="left")
        steps = pl.concat([steps, beside.select(_VAGUE_STEP)])
        if spans.get_column("goes_on").any():
            steps = pl.concat([steps, taken_between(spans, found, uses, facts)])
    with_minimum = steps.join(minimums.lazy(), on="drug", how="left")
    return computed(with_minimum.with_columns(_REACHED).with_columns(_AT_DOSE))


_REACHED = at_least("dose_least", "dose_most", "minimum").alias("reached")
_AT_DOSE = [
    pl.when("reached").then("days_least").otherwise(0).alias("at_days_least"),
    pl.when(~pl.col("reached")).then(0).otherwise(pl.col("days_most")).alias("at_days_most"),
]
_LAYER = ["course", "group"]
_NEXT_DAY = following("from_day", _LAYER).alias("next_day")
_STEP = numbered([*_LAYER, "dose_least", "dose_most"]).alias("step")
_OF_STEP = [
    pl.col("person_id", "drug", "kind", "course").first(),
    pl.col("ended").all(),
    pl.col("firm").last(),
    pl.lit(0, pl.Int64).alias("layer"),
    pl.col("begin").min().alias("start_least"),
    pl.col("begin").min().alias("start_most"),
    pl.col("from_day").min(),
    pl.col("end_least").max().alias("stop_least"),
    pl.col("end_most").max().alias("stop_most"),
    pl.col("dose_least", "dose_most").first(),
    pl.col("days_least", "days_most", "covered_least", "covered_most").sum(),
]


def _dated_steps(supplies: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Supplies in order of time within a layer, neighbours of the same dose put together."""
    in_order = supplies.sort("course", "group", "from_day").with_columns(_NEXT_DAY, _STEP)
    counted = in_order.with_columns(_days(int(facts.number("permitted_gap_days"))))
    return counted.group_by("step", maintain_order=True).agg(_OF_STEP).drop("step")


@functools.cache
def _days(gap: int) -> list[pl.Expr]:
    """Days from ``from_day`` to the end or the next supply; a permitted gap before the next supply counts as
    days.

    Between two fills supply decides; between two orders or reports of one course it may have been taken
    throughout. Of a report whose stop is known roughly the told length decides, where its days allow it.
    """
    least, most = (_until(_bridged(f"end_{bound}", gap)) for bound in ("least", "most"))
    fits = _TOLD_LENGTH & (pl.col("lasts_least") <= most) & (pl.col("lasts_most") >= least)
    lasting = (pl.col("kind") != "dispensed") & pl.col("next_day").is_not_null()
    throughout = pl.when(lasting).then(pl.col("next_day") - pl.col("from_day"))
    return [
        pl.when(fits).then(pl.max_horizontal("lasts_least", least)).otherwise(least).alias("days_least"),
        pl.when(fits)
        .then(pl.min_horizontal("lasts_most", most))
        .otherwise(pl.coalesce(throughout, most))
        .alias("days_most"),
        _until(_plain("end_least")).alias("covered_least"),
        _until(_plain("end_most")).alias("covered_most"),
    ]


_TOLD_LENGTH = (pl.col("kind") == "reported") & pl.col("stopped") & pl.col("next_day").is_null()


def _plain(end: str) -> pl.Expr:
    return pl.min_horizontal(end, "next_day")


def _bridged(end: str, gap: int) -> pl.Expr:
    return pl.when(pl.col(end) + gap >= pl.col("next_day")).then("next_day").otherwise(_plain(end))


def _until(to: pl.Expr) -> pl.Expr:
    return (to - pl.col("from_day")).clip(lower_bound=0)


_ADDS = ((pl.col("kind") != "reported") & (pl.col("supplies") > 1)).fill_null(False).alias("adds")
"""A fill or order without an exact day, beside others of its drug, may be more days of any course of the drug."""
_INSIDE = pl.col("adds") & (pl.col("course") % KINDS_OF_COURSE == DATED)
"""Such a fill or order that joined a dated course bounds neither its first nor its last day."""
_AMONG = OF_A_DAY & (pl.col("course") % KINDS_OF_COURSE != UNDATED)
"""What is said of a day, beside other records: it tells no longest length and no highest dose."""
_LAST_TOLD = pl.col("taken_on").filter("goes_on").max().alias("last_told_on")
_BEFORE_OTHERS = (pl.col("going_on") & (pl.col("told_on") < pl.col("last_told_on"))).fill_null(False)
"""What was going on at one dose may have been raised by a later visit."""
_RESUMED = (OF_A_DAY & (pl.col("end_most") < pl.col("last_told_on"))).fill_null(False)
"""An end after which it was taken again within one course bounds nothing."""
_SINCE = pl.when("goes_on").then(
    pl.col("told_on") - pl.col("days_reported_least").fill_null(0).cast(pl.Int64)
)
_STOP = pl.when(OF_A_DAY).then("stop_most")
_UNTIL = pl.min_horizontal("told_on", "course_end")
"""That it was taken some days after its last supply ended moves no end: some was left."""
_FROM_THEN = pl.when("goes_on").then(pl.col("end_most") - pl.col("told_on")).otherwise(0)
_KNOWN = pl.col("begin_least").is_not_null()
_KNOWN_STOP = _KNOWN | pl.col("stopped")
_BETWEEN_LEAST = pl.when(_KNOWN).then((pl.col("end_least") - pl.col("begin_most")).clip(lower_bound=0))
_BETWEEN_MOST = pl.when(_KNOWN).then(pl.col("end_most") - pl.col("begin_least"))
_TOLD = pl.col("days_supply")
_SURELY_USED = pl.when(_TOLD.is_not_null() & _KNOWN).then(pl.col("end_most") - pl.col("begin_most"))
"""Of a supply that may still be in use on the day of the review only the days until then; without a date perhaps none."""
_VAGUE_STEP = [
    pl.col("person_id", "drug", "kind", "course"),
    (pl.col("ended") & ~pl.col("adds")).alias("ended"),
    pl.col("firm"),
    (pl.col("row").cast(pl.Int64) + 1).alias("layer"),
    pl.when(~pl.col("adds")).then("begin_least").alias("start_least"),
    pl.when(~_INSIDE).then(pl.coalesce("begin_most", _SINCE, _STOP)).alias("start_most"),
    pl.lit(None, pl.Int64).alias("from_day"),
    pl.when("goes_on")
    .then(_UNTIL)
    .when(_KNOWN_STOP & ~_INSIDE & ~_RESUMED)
    .then("end_least")
    .alias("stop_least"),
    pl.when((_KNOWN_STOP | pl.col("goes_on")) & ~pl.col("adds") & ~_RESUMED)
    .then("end_most")
    .alias("stop_most"),
    pl.when(~pl.col("adds")).then("dose_mg_per_day_least").alias("dose_least"),
    pl.when(~pl.col("adds") & ~_AMONG & ~_BEFORE_OTHERS).then("dose_mg_per_day_most").alias("dose_most"),
    pl.coalesce("days_reported_least", _SURELY_USED, _BETWEEN_LEAST, 0).cast(pl.Int64).alias("days_least"),
    pl.when(~pl.col("adds") & ~(_AMONG & pl.col("goes_on")))
    .then(pl.coalesce(pl.col("days_reported_most") + _FROM_THEN, _TOLD, _BETWEEN_MOST))
    .cast(pl.Int64)
    .alias("days_most"),
    *(pl.lit(None, pl.Int64).alias(f"covered_{bound}") for bound in ("least", "most")),
]
"""Each use without a known first day is a layer of its own: told length first, else the days its dates
allow."""


def gaps(supplies: pl.DataFrame) -> pl.DataFrame:
    """course, from_day, to_day: days inside a course for which fills leave no supply."""
    fills = supplies.filter(pl.col("kind") == "dispensed").sort("course", "from_day").with_columns(_NEXT_FILL)
    return fills.filter(pl.col("end_most") < pl.col("next_day")).select(
        "course", from_day="end_most", to_day="next_day"
    )


_NEXT_FILL = following("from_day", ["course"]).alias("next_day")
