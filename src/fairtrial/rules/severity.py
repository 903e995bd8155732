"""Severity of depression in points of the Maudsley staging (FT311)."""

from __future__ import annotations

import functools

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.intervals import computed, days

_POINTS = {"none": 1, "mild": 2, "moderate": 3, "severe": 4}
"""What the Maudsley staging gives for the band of a score; psychosis makes severe a 5."""
_TOTAL_OF_A_DAY = pl.col("item").is_null() & (pl.col("on_least") == pl.col("on_most"))
_TOTAL = ["person_id", "scale", "total", days("on_least").alias("on")]
_IN_BAND = (pl.col("total") >= pl.col("band_least")) & (pl.col("total") <= pl.col("band_most"))
_LATEST = (pl.col("on") == pl.col("on").first()) & (pl.col("preference") == pl.col("preference").first())
_OF_LATEST = [
    pl.col("points").filter(_LATEST).min().alias("points_least"),
    pl.col("points").filter(_LATEST).max().alias("points_most"),
]
"""Totals of one day and scale that differ leave the points open between them."""
_PSYCHOTIC = (
    (pl.col("topic") == "psychotic_depression")
    & (pl.col("status") != "resolved").fill_null(True)
    & (pl.col("certainty") != "refuted").fill_null(True)
)


def _worst(side: str) -> pl.Expr:
    points = pl.col(f"points_{side}")
    worst = pl.when(pl.col("psychotic") & (points == _POINTS["severe"])).then(5).otherwise(points)
    return worst.cast(pl.Int64).alias(f"msm_severity_{side}")


_SEVERITY = [pl.col("person_id"), _worst("least"), _worst("most")]


def severity(scores: pl.DataFrame, conditions: pl.DataFrame, facts: Facts) -> pl.LazyFrame:
    """person_id, msm_severity_least, msm_severity_most: 1 to 5 from the band of the latest depression
    score."""
    totals = scores.lazy().filter(_TOTAL_OF_A_DAY).select(_TOTAL).join(_bands(facts).lazy(), on="scale")
    banded = totals.filter(_IN_BAND).sort("person_id", "on", "preference", descending=[False, True, False])
    latest = banded.group_by("person_id", maintain_order=True).agg(_OF_LATEST)
    psychotic = computed(conditions.lazy().filter(_PSYCHOTIC).select("person_id")).get_column("person_id")
    return latest.with_columns(pl.col("person_id").is_in(psychotic.implode()).alias("psychotic")).select(
        _SEVERITY
    )


@functools.cache
def _bands(facts: Facts) -> pl.DataFrame:
    return pl.DataFrame(
        [(s.scale, b.least, b.most, _POINTS[b.severity], s.preference)
         for s in facts.scales.values() if s.measures == "depression" for b in s.bands],
        schema=["scale", "band_least", "band_most", "points", "preference"], orient="row",
    )  # fmt: skip
