"""Each use as a span of days: when it may have begun, and when it certainly and at most ended."""

from __future__ import annotations

import functools
from datetime import date

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.day_numbers import day_number
from fairtrial.timeline.denials import denials, until_denied
from fairtrial.timeline.intervals import computed, days, numbered

TAKEN = ("active", "ended", "unknown", "on_hold")
"""Statuses under which a use is evidence of taking."""
_KEPT = (
    "person_id", "drug", "kind", "status", "days_reported_least", "days_reported_most",
    "dose_mg_per_day_least", "dose_mg_per_day_most", "purpose", "stop_reason", "response",
    "improvement_percent_least", "improvement_percent_most", "record",
)  # fmt: skip
_IS_TAKEN = pl.col("status").is_in(TAKEN)
_OF_KNOWN_DAYS = (
    (pl.col("kind") == "dispensed")
    & (pl.col("started_on_least") == pl.col("started_on_most"))
    & (pl.col("stopped_on_least") == pl.col("stopped_on_most"))
)
_OF_KNOWN_LENGTH = (pl.col("kind") == "dispensed") & (
    pl.col("days_reported_least") == pl.col("days_reported_most")
)
_DAYS_OF_FILL = (
    pl.when(_OF_KNOWN_DAYS)
    .then((days("stopped_on_least") - days("started_on_least")).cast(pl.Float64))
    .when(_OF_KNOWN_LENGTH)
    .then("days_reported_least")
)
"""A fill that states no supply but the day it ended, or how long it lasted, was supplied for so long."""


def spans(uses: pl.DataFrame, as_of: date, facts: Facts) -> pl.DataFrame:
    """One row per use that says the drug was taken, sorted by person, drug, kind and first day.

    ``told_on`` is the day a use speaks of, where that is known and not after ``as_of``.
    ``uses`` hold nothing that began after ``as_of`` (see :mod:`fairtrial.timeline.until`).
    Adds ``begin_least``, ``begin_most``, ``end_least``, ``end_most`` (days since 1970; ends half-open and cut
    at ``as_of``), ``exact`` (the first day is known), ``row`` (position), ``ended`` (said to be over; that a
    fill was handed out completely does not say so), ``firm`` (its end says that the medicine was stopped;
    that an order ran out does not) and ``who_what`` (a number for each person and drug) and ``day`` (for each
    person, drug, kind and first day). ``taken_on`` is the day of which somebody says that the drug is taken, begun or
    stopped, where that is all that is known of its days; ``goes_on`` says that it is taken from then on.
    """
    today = day_number(as_of)
    taken = (
        uses.lazy()
        .select(_told(today))
        .filter(_IS_TAKEN)
        .with_columns(_begins(today))
        .with_columns(_ends(today, facts))
    )
    return computed(
        until_denied(taken, denials(uses))
        .sort("person_id", "drug", "kind", "begin_least")
        .with_columns(_after_sorting(today))
        .with_columns(_of_a_day(int(facts.number("taken_between_days"))))
    )


@functools.cache
def _told(today: int) -> list[pl.Expr]:
    """What a use says, with first and last days as numbers, and the day it speaks of."""
    return [
        pl.row_index("row"),
        pl.col(_KEPT),
        pl.coalesce("days_supply", _DAYS_OF_FILL).alias("days_supply"),
        days("started_on_least").alias("begin_least"),
        days("started_on_most").alias("begin_most"),
        days("stopped_on_least").alias("stop_least"),
        days("stopped_on_most").alias("stop_most"),
        pl.when(days("asserted_on") <= today).then(days("asserted_on")).alias("told_on"),
    ]


@functools.cache
def _begins(today: int) -> list[pl.Expr]:
    """First days, counted back from the stop when only that and the told length are known, and what the ends
    need.

    A first day without a latest bound is at the latest the day of the review.
    """
    least = pl.coalesce("begin_least", pl.col("stop_least") - pl.col("days_reported_most").cast(pl.Int64))
    most = pl.coalesce("begin_most", pl.col("stop_most") - pl.col("days_reported_least").cast(pl.Int64))
    latest = pl.when(least.is_not_null()).then(pl.lit(today, pl.Int64))
    return [
        least.alias("begin_least"),
        pl.coalesce(most, latest).clip(upper_bound=today).alias("begin_most"),
        pl.any_horizontal(pl.col("stop_least", "stop_most").is_not_null()).alias("stopped"),
        ((pl.col("status") == "active") & (pl.col("kind") != "dispensed")).alias("going_on"),
        pl.col("told_on").fill_null(today).alias("said"),
        *(
            pl.coalesce("days_supply", f"days_reported_{bound}").cast(pl.Int64).alias(f"lasts_{bound}")
            for bound in ("least", "most")
        ),
    ]  # fmt: skip


@functools.cache
def _ends(today: int, facts: Facts) -> list[pl.Expr]:
    """The earliest and the latest that the use can have ended, before they are held between its begin and
    ``today``.

    Least: the stop; else what the supply or the told length covers, and for a use said to go on the day that
    was said, unless the order is too old. Most: the stop; today while it goes on; else what supply or length
    allow; else as long as this kind of record may be relied on.
    """
    valid, supply = int(facts.number("prescription_valid_days")), int(facts.number("longest_supply_days"))
    fresh = (pl.col("kind") != "prescribed") | (today - pl.col("begin_least") <= valid)
    still = pl.when(pl.col("going_on") & fresh & pl.col("begin_least").is_not_null()).then("said")
    paused = (pl.col("status") == "on_hold") & (pl.col("kind") == "prescribed")
    used = pl.when(~paused).then(pl.col("begin_least") + pl.col("lasts_least")).otherwise("begin_least")
    covered = pl.max_horizontal(used, still)
    lasting = pl.col("kind").replace_strict(
        {"administered": 1, "prescribed": valid, "dispensed": supply}, default=None, return_dtype=pl.Int64
    )
    open_order = pl.col("kind") == "prescribed"
    now = pl.lit(today, pl.Int64)
    return [
        pl.when("stopped").then("stop_least").otherwise(covered).alias("end_least"),
        pl.coalesce(
            "stop_most",
            pl.when(
                pl.col("stopped") | pl.col("going_on") | (open_order & pl.col("lasts_most").is_null())
            ).then(now),
            pl.col("begin_most") + pl.col("lasts_most"),
            pl.when(lasting.is_null()).then(now).otherwise(pl.col("begin_most") + lasting),
        ).alias("end_most"),
    ]


@functools.cache
def _after_sorting(today: int) -> list[pl.Expr]:
    return [
        pl.max_horizontal("end_least", "begin_least").clip(upper_bound=today).alias("end_least"),
        pl.max_horizontal("end_most", "end_least", "begin_most").clip(upper_bound=today).alias("end_most"),
        pl.col("begin_least").eq(pl.col("begin_most")).fill_null(False).alias("exact"),
        ((pl.col("status") == "ended") & (pl.col("kind") != "dispensed")).alias("ended"),
        ((pl.col("kind") != "prescribed") | pl.col("stop_reason").is_not_null()).alias("firm"),
        numbered(["person_id", "drug"]).alias("who_what"),
        numbered(["person_id", "drug", "kind", "begin_least"]).alias("day"),
    ]  # fmt: skip


OF_A_DAY = pl.col("taken_on").is_not_null()
"""Uses that speak of one day: the drug is taken, begun, or stopped on it."""
_BEGINS_THEN = pl.col("exact") & (pl.col("begin_least") == pl.col("told_on"))
_GOES_ON = (
    pl.col("going_on")
    & (pl.col("kind") == "reported")
    & ~pl.col("stopped")
    & pl.col("told_on").is_not_null()
    & (pl.col("begin_least").is_null() | _BEGINS_THEN)
)
"""Somebody says on a known day that the drug is being taken, or begun on that day."""


@functools.cache
def _of_a_day(apart: int) -> list[pl.Expr]:
    """The one day a use speaks of: the day of the word, or of the stop when that is all that is known of it."""
    from_then = pl.col("stop_most").is_null() & (pl.col("stop_least") == pl.col("told_on"))
    known = (pl.col("stop_most") - pl.col("stop_least") <= apart) | from_then
    by_then = pl.col("stop_least").is_null() & (pl.col("stop_most") == pl.col("told_on"))
    alone = (pl.col("kind") == "reported") & pl.col("begin_least").is_null()
    stop = pl.when(alone & (known | by_then)).then(pl.coalesce("stop_least", "stop_most"))
    taken_on = pl.when(_GOES_ON).then("told_on").otherwise(stop)
    return [
        _GOES_ON.alias("goes_on"),
        taken_on.alias("taken_on"),
        (pl.col("exact") & taken_on.is_null()).alias("exact"),
    ]
