"""What several days tell of one course: the word of the last day holds, and a benefit told before may be lost by then."""

from __future__ import annotations

import polars as pl

_HELPED = ("response", "remission")
_WORD = pl.col("reported_response").is_not_null() & pl.col("taken_on").is_not_null()
_LAST = [
    pl.col("taken_on").filter(_WORD).max().alias("last_told_on"),
    pl.col("taken_on").filter(_WORD & pl.col("reported_response").is_in(_HELPED)).min().alias("helped_on"),
]
_OVERTAKEN = _WORD & (pl.col("taken_on") < pl.col("last_told_on"))
_LOST_BY_THEN = (
    _WORD & ~_OVERTAKEN & (pl.col("reported_response") == "none") & (pl.col("helped_on") < pl.col("taken_on"))
).fill_null(False)
_WORDS_OF_DAY = ("reported_response", "improvement_percent_least", "improvement_percent_most")


def last_words(told: pl.LazyFrame) -> pl.LazyFrame:
    """``told`` (course, taken_on, reported_response, improvement_percent_*) without words that a later day overtakes.

    Adds ``lost_by_then``: no benefit on this day, and one told of the same course before. Words without a day stay.
    """
    days = told.group_by("course").agg(_LAST)
    each = told.join(days, on="course").with_columns(_LOST_BY_THEN.alias("lost_by_then"))
    kept = [pl.when(~_OVERTAKEN).then(name).alias(name) for name in _WORDS_OF_DAY]
    return each.with_columns(kept).drop("last_told_on", "helped_on")
