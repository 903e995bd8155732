"""What the records say that each course was for, and whether it then counts as a trial for depression."""

from __future__ import annotations

import polars as pl


def purposes(spans: pl.DataFrame, members: pl.DataFrame) -> pl.LazyFrame:
    """course -> ``purpose``, for courses of which a record says it; depression goes before anything else.

    What the person was asked and said (``not_depression``) goes before what records say.
    """
    said = spans.lazy().select("row", "purpose").drop_nulls().join(members.lazy(), on="row")
    named = [pl.col("purpose").eq(name).any().alias(name) for name in ("not_depression", "depression")]
    each = said.group_by("course").agg(named)
    return each.select(
        "course",
        purpose=pl.when("not_depression").then(pl.lit("not_depression"))
        .when("depression").then(pl.lit("depression")).otherwise(pl.lit("other")),
    )  # fmt: skip


COUNTS = (
    pl.when(~pl.col("counts_as_trial") | (pl.col("purpose") == "not_depression").fill_null(False)).then(False)
    .when(pl.col("purpose") != "other").then(True)
    .when(pl.col("purpose").is_null()).then(True).alias("counts_as_trial")
)  # fmt: skip
"""A course of which records name only another purpose may have been a trial too: null."""
