"""What each trial was beside the others: alone, augmentation, combination, cross-taper or repeat."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts

_SEEN = ["course", "drug", "start_least", "start_most", "stop_least", "stop_most", "counts_as_trial"]


def roles(trials: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """course -> role; ``unknown`` where dates leave it open. Undated trials are always unknown."""
    together = int(facts.number("together_days"))
    near = int(facts.number("started_together_days"))
    pairs = _pairs(trials).with_columns(*_overlap(near))
    flags = pairs.group_by("course").agg(
        _augments(together, "shared_least").any().alias("augments"),
        _combines(together).any().alias("combines"),
        _replaces(together).any().alias("replaces"),
        _repeats().any().alias("repeats"),
        _augments(together, "shared_most").any().alias("may_augment"),
    )
    role = (
        pl.when(pl.col("start_least").is_null()).then(pl.lit("unknown"))
        .when(pl.col("augments")).then(pl.lit("augmentation"))
        .when(pl.col("combines")).then(pl.lit("combination"))
        .when(pl.col("may_augment")).then(pl.lit("unknown"))
        .when(pl.col("replaces")).then(pl.lit("cross_taper"))
        .when(pl.col("repeats")).then(pl.lit("repeat"))
        .otherwise(pl.lit("alone"))
    )  # fmt: skip
    return trials.join(flags, on="course", how="left").select("course", role.alias("role"))


def _pairs(trials: pl.LazyFrame) -> pl.LazyFrame:
    """Each trial beside every other dated trial of the same person."""
    seen = trials.select("person_id", *_SEEN)
    other = seen.filter(pl.col("start_least").is_not_null()).rename({c: f"other_{c}" for c in _SEEN})
    return seen.join(other, on="person_id").filter(pl.col("course") != pl.col("other_course"))


def _overlap(near_days: int) -> list[pl.Expr]:
    """Days both were taken, least and most, how much later this one began, and whether both began at once."""
    least = pl.min_horizontal("stop_least", "other_stop_least") - pl.max_horizontal("start_most", "other_start_most")
    most = pl.min_horizontal("stop_most", "other_stop_most") - pl.max_horizontal("start_least", "other_start_least")
    later = pl.col("start_least") - pl.col("other_start_most")
    both = pl.col("counts_as_trial") & pl.col("other_counts_as_trial")
    return [
        least.alias("shared_least"),
        most.alias("shared_most"),
        later.alias("later_least"),
        (both & (later.abs() <= near_days)).alias("at_once"),
        (pl.col("drug") != pl.col("other_drug")).alias("another_drug"),
    ]


def _augments(together: int, shared: str) -> pl.Expr:
    """Added to an antidepressant that went on, and kept beside it long enough."""
    added = ~pl.col("counts_as_trial") | (pl.col("later_least") > 0)
    base = pl.col("other_counts_as_trial")
    return pl.col("another_drug") & base & added & (pl.col(shared) >= together) & ~pl.col("at_once")


def _combines(together: int) -> pl.Expr:
    return pl.col("another_drug") & pl.col("at_once") & (pl.col("shared_least") >= together)


def _replaces(together: int) -> pl.Expr:
    """Begun while another was still taken, which then stopped within weeks."""
    short = (pl.col("shared_least") > 0) & (pl.col("shared_most") < together)
    return pl.col("another_drug") & short & (pl.col("later_least") > 0)


def _repeats() -> pl.Expr:
    return ~pl.col("another_drug") & (pl.col("later_least") > 0)
