"""Each use as a span of days: when it may have begun, and when it certainly and at most ended."""

from __future__ import annotations

from datetime import date

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.intervals import days

TAKEN = ("active", "ended", "unknown", "on_hold")
"""Statuses under which a use is evidence of taking."""


def spans(uses: pl.LazyFrame, as_of: date, facts: Facts) -> pl.LazyFrame:
    """One row per use that says the drug was taken and had begun by ``as_of``.

    Adds ``begin_least``, ``begin_most``, ``end_least``, ``end_most`` (days since 1970; ends half-open and cut at
    ``as_of``), ``exact`` (the first day is known), ``row`` (position), ``ended`` (said to be over; that a fill was handed out
    completely does not say so) and ``firm`` (its end says that the medicine was stopped; that an order ran out does not).
    """
    today = (as_of - date(1970, 1, 1)).days
    taken = pl.col("status").is_in(TAKEN) & (days("started_on_least").fill_null(0) <= today)
    valid_days = int(facts.number("prescription_valid_days"))
    supply_days = int(facts.number("longest_supply_days"))
    return (
        uses.with_row_index("row")
        .filter(taken)
        .with_columns(
            begin_least=_begin("least"),
            begin_most=_begin("most").clip(upper_bound=today),
            said=days("asserted_on").fill_null(today).clip(upper_bound=today),
        )
        .with_columns(exact=(pl.col("begin_least") == pl.col("begin_most")).fill_null(False))
        .with_columns(end_least=_end_least(today, valid_days), end_most=_end_most(today, valid_days, supply_days))
        .with_columns(
            end_least=pl.max_horizontal("end_least", "begin_least").clip(upper_bound=today),
            end_most=pl.max_horizontal("end_most", "begin_most").clip(upper_bound=today),
        )
        .with_columns(
            ended=(pl.col("status") == "ended") & (pl.col("kind") != "dispensed"),
            firm=(pl.col("kind") != "prescribed") | pl.col("stop_reason").is_not_null(),
        )
    )


def _begin(bound: str) -> pl.Expr:
    """The first day; from the stop and the told length when only those are known."""
    other = "most" if bound == "least" else "least"
    counted_back = days(f"stopped_on_{bound}") - pl.col(f"days_reported_{other}").cast(pl.Int64)
    return days(f"started_on_{bound}").fill_null(counted_back)


def _supply(bound: str) -> pl.Expr:
    """Begin plus the days that the supply, or the told length, lasts."""
    told = pl.col("days_supply").fill_null(pl.col(f"days_reported_{bound}"))
    return pl.col(f"begin_{bound}") + told.cast(pl.Int64)


def _end_least(today: int, valid_days: int) -> pl.Expr:
    """The earliest the use can have ended: what the record certainly covers."""
    stopped = pl.col("stopped_on_least").is_not_null() | pl.col("stopped_on_most").is_not_null()
    active = (pl.col("status") == "active") & (pl.col("kind") != "dispensed")
    fresh = (pl.col("kind") != "prescribed") | (today - pl.col("begin_least") <= valid_days)
    return (
        pl.when(stopped)
        .then(days("stopped_on_least"))
        .when(active & fresh & pl.col("begin_least").is_not_null())
        .then(pl.max_horizontal(pl.col("said"), _supply("least")))
        .otherwise(_supply("least"))
        .fill_null(pl.col("begin_least"))
    )


def _end_most(today: int, valid_days: int, supply_days: int) -> pl.Expr:
    """The latest the use can have ended."""
    stopped = pl.col("stopped_on_least").is_not_null() | pl.col("stopped_on_most").is_not_null()
    active = (pl.col("status") == "active") & (pl.col("kind") != "dispensed")
    return (
        pl.when(stopped)
        .then(days("stopped_on_most").fill_null(today))
        .when(active)
        .then(pl.lit(today, pl.Int64))
        .when(_supply("most").is_not_null())
        .then(_supply("most"))
        .when(pl.col("kind") == "administered")
        .then(pl.col("begin_most") + 1)
        .when(pl.col("kind") == "prescribed")
        .then(pl.col("begin_most") + valid_days)
        .when(pl.col("kind") == "dispensed")
        .then(pl.col("begin_most") + supply_days)
        .otherwise(pl.lit(today, pl.Int64))
    )
