"""Small expressions over sorted tables."""

from __future__ import annotations

import polars as pl

PERSON = ("person_id",)
PERSON_DRUG = ("person_id", "drug")


def first_of(keys: tuple[str, ...]) -> pl.Expr:
    """True on the first row of each group. The table must be sorted by the keys."""
    return ~pl.all_horizontal(pl.col(k) == pl.col(k).shift(1) for k in keys).fill_null(False)


def running_sum(value: pl.Expr) -> pl.Expr:
    """Sum of ``value`` up to this row within the person."""
    whole = value.cast(pl.Int64).cum_sum()
    before = whole - value.cast(pl.Int64)
    return whole - pl.when(first_of(PERSON)).then(before).forward_fill()
