"""Small expressions on days and on quantities known only between two bounds.

Days are whole numbers since 1970 while they are worked on, so that differences are plain subtraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

IntoExpr = pl.Expr | str
FAR_DAYS = 1 << 24
"""Days further apart than any two days or supplies of one drug (about 46,000 years)."""


_AS_WRITTEN = pl.QueryOptFlags.none()


def computed(plan: pl.LazyFrame) -> pl.DataFrame:
    """Compute a plan in memory, just as it is written.

    For one person most of the time would go into improving plans rather than into carrying them out; so plans
    are written narrow and in a good order, and a table that is read twice is computed first. ``collect_all``
    enters the pool of threads once for a plan, where ``collect`` enters it again at every step.
    """
    return pl.collect_all([plan], engine="in-memory", optimizations=_AS_WRITTEN)[0]


def days(column: str) -> pl.Expr:
    """A date column as whole days since 1970, null where unknown."""
    return pl.col(column).cast(pl.Int64)


def as_date(column: str) -> pl.Expr:
    """Whole days since 1970 back to a date."""
    return pl.col(column).cast(pl.Date).alias(column)


def following(column: str, keys: Iterable[str]) -> pl.Expr:
    """The value one row down within the same keys; null on the last row. The table must be sorted by the
    keys."""
    same = pl.all_horizontal(pl.col(k).eq_missing(pl.col(k).shift(-1)) for k in keys)
    return pl.when(same).then(pl.col(column).shift(-1))


def new_group(keys: Iterable[str]) -> pl.Expr:
    """True where a row differs from the row above in any key. The table must be sorted; the first key has no
    nulls."""
    return pl.any_horizontal(pl.col(k).ne_missing(pl.col(k).shift(1)) for k in keys)


def numbered(keys: Sequence[str]) -> pl.Expr:
    """1, 2, 3, ... for each group of rows with the same keys, null like null. The table must be sorted by the
    keys."""
    group = pl.col(keys[0]) if len(keys) == 1 else pl.struct(keys)
    return (group.rle_id().cast(pl.Int64) + 1).set_sorted()


def counted(starts: pl.Expr) -> pl.Expr:
    """1, 2, 3, ... one more wherever ``starts`` is true."""
    return starts.cum_sum().cast(pl.Int64)


def running_most(column: str, group: str, far: int) -> pl.Expr:
    """Running maximum of ``column`` that starts afresh with each ``group``.

    ``group`` must number the groups upwards in row order; ``far`` must exceed any difference inside the
    column. Adding ``group * far`` makes every later group larger than all before it, so one cumulative
    maximum serves all groups.
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


def bounds_of(quantity: str) -> list[pl.Expr]:
    """Aggregates over several statements of one quantity, for :func:`agreed` to bring together.

    Leaves ``<quantity>_least`` and ``_most`` (what all share), ``_lowest`` and ``_highest`` (what they span),
    and whether any of them is open below or above.
    """
    low, high = pl.col(f"{quantity}_least"), pl.col(f"{quantity}_most")
    return [
        low.max(),
        high.min(),
        low.min().alias(f"{quantity}_lowest"),
        high.max().alias(f"{quantity}_highest"),
        low.has_nulls().alias(f"{quantity}_open_below"),
        high.has_nulls().alias(f"{quantity}_open_above"),
    ]


def contradictions(quantity: str, tolerance: float = 0) -> list[pl.Expr]:
    """From :func:`bounds_of`: ``<quantity>_apart`` where statements contradict each other, and
    ``<quantity>_conflict`` where they lie more than ``tolerance`` apart."""
    low, high = pl.col(f"{quantity}_least"), pl.col(f"{quantity}_most")
    return [
        (low > high).fill_null(False).alias(f"{quantity}_apart"),
        (low - high > tolerance).fill_null(False).alias(f"{quantity}_conflict"),
    ]


def agreed(quantity: str) -> list[pl.Expr]:
    """Bounds of one quantity from :func:`bounds_of` and :func:`contradictions`.

    Statements that overlap are cut down to what they share; statements that contradict each other are
    spanned. Nothing is averaged. A null bound is open.
    """
    together = ~pl.col(f"{quantity}_apart")
    least, most = f"{quantity}_least", f"{quantity}_most"
    return [
        pl.when(together)
        .then(least)
        .when(~pl.col(f"{quantity}_open_below"))
        .then(f"{quantity}_lowest")
        .alias(least),
        pl.when(together)
        .then(most)
        .when(~pl.col(f"{quantity}_open_above"))
        .then(f"{quantity}_highest")
        .alias(most),
    ]


def only_for_agreed(quantity: str) -> list[str]:
    """The columns that :func:`agreed` reads and nobody else."""
    return [f"{quantity}_{part}" for part in ("lowest", "highest", "open_below", "open_above")]
