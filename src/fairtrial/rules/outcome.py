"""FT2xx: what the trial did."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.rules.registry import rule
from fairtrial.timeline.intervals import at_least, below

_OPEN = "No pair of scores on one scale and no report says how much it helped, or the bounds straddle the threshold."


@rule(
    "FT201",
    "no_response",
    "It did not help: improvement below 25 %.",
    why="Less than a quarter better is what consensus calls no response.",
    unknown_when=_OPEN,
    settings=("partial_percent",),
    sources=("SFORZ22",),
)
def no_response(facts: Facts) -> pl.Expr:
    """Improvement below the partial threshold."""
    return below("improvement_least", "improvement_most", facts.number("partial_percent"))


@rule(
    "FT202",
    "partial",
    "It helped in part: improvement from 25 % to under 50 %.",
    why="A partial benefit is something to build on, not a failure.",
    unknown_when=_OPEN,
    settings=("partial_percent", "response_percent"),
    sources=("SFORZ22",),
)
def partial_response(facts: Facts) -> pl.Expr:
    """Improvement between the two thresholds."""
    bounds = ("improvement_least", "improvement_most")
    return at_least(*bounds, facts.number("partial_percent")) & below(
        *bounds, facts.number("response_percent")
    )


@rule(
    "FT203",
    "response",
    "It helped: improvement of at least 50 %.",
    why="Half better is the field's word for response.",
    unknown_when=_OPEN,
    settings=("response_percent",),
)
def response(facts: Facts) -> pl.Expr:
    """Improvement at or above the response threshold."""
    return at_least("improvement_least", "improvement_most", facts.number("response_percent"))


@rule(
    "FT204",
    "remitted",
    "Remission: the last score was at or below the scale's cut-off, or remission was reported.",
    why="Remission, not response, is the aim of treatment.",
    unknown_when="There is no endpoint score and nobody reported remission, or sources disagree.",
    sources=("RUSH06",),
)
def remission(facts: Facts) -> pl.Expr:
    """As measured by the outcome table."""
    return pl.col("remission")


@rule(
    "FT205",
    "lost",
    "A response was lost while the medicine was still taken.",
    why="A medicine that helped and then stopped helping is a different history from one that never helped.",
    unknown_when="There are not enough scores during the trial and nobody reported it.",
    settings=("lost_within_percent",),
)
def lost_response(facts: Facts) -> pl.Expr:
    """As measured by the outcome table."""
    return pl.col("lost_response")


@rule(
    "FT206",
    "intolerant",
    "It was stopped for side effects before the trial was fair.",
    why="A medicine that could not be tolerated was not tried long enough to know whether it would have helped.",
    unknown_when="The reason for stopping is not recorded, or it is open whether the trial was fair.",
    settings=("adequate_weeks", "covered_share"),
    sources=("SFORZ22",),
)
def intolerant(facts: Facts) -> pl.Expr:
    """Stopped for side effects and not a fair trial."""
    return pl.col("side_effect_stop") & ~pl.col("fair")


def state(facts: Facts) -> pl.Expr:
    """The one word for a trial, from the verdict columns; ``undetermined`` where they leave it open."""
    lost = pl.col("lost").fill_null(False)
    return (
        pl.when(pl.col("remitted") & ~lost).then(pl.lit("remission"))
        .when(pl.col("response") | lost).then(pl.lit("response"))
        .when("intolerant").then(pl.lit("intolerant"))
        .when(_still_short(facts)).then(pl.lit("ongoing"))
        .when(~pl.col("dose_ok")).then(pl.lit("inadequate_dose"))
        .when(pl.col("dispensed") & ~pl.col("taken")).then(pl.lit("low_adherence"))
        .when(~pl.col("fair")).then(pl.lit("inadequate_duration"))
        .when(pl.col("fair") & pl.col("no_response")).then(pl.lit("adequate_no_response"))
        .when(pl.col("fair") & pl.col("partial")).then(pl.lit("adequate_partial"))
        .when(pl.col("fair") & _unrated()).then(pl.lit("unrated"))
        .otherwise(pl.lit("undetermined"))
    )  # fmt: skip


def _still_short(facts: Facts) -> pl.Expr:
    """Taken now, and not yet for the weeks asked for at a dose that counts."""
    time_left = below("weeks_least", "weeks_most", facts.number("adequate_weeks"))
    raised_lately = pl.col("dose_ok") & ~pl.col("long_enough")
    return pl.col("ongoing") & (time_left | raised_lately)


def _unrated() -> pl.Expr:
    open_ends = pl.col("improvement_least").is_null() & pl.col("improvement_most").is_null()
    return open_ends & pl.col("remitted").is_null()
