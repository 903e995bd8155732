"""FT1xx: was the trial fair? Enough dose, for long enough, and taken as far as fills tell."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.rules.registry import rule
from fairtrial.timeline.intervals import at_least


@rule(
    "FT101",
    "dose_ok",
    "The dose reached the minimum.",
    why="A dose below the usual minimum cannot show whether the medicine works for this person.",
    unknown_when="The dose is not recorded, its bounds straddle the minimum, or the chosen list has no minimum for the drug.",
)
def dose_reached_minimum(facts: Facts) -> pl.Expr:
    """Highest dose held long enough, against the drug's minimum on the chosen list."""
    return at_least("dose_least", "dose_most", "minimum")


@rule(
    "FT102",
    "long_enough",
    "It lasted long enough at or above the minimum dose.",
    why="Most people who respond need several weeks; a shorter trial leaves the question open.",
    unknown_when="Dates or doses leave open whether the weeks at dose reach the number asked for.",
    settings=("adequate_weeks",),
    sources=("SFORZ22", "RYBAK21"),
)
def lasted_long_enough(facts: Facts) -> pl.Expr:
    """Weeks at dose against the general minimum; definitions use their own number through :func:`lasted`."""
    return lasted(facts.number("adequate_weeks"))


def lasted(weeks: float) -> pl.Expr:
    """Weeks at or above the minimum dose reach ``weeks``."""
    return at_least("weeks_at_dose_least", "weeks_at_dose_most", weeks)


@rule(
    "FT103",
    "taken",
    "It was taken: fills cover enough of the days.",
    why="A medicine that was not in the house on many days has not had a fair trial.",
    unknown_when="There are no fills, or a fill has no days of supply.",
    settings=("covered_share",),
)
def taken_as_filled(facts: Facts) -> pl.Expr:
    """Share of days covered by fills."""
    return at_least("coverage_least", "coverage_most", facts.number("covered_share"))


@rule(
    "FT104",
    "fair",
    "The trial was fair: enough dose, long enough, and taken as far as fills tell.",
    why="Only a fair trial says whether the medicine helps this person.",
    unknown_when="Any of the three is unknown and none of them is no. Where nothing was dispensed, taking is as stated.",
    settings=("adequate_weeks", "covered_share"),
    sources=("SFORZ22", "RYBAK21"),
)
def fair_trial(facts: Facts) -> pl.Expr:
    """FT101, FT102 and FT103 together."""
    return _dose_and_taken() & pl.col("long_enough")


def fair_for(weeks: float) -> pl.Expr:
    """A fair trial when a definition asks for ``weeks`` at dose; 0 asks for neither dose nor duration."""
    return pl.lit(True) if weeks == 0 else _dose_and_taken() & lasted(weeks)


def _dose_and_taken() -> pl.Expr:
    return pl.col("dose_ok") & pl.when(pl.col("dispensed")).then("taken").otherwise(True)
