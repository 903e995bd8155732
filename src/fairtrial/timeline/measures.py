"""How long, how much and how regularly: each course measured between least and most.

Every kind of evidence (fills, orders, administrations, reports) is a layer that is measured by itself; layers
that agree narrow each other, layers that contradict each other widen the result and are named as a conflict.
"""

from __future__ import annotations

import functools

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.day_numbers import DAYS_PER_WEEK
from fairtrial.timeline.disputed import disputed_spanned, shared
from fairtrial.timeline.intervals import computed, contradictions, numbered
from fairtrial.timeline.taken_between import BETWEEN_VISITS

_DISPENSED = pl.col("kind") == "dispensed"


def layers(steps: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """One row per course, kind of evidence and statement, with its own measures."""
    held = int(facts.number("dose_held_days"))
    each = steps.with_columns(*_holds(held), _EACH).group_by("each", maintain_order=True).agg(_OF_LAYER)
    return each.with_columns(_OPEN_MEASURES).drop(_ONLY_FOR_MEASURES)


_EACH = numbered(["course", "layer", "kind"]).alias("each")
"""Steps of one layer stand together."""


@functools.cache
def _holds(held_days: int) -> list[pl.Expr]:
    """Whether each step held its dose long enough: surely, and possibly."""
    return [
        (pl.col("days_least") >= held_days).alias("held"),
        (pl.col("days_most") >= held_days).fill_null(True).alias("may_be_held"),
    ]


_LOW, _HIGH, _MAYBE = pl.col("dose_least"), pl.col("dose_most"), pl.col("may_be_held")
_OF_LAYER = [
    pl.col("person_id", "drug", "course", "layer", "kind").first(),
    pl.col("start_least", "start_most").min(),
    pl.col("stop_least", "stop_most").max(),
    pl.col("days_least", "days_most", "at_days_least", "at_days_most", "covered_least", "covered_most").sum(),
    *(pl.col(c).has_nulls().alias(f"{c}_open") for c in ("days_most", "at_days_most", "covered_most")),
    _LOW.is_not_null().any().alias("dosed"),
    # The highest dose held long enough; when none can have been, the highest there is.
    _LOW.filter("held").max().alias("held_dose"),
    pl.col("held").any().alias("any_held"),
    pl.coalesce(_LOW.filter(_MAYBE).min(), _LOW.max()).alias("dose_least"),
    pl.coalesce(_HIGH.filter(_MAYBE).max(), _HIGH.max()).alias("dose_most"),
    *(
        (bound.is_null() & _MAYBE).any().alias(f"dose_{side}_open")
        for side, bound in (("least", _LOW), ("most", _HIGH))
    ),
    pl.col("reached").fill_null(False).all().alias("always_at_dose"),
    (~pl.col("reached").fill_null(True)).all().alias("never_at_dose"),
    pl.col("ended").all(),
    pl.col("firm").last(),
]
_ONLY_FOR_MEASURES = (
    "each", "dosed", "dose_least_open", "dose_most_open", "held_dose", "any_held", "days_most_open", "at_days_most_open", "covered_most_open",
)  # fmt: skip
_BOUNDED = ~pl.col("dose_most_open") | ~pl.col("days_most_open")
_LEAST_TELLS = ~pl.col("dose_least_open") & _BOUNDED
"""A strength told of a whole time bounds the dose from below; one told of a single day, and no highest, may not have been held."""
_OPEN_MEASURES = [
    # What was surely held decides, known or not; else a dose that may have been held, if all such are known.
    pl.when("any_held").then("held_dose").when(_LEAST_TELLS).then("dose_least").alias("dose_least"),
    pl.when(~pl.col("days_most_open")).then("days_most").alias("days_most"),
    pl.when(pl.col("dosed") & ~pl.col("at_days_most_open")).then("at_days_most").alias("at_days_most"),
    pl.when(_DISPENSED & ~pl.col("covered_most_open")).then("covered_most").alias("covered_most"),
    pl.when(_DISPENSED).then("covered_least").alias("covered_least"),
    pl.when(~pl.col("dose_least_open") & ~pl.col("dose_most_open")).then("dose_most").alias("dose_most"),
    *(pl.when("dosed").then(c).alias(c) for c in ("at_days_least", "always_at_dose", "never_at_dose")),
]
"""A sum stays open when a part of it is open; measures at dose need a dose, coverage needs fills."""


def measured(layers: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """One row per course: weeks, weeks at dose, highest dose, coverage, evidence, each between least and
    most.

    ``between_visits`` says that days between visits count among them (see :mod:`fairtrial.timeline.taken_between`).
    """
    in_order = computed(layers.with_columns(_OF_FILLS).with_columns(_SOFTENED).sort("course"))
    each = in_order.lazy().group_by("course", maintain_order=True).agg(_OF_COURSE)
    course = computed(each.with_columns(_contradictions(facts)))
    agreed = disputed_spanned(course, in_order, _QUANTITIES)
    return (
        agreed.with_columns(_together(int(facts.number("permitted_gap_days"))))
        .with_columns(_MAY_HAVE_STOPPED)
        .with_columns(_WEEKS)
        .drop(_ONLY_FOR_COURSE)
    )


_OF_FILLS = [
    pl.when(_DISPENSED)
    .then((pl.col("stop_most") - pl.col("start_least")).clip(lower_bound=1))
    .alias("longest"),
    pl.when(_DISPENSED)
    .then((pl.col("stop_least") - pl.col("start_most")).clip(lower_bound=1))
    .alias("shortest"),
    (_DISPENSED & pl.col("covered_most").is_null()).alias("covered_open"),
    (_DISPENSED & pl.col("start_least").is_null()).alias("span_open"),
    (~pl.col("firm") & pl.col("course").is_in(pl.col("course").filter(_DISPENSED).implode())).alias(
        "ran_out"
    ),
]
"""Days between first and last of each layer of fills, at least one; and orders that ran out beside fills."""
_SOFTENED = [pl.when(~pl.col("ran_out")).then(c).alias(c) for c in ("stop_most", "days_most")]
"""An order that ran out bounds nothing from above where fills tell how long it was taken."""

_QUANTITIES = ("start", "stop", "days", "at_days", "dose")
_OF_COURSE = [
    pl.col("person_id", "drug").first(),
    *(expression for quantity in _QUANTITIES for expression in shared(quantity)),
    pl.col("covered_least", "covered_most", "longest", "shortest").sum(),
    pl.col("covered_open", "span_open").any(),
    pl.col("always_at_dose", "never_at_dose", "ended").all(),
    pl.col("at_days_least").is_not_null().any().alias("dosed"),
    pl.col("kind").is_in(["prescribed", "administered"]).any().alias("documented"),
    (_DISPENSED | pl.col("beside_fills")).any().alias("dispensed"),
    ((pl.col("layer") == BETWEEN_VISITS) & (pl.col("days_least") > 0)).any().alias("between_visits"),
]
_ONLY_FOR_COURSE = [
    "covered_least", "covered_most", "longest", "shortest", "covered_open", "span_open",
]  # fmt: skip


@functools.cache
def _contradictions(facts: Facts) -> list[pl.Expr]:
    """Doses may not differ at all, days by a tolerance."""
    days = facts.number("conflict_days")
    return [
        e for quantity in _QUANTITIES for e in contradictions(quantity, 0 if quantity == "dose" else days)
    ]


_SPANNED = pl.col("dispensed") & ~pl.col("span_open") & (pl.col("longest") > 0)
_COVERED = pl.col("dispensed") & ~pl.col("covered_open") & (pl.col("shortest") > 0)


@functools.cache
def _together(gap: int) -> list[pl.Expr]:
    """Coverage and evidence. Coverage is at most 1, and open where fills have no dates.

    Where an order or a report says that it was taken for longer than fills and a permitted gap reach, fills may cover a
    part of that only.
    """
    beyond = pl.col("days_apart") & (pl.col("days_most") > pl.col("longest") + gap)
    longest = pl.when(beyond.fill_null(False)).then("days_most").otherwise("longest")
    evidence = (
        pl.when("documented").then(pl.lit("documented")).when("dispensed").then(pl.lit("dispensed"))
        .otherwise(pl.lit("reported"))
    )  # fmt: skip
    return [
        pl.when(_SPANNED).then((pl.col("covered_least") / longest).clip(0, 1)).alias("coverage_least"),
        pl.when(_COVERED)
        .then((pl.col("covered_most") / pl.col("shortest")).clip(0, 1))
        .alias("coverage_most"),
        evidence.alias("evidence"),
    ]


_EARLIER = pl.min_horizontal("stop_least", pl.col("start_least") + pl.col("days_least"))
_MAY_HAVE_STOPPED = (
    pl.when(pl.col("days_apart") & (pl.col("start_least") == pl.col("start_most")))
    .then(_EARLIER)
    .otherwise("stop_least")
    .alias("stop_least")
)
"""Told to have been taken for two weeks of a supply of 30 days: it may have been stopped then."""


def _weeks() -> list[pl.Expr]:
    """Days in all and at dose as weeks; a dose always (or never) high enough settles the days at dose.

    Where sources contradict each other about the days, the days in dispute may be days at dose; where they do so about
    the stop, what was supplied for days after the earlier one was perhaps not taken.
    """
    disputed = pl.when("days_apart").then(pl.col("days_most") - pl.col("days_least")).otherwise(0)
    sure = (pl.col("at_days_least") - disputed).clip(lower_bound=0).fill_null(0)
    always, never = pl.col("dosed") & pl.col("always_at_dose"), pl.col("dosed") & pl.col("never_at_dose")
    within = pl.min_horizontal("days_most", pl.col("stop_most") - pl.col("start_least"))
    cut = pl.col("stop_apart") & (pl.col("start_least") == pl.col("start_most"))
    until = (pl.col("stop_least") - pl.col("start_least")).clip(lower_bound=0)
    taken = pl.when(cut).then(pl.min_horizontal("days_least", until)).otherwise("days_least")
    longest = pl.when(within.is_not_null()).then(pl.max_horizontal(within, "days_least"))
    most = pl.when(never).then(0).otherwise(pl.min_horizontal("at_days_most", longest))
    least = pl.when(always).then(taken).otherwise(pl.min_horizontal(sure, most, taken))
    return [
        (taken / DAYS_PER_WEEK).alias("weeks_least"),
        (longest / DAYS_PER_WEEK).alias("weeks_most"),
        (least / DAYS_PER_WEEK).alias("weeks_at_dose_least"),
        (most / DAYS_PER_WEEK).alias("weeks_at_dose_most"),
    ]


_WEEKS = _weeks()
