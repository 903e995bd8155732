"""Doses that cannot be meant: negative, nothing, or far above what anyone takes."""

from __future__ import annotations

from fairtrial.facts import Facts


def highest_dose_mg_per_day(drug: str, facts: Facts) -> float | None:
    """The labelled maximum, or else the top of the usual range; null when the drug's file has neither."""
    doses = facts.drugs[drug].doses
    if doses.labelled_maximum_mg_per_day is not None:
        return doses.labelled_maximum_mg_per_day.value
    return doses.usual_mg_per_day.most if doses.usual_mg_per_day is not None else None


def why_absurd(drug: str, least: float, most: float, facts: Facts) -> str | None:
    """Why a daily dose in mg cannot be meant, without the dose; null when it can.

    >>> from fairtrial.facts import load
    >>> why_absurd("sertraline", 10000, 10000, load())
    'the daily dose is more than 10 times the labelled maximum'
    """
    if least < 0 or most <= 0:
        return "the daily dose is zero or negative"
    highest = highest_dose_mg_per_day(drug, facts)
    times = facts.reading_limits["absurd_dose_times_maximum"].value
    if highest is not None and most > times * highest:
        return f"the daily dose is more than {times:g} times the labelled maximum"
    return None
