"""Small expressions on days and on quantities known only between two bounds.

Days are whole numbers since 1970 while they are worked on, so that differences are plain subtraction.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

IntoExpr = pl.Expr | str


def computed(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Compute a table that several later steps read, so that none of them computes it again."""
    return frame.collect().lazy()


def days(column: str) -> pl.Expr:
    """A date column as whole days since 1970, null where unknown."""
    return pl.col(column).cast(pl.Int32).cast(pl.Int64)


def as_date(column: str) -> pl.Expr:
    """Whole days since 1970 back to a date."""
    return pl.col(column).cast(pl.Int32).cast(pl.Date).alias(column)


def previous(column: str, keys: Iterable[str]) -> pl.Expr:
    """The value one row up within the same keys; null on the first row. The table must be sorted by the keys."""
    return pl.when(same_group(keys)).then(pl.col(column).shift(1))


def following(column: str, keys: Iterable[str]) -> pl.Expr:
    """The value one row down within the same keys; null on the last row. The table must be sorted by the keys."""
    same = pl.all_horizontal(pl.col(k).eq_missing(pl.col(k).shift(-1)) for k in keys)
    return pl.when(same).then(pl.col(column).shift(-1))


def same_group(keys: Iterable[str]) -> pl.Expr:
    """True where a row has the same keys as the row above. The table must be sorted by the keys."""
    return pl.all_horizontal(pl.col(k).eq_missing(pl.col(k).shift(1)) for k in keys).fill_null(False)


def running_most(column: str, group: str, far: int) -> pl.Expr:
    """Running maximum of ``column`` that starts afresh with each ``group``.

    ``group`` must number the groups upwards in row order; ``far`` must exceed any difference inside the column. Adding
    ``group * far`` makes every later group larger than all before it, so one cumulative maximum serves all groups.
    """
    lift = pl.col(group) * far
    return (pl.col(column) + lift).cum_max() - lift


def at_least(least: IntoExpr, most: IntoExpr, bound: IntoExpr | float) -> pl.Expr:
    """Is the quantity at least ``bound``? yes, no, or null when the bounds straddle it or are open."""
    low, high, edge = _expr(least), _expr(most), _expr(bound)
    return pl.when(low >= edge).then(True).when(high < edge).then(False)


def below(least: IntoExpr, most: IntoExpr, bound: IntoExpr | float) -> pl.Expr:
    """Is the quantity below ``bound``? The opposite of :func:`at_least`."""
    return ~at_least(least, most, bound)


def at_most(least: IntoExpr, most: IntoExpr, bound: IntoExpr | float) -> pl.Expr:
    """Is the quantity at most ``bound``?"""
    low, high, edge = _expr(least), _expr(most), _expr(bound)
    return pl.when(high <= edge).then(True).when(low > edge).then(False)


def _expr(value: IntoExpr | float) -> pl.Expr:
    if isinstance(value, pl.Expr):
        return value
    return pl.col(value) if isinstance(value, str) else pl.lit(value)


def agreed(quantity: str, tolerance: float = 0) -> list[pl.Expr]:
    """Aggregates that bring several statements of one quantity together.

    Statements that overlap are cut down to what they share; statements that contradict each other are spanned, and
    ``<quantity>_apart`` says so, and ``<quantity>_conflict`` when they lie more than ``tolerance`` apart. Nothing is averaged. A null bound is
    open.
    """
    low, high = pl.col(f"{quantity}_least"), pl.col(f"{quantity}_most")
    shared_low, shared_high = low.max(), high.min()
    apart = (shared_low > shared_high).fill_null(False)
    any_open_low, any_open_high = low.is_null().any(), high.is_null().any()
    return [
        pl.when(apart).then(pl.when(~any_open_low).then(low.min())).otherwise(shared_low).alias(f"{quantity}_least"),
        pl.when(apart).then(pl.when(~any_open_high).then(high.max())).otherwise(shared_high).alias(f"{quantity}_most"),
        apart.alias(f"{quantity}_apart"),
        (shared_low - shared_high > tolerance).fill_null(False).alias(f"{quantity}_conflict"),
    ]
