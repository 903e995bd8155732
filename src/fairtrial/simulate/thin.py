"""Records made poorer, one way at a time: fields blanked, dates coarsened, scores lost.

Each way takes the history tables and a share between 0 and 1, and changes about that share of the rows it
concerns. Rows
are drawn by seed, so that the same seed thins the same rows, and a larger share thins a superset of them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import polars as pl

from fairtrial.tables import History

Way = Callable[[pl.DataFrame, pl.Series], pl.DataFrame]


def thinned(history: History, way: str, share: float, seed: int) -> History:
    """The history after one way of thinning. Raises KeyError for an unknown way."""
    table, change = WAYS[way]
    frame: pl.DataFrame = getattr(history, table)
    draw = np.random.default_rng([seed, zlib.crc32(way.encode())]).random(frame.height)
    return replace(history, **{table: change(frame, pl.Series(draw < share))})


def _blank(*columns: str, only: pl.Expr | None = None) -> Way:
    """The columns become null in the chosen rows."""

    def change(frame: pl.DataFrame, chosen: pl.Series) -> pl.DataFrame:
        rows = pl.lit(chosen) if only is None else pl.lit(chosen) & only
        return frame.with_columns(pl.when(~rows).then(pl.col(c)).alias(c) for c in columns)

    return change


def _coarse(every: str, least: str, most: str, only: pl.Expr | None = None) -> Way:
    """A day becomes its month or year."""

    def change(frame: pl.DataFrame, chosen: pl.Series) -> pl.DataFrame:
        rows = pl.lit(chosen) if only is None else pl.lit(chosen) & only
        first = pl.col(least).dt.truncate(every)
        last = pl.col(most).dt.truncate(every).dt.offset_by(every).dt.offset_by("-1d")
        return frame.with_columns(
            pl.when(rows).then(first).otherwise(pl.col(least)).alias(least),
            pl.when(rows).then(last).otherwise(pl.col(most)).alias(most),
        )

    return change


def _silent_status(frame: pl.DataFrame, chosen: pl.Series) -> pl.DataFrame:
    status = pl.when(pl.lit(chosen)).then(pl.lit("unknown")).otherwise(pl.col("status"))
    return frame.with_columns(status=status)


def _dropped(frame: pl.DataFrame, chosen: pl.Series, only: pl.Expr | None = None) -> pl.DataFrame:
    rows = pl.lit(chosen) if only is None else pl.lit(chosen) & only
    return frame.filter(~rows)


_FILL, _ORDER = pl.col("kind") == "dispensed", pl.col("kind") == "prescribed"
_STARTED, _STOPPED = ("started_on_least", "started_on_most"), ("stopped_on_least", "stopped_on_most")
_DOSE, _ON = ("dose_mg_per_day_least", "dose_mg_per_day_most"), ("on_least", "on_most")

WAYS: dict[str, tuple[str, Way]] = {
    "dose blank": ("uses", _blank(*_DOSE)),
    "supply blank": ("uses", _blank("days_supply")),
    "stop reason blank": ("uses", _blank("stop_reason")),
    "stop blank": ("uses", _blank(*_STOPPED)),
    "stop to month": ("uses", _coarse("1mo", *_STOPPED)),
    "stop to year": ("uses", _coarse("1y", *_STOPPED)),
    "status unknown": ("uses", _silent_status),
    "order start to month": ("uses", _coarse("1mo", *_STARTED, only=_ORDER)),
    "order start blank": ("uses", _blank(*_STARTED, only=_ORDER)),
    "fill start to month": ("uses", _coarse("1mo", *_STARTED, only=_FILL)),
    "fill start to year": ("uses", _coarse("1y", *_STARTED, only=_FILL)),
    "fill start blank": ("uses", _blank(*_STARTED, only=_FILL)),
    "orders lost": ("uses", partial(_dropped, only=_ORDER)),
    "fills lost": ("uses", partial(_dropped, only=_FILL)),
    "score blank": ("scores", _blank("total")),
    "score day to month": ("scores", _coarse("1mo", *_ON)),
    "score day blank": ("scores", _blank(*_ON)),
    "scores lost": ("scores", _dropped),
    "diagnosis blank": ("conditions", _blank("started_on_least", "started_on_most", "certainty")),
}
"""Way -> table it concerns, and what it does to the chosen rows."""
