"""Days on which somebody says that a drug is not taken, and not since when."""

from __future__ import annotations

import polars as pl

from fairtrial.timeline.intervals import computed

_NOT_TAKEN = ("on_hold", "not_taken")
_DATED = pl.any_horizontal(pl.col("started_on_least", "stopped_on_least").is_not_null())
_OVER_BY_THEN = (pl.col("status") == "ended") & (pl.col("stopped_on_most") == pl.col("asserted_on"))
_DENIES = (pl.col("kind") == "reported") & ~_DATED & (pl.col("status").is_in(_NOT_TAKEN) | _OVER_BY_THEN)
_WHO_WHAT = ["person_id", "drug"]


def denials(uses: pl.DataFrame) -> pl.DataFrame:
    """person_id, drug, day (since 1970): one row for each day, in order of days."""
    day = pl.col("asserted_on").cast(pl.Int64).alias("day")
    return computed(uses.lazy().filter(_DENIES).select(*_WHO_WHAT, day).drop_nulls().unique().sort("day"))


def until_denied(spans: pl.LazyFrame, denied: pl.DataFrame) -> pl.LazyFrame:
    """``spans`` with ``end_most`` at the latest on the first day after the word (``told_on``) on which it is denied."""
    if denied.is_empty():
        return spans
    days = denied.lazy().rename({"day": "denied_on"})
    each = spans.sort("told_on").join_asof(
        days, left_on="told_on", right_on="denied_on", by=_WHO_WHAT, strategy="forward", coalesce=False,
        allow_exact_matches=False, check_sortedness=False,
    )  # fmt: skip
    capped = pl.when(_OPEN).then(pl.min_horizontal("end_most", "denied_on")).otherwise("end_most")
    return each.with_columns(capped.alias("end_most")).drop("denied_on")


_OPEN = (pl.col("kind") == "reported") & (pl.col("going_on") | pl.col("stop_most").is_null())
