"""Layers of a course that contradict each other: what they span together stands, and nothing is averaged."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from fairtrial.timeline.intervals import computed


def shared(quantity: str) -> list[pl.Expr]:
    """Aggregates: ``<quantity>_least`` and ``_most`` as what all layers share; the least exceeds the most where they
    contradict each other."""
    return [pl.col(f"{quantity}_least").max(), pl.col(f"{quantity}_most").min()]


def disputed_spanned(each: pl.DataFrame, layers: pl.DataFrame, quantities: Iterable[str]) -> pl.LazyFrame:
    """``each`` course with the bounds of every quantity that is ``_apart`` opened to what is in dispute.

    A layer is in dispute when it contradicts another one; a layer that fits all others ("at the latest in June")
    says nothing of the dispute. A null bound of a layer in dispute leaves the result open.
    """
    apart = [name for name in quantities if each.get_column(f"{name}_apart").any()]
    if not apart:
        return each.lazy()
    which = each.lazy().filter(pl.any_horizontal(f"{name}_apart" for name in apart))
    between = which.select("course", *(e for name in apart for e in _shared_by_all(name)))
    spans = (
        layers.lazy()
        .join(between, on="course")
        .group_by("course")
        .agg(e for name in apart for e in _of_disputants(name))
    )
    opened = each.lazy().join(computed(spans).lazy(), on="course", how="left", maintain_order="left")
    return opened.with_columns(e for name in apart for e in _opened(name)).drop(
        f"{name}_{part}" for name in apart for part in ("lowest", "highest")
    )


def _shared_by_all(name: str) -> list[pl.Expr]:
    return [pl.col(f"{name}_least").alias(f"{name}_floor"), pl.col(f"{name}_most").alias(f"{name}_ceiling")]


def _of_disputants(name: str) -> list[pl.Expr]:
    low, high = pl.col(f"{name}_least"), pl.col(f"{name}_most")
    disputes = ((low > pl.col(f"{name}_ceiling")) | (high < pl.col(f"{name}_floor"))).fill_null(False)
    lows, highs = low.filter(disputes), high.filter(disputes)
    return [
        pl.when(~lows.has_nulls()).then(lows.min()).alias(f"{name}_lowest"),
        pl.when(~highs.has_nulls()).then(highs.max()).alias(f"{name}_highest"),
    ]


def _opened(name: str) -> list[pl.Expr]:
    return [
        pl.when(f"{name}_apart").then(f"{name}_{wide}").otherwise(f"{name}_{bound}").alias(f"{name}_{bound}")
        for bound, wide in (("least", "lowest"), ("most", "highest"))
    ]
