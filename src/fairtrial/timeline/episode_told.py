"""The beginning of the current episode as somebody told it, in the place of the estimate."""

from __future__ import annotations

import polars as pl

from fairtrial.timeline.intervals import agreed, bounds_of, computed, contradictions, days

_TOLD = ["person_id", *(days(f"on_{side}").alias(f"on_{side}") for side in ("least", "most"))]
_IS_TOLD = pl.any_horizontal(pl.col("on_least", "on_most").is_not_null())
_TOLD_OR_FOUND = [
    pl.when(_IS_TOLD).then(f"on_{side}").otherwise(f"episode_start_{side}").alias(f"episode_start_{side}")
    for side in ("least", "most")
]


def as_told(found: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Where somebody told when the current episode began (rows of context), that takes the place of the
    estimate."""
    on = told.lazy().select(_TOLD).group_by("person_id").agg(bounds_of("on"))
    bounds = on.with_columns(contradictions("on")).with_columns(agreed("on"))
    both = found.lazy().join(bounds, on="person_id", how="full", coalesce=True)
    return computed(both.select("person_id", *_TOLD_OR_FOUND))
