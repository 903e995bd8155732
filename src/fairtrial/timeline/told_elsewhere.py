"""Undated words of a note that are about a course known from elsewhere: "stopped Zoloft", "prior trials: X, Y"."""

from __future__ import annotations

import polars as pl

from fairtrial.timeline.intervals import computed

MEMBERS = ("row", "course")
HELD = ("course", "who_what", "begin", "end_least", "end_most")
"""What is asked of the uses of known courses."""
EXTENT = [
    pl.col("who_what").first(),
    pl.col("begin").min().alias("course_begin"),
    pl.col("end_most").max().alias("course_end"),
]


def told_elsewhere(
    undated: pl.LazyFrame,
    others: pl.LazyFrame,
    held: pl.LazyFrame,
    of_days: pl.LazyFrame,
    alone: pl.LazyFrame,
    apart: int,
) -> pl.LazyFrame:
    """row -> course for those of ``others`` that speak of a course with dates, or only name one that is described.

    ``held`` and ``of_days`` are the courses known by their dates and by days on which the drug is taken; ``alone``
    holds the courses that the rows of ``others`` would be by themselves.
    """
    known = _all_held(held, undated, of_days)
    over = computed(_told_over(others, known, apart)).lazy()
    left = others.join(over, on="row", how="anti")
    return pl.concat([over, computed(_only_named(left, known, alone)).lazy()])


def _all_held(held: pl.LazyFrame, undated: pl.LazyFrame, of_days: pl.LazyFrame) -> pl.LazyFrame:
    """Courses with dates and those of days, with the last day on which somebody says that the drug is taken."""
    told = undated.join(of_days, on="row")
    days = told.select("course", "who_what", begin="taken_on", end_least="taken_on", end_most="end_most")
    last = told.filter("goes_on").group_by("who_what").agg(pl.col("taken_on").max().alias("last_taken_on"))
    return pl.concat([held.select(HELD), days]).join(last, on="who_what", how="left")


_REPORTED = (pl.col("kind") == "reported") & pl.col("told_on").is_not_null()


def _told_over(others: pl.LazyFrame, known: pl.LazyFrame, apart: int) -> pl.LazyFrame:
    """What a note tells as over, and not when, is the course that was begun before and of which nothing is said after.

    Not when it was told as long over (``apart``), as longer than that course can have lasted, while that course surely
    goes on, or when the note or a later one says that the drug is taken.
    """
    last = [*EXTENT, pl.col("end_least").max().alias("course_end_least"), pl.col("last_taken_on").first()]
    over = others.filter(pl.col("ended") & _REPORTED)
    each = over.join(known.group_by("course").agg(last), on="who_what")
    begun = (pl.col("course_begin") < pl.col("told_on")) & (pl.col("told_on") <= pl.col("course_end") + apart)
    silent = pl.col("last_taken_on").is_null() | (pl.col("last_taken_on") < pl.col("told_on"))
    stops = pl.col("stop_most").is_null() | (pl.col("stop_most") >= pl.col("course_begin"))
    free = pl.col("stop_most").is_not_null() | (pl.col("course_end_least") <= pl.col("told_on"))
    fits = (pl.col("days_reported_least") <= pl.col("told_on") - pl.col("course_begin")).fill_null(True)
    which = each.filter(begun & silent & stops & free & fits).sort("row", "course_begin", "course")
    return which.unique("row", keep="last", maintain_order=True).select(MEMBERS)


_BARE = (
    pl.col("ended")
    & _REPORTED
    & pl.all_horizontal(pl.col("stop_least", "stop_most").is_null())
    & pl.all_horizontal(
        pl.col("days_reported_least", "days_reported_most", "response", "stop_reason").is_null()
    )
)


def _only_named(left: pl.LazyFrame, known: pl.LazyFrame, alone: pl.LazyFrame) -> pl.LazyFrame:
    """What a note only names among what was taken ("prior trials: X, Y") is a trial that is told elsewhere, if there is one."""
    bare = left.filter(_BARE).select("row", "who_what", "told_on")
    described = (
        left.filter(~_BARE).join(alone, on="row").select("course", "who_what", begin=pl.lit(None, pl.Int64))
    )
    each_known = pl.concat([known.select("course", "who_what", "begin"), described])
    first = each_known.group_by("who_what", "course").agg(pl.col("begin").min())
    before = pl.col("begin").is_null() | (pl.col("begin") < pl.col("told_on"))
    each = bare.join(first, on="who_what").filter(before).sort("row", "begin", "course", nulls_last=False)
    return each.unique("row", keep="last", maintain_order=True).select(MEMBERS)
