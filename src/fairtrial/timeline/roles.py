"""What each trial was beside the others: alone, augmentation, combination, cross-taper or repeat."""

from __future__ import annotations

import functools

import polars as pl

from fairtrial.facts import Facts

_SEEN = ["course", "drug", "start_least", "start_most", "stop_least", "stop_most", "counts_as_trial"]
_DATED = pl.col("start_least").is_not_null()
_OTHERS = ["person_id", *(pl.col(c).alias(f"other_{c}") for c in _SEEN)]
_NOT_ITSELF = pl.col("course") != pl.col("other_course")


def roles(trials: pl.DataFrame, facts: Facts) -> pl.LazyFrame:
    """course -> role; ``unknown`` where dates leave it open. Undated trials are always unknown."""
    seen = trials.lazy().select("person_id", *_SEEN)
    pairs = seen.join(seen.filter(_DATED).select(_OTHERS), on="person_id").filter(_NOT_ITSELF)
    flags = (
        pairs.with_columns(_overlap(facts)).select("course", *_signs(facts)).group_by("course").agg(_ANY_SIGN)
    )
    return seen.join(flags, on="course", how="left").select("course", _ROLE)


@functools.cache
def _overlap(facts: Facts) -> list[pl.Expr]:
    """Days both were taken, least and most, how much later this one began, and whether both began at once."""
    near = int(facts.number("started_together_days"))
    later = pl.col("start_least") - pl.col("other_start_most")
    both = pl.col("counts_as_trial") & pl.col("other_counts_as_trial")
    return [
        _shared("least", "most").alias("shared_least"),
        _shared("most", "least").alias("shared_most"),
        (later > 0).alias("later"),
        (both & (later.abs() <= near)).alias("at_once"),
        (pl.col("drug") != pl.col("other_drug")).alias("another_drug"),
    ]


def _shared(stop: str, start: str) -> pl.Expr:
    ends = pl.min_horizontal(f"stop_{stop}", f"other_stop_{stop}")
    return ends - pl.max_horizontal(f"start_{start}", f"other_start_{start}")


@functools.cache
def _signs(facts: Facts) -> list[pl.Expr]:
    """Augments: added to an antidepressant that went on, and kept beside it long enough. Combines: begun at
    once.

    Replaces: begun while another was still taken, which then stopped within weeks; where the last day of the one is the
    first of the other, nothing was tapered. Repeats: the same drug again.
    """
    together = int(facts.number("together_days"))
    another, later = pl.col("another_drug"), pl.col("later")
    added = (
        another & pl.col("other_counts_as_trial") & (~pl.col("counts_as_trial") | later) & ~pl.col("at_once")
    )
    long_enough = pl.col("shared_least") >= together
    first_stops = pl.col("other_stop_most") <= pl.col("stop_least")
    short = (pl.col("shared_least") > 1) & (pl.col("shared_most") < together) & first_stops
    return [
        (added & long_enough).alias("augments"),
        (another & pl.col("at_once") & long_enough).alias("combines"),
        (another & short & later).alias("replaces"),
        (~another & later).alias("repeats"),
        (added & (pl.col("shared_most") >= together)).alias("may_augment"),
    ]


_ANY_SIGN = pl.col("augments", "combines", "replaces", "repeats", "may_augment").any()
_ROLE = (
    pl.when(~_DATED).then(pl.lit("unknown"))
    .when("augments").then(pl.lit("augmentation"))
    .when("combines").then(pl.lit("combination"))
    .when("may_augment").then(pl.lit("unknown"))
    .when("replaces").then(pl.lit("cross_taper"))
    .when("repeats").then(pl.lit("repeat"))
    .otherwise(pl.lit("alone")).alias("role")
)  # fmt: skip
