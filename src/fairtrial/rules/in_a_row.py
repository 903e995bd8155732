"""FT302 for definitions that ask for trials in a row: the order of trials, and two neighbours of different
class."""

from __future__ import annotations

import functools

import polars as pl

from fairtrial.timeline.intervals import new_group


def capped_without_a_run(
    people: pl.LazyFrame, trials: pl.LazyFrame, definitions: tuple[str, ...]
) -> pl.LazyFrame:
    """Without two such trials in a row no more than one counts. An order that is open, or a course that may be
    none of the trials, leaves the most as it is.

    ``people`` holds ``<definition>|least`` and ``|most``, ``trials`` holds ``counts|<definition>``.
    """
    ordered = (
        trials.filter(pl.col("counts_as_trial").fill_null(True))
        .sort("person_id", "trial")
        .with_columns(_neighbours(definitions))
    )
    runs = ordered.group_by("person_id").agg(_RUNS)
    return (
        people.join(runs, on="person_id", how="left")
        .with_columns(_capped(definitions))
        .drop("ordered", "settled", _ANY_RUN)
    )


_ANY_RUN = pl.selectors.ends_with("_run")
_RUNS = [pl.col("ordered", "settled").all(), _ANY_RUN.any()]


@functools.cache
def _neighbours(definitions: tuple[str, ...]) -> list[pl.Expr]:
    """Does a trial begin after the one before it, and do both count, surely or possibly, with different
    classes?"""
    same = ~new_group(["person_id"])
    in_order = ~same | (pl.col("start_least") >= pl.col("start_most").shift(1))
    other_class = same & (pl.col("drug_class") != pl.col("drug_class").shift(1))
    flags = [
        (pl.col("start_most").is_not_null() & in_order.fill_null(False)).alias("ordered"),
        pl.col("counts_as_trial").is_not_null().alias("settled"),
    ]
    for d in definitions:
        mark = pl.col(f"counts|{d}")
        flags += [
            (other_class & mark.fill_null(closed) & mark.shift(1).fill_null(closed)).alias(f"{d}|{kind}_run")
            for kind, closed in (("sure", False), ("maybe", True))
        ]
    return flags


@functools.cache
def _capped(definitions: tuple[str, ...]) -> list[pl.Expr]:
    ordered, settled = (pl.col(flag).fill_null(False) for flag in ("ordered", "settled"))
    capped = []
    for d in definitions:
        capped.append(_at_most_one(f"{d}|least", pl.col(f"{d}|sure_run") & ordered))
        capped.append(_at_most_one(f"{d}|most", pl.col(f"{d}|maybe_run") | ~ordered | ~settled))
    return capped


def _at_most_one(count: str, unless: pl.Expr) -> pl.Expr:
    return pl.when(unless).then(count).otherwise(pl.col(count).clip(upper_bound=1))
