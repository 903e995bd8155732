"""Doses that cannot be meant: negative, nothing, far above what anyone takes, or per day for what is given in sessions."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.records.directions import DailyDose


def highest_dose_mg_per_day(drug: str, facts: Facts) -> float | None:
    """The labelled maximum, or else the top of the usual range; null when the drug's file has neither."""
    doses = facts.drugs[drug].doses
    if doses.labelled_maximum_mg_per_day is not None:
        return doses.labelled_maximum_mg_per_day.value
    return doses.usual_mg_per_day.most if doses.usual_mg_per_day is not None else None


def why_absurd(drug: str, least: float | None, most: float | None, facts: Facts) -> str | None:
    """Why a daily dose in mg cannot be meant, without the dose; null when it can, or when none is stated.

    >>> from fairtrial.facts import load
    >>> why_absurd("sertraline", 10000, 10000, load())
    'the daily dose is more than 10 times the labelled maximum'
    """
    stated = [bound for bound in (least, most) if bound is not None]
    if not stated:
        return None
    if min(stated) < 0 or max(stated) <= 0:
        return "the daily dose is zero or negative"
    highest = highest_dose_mg_per_day(drug, facts)
    times = facts.reading_limits["absurd_dose_times_maximum"].value
    if highest is not None and max(stated) > times * highest:
        return f"the daily dose is more than {times:g} times the labelled maximum"
    return None


def without_absurd(drug: str, dose: DailyDose, facts: Facts) -> tuple[DailyDose, str | None]:
    """The dose, or none and what to tell when it cannot be meant.

    >>> from fairtrial.facts import load
    >>> without_absurd("sertraline", DailyDose(50, 50), load())[1] is None
    True
    """
    why = why_absurd(drug, dose.least, dose.most, facts) or _averaged(drug, dose, facts)
    return (DailyDose(), f"{why}; the dose was left out") if why else (dose, None)


def _averaged(drug: str, dose: DailyDose, facts: Facts) -> str | None:
    """Why a dose per day says nothing: 84 mg twice a week would be told as 24 mg a day."""
    doses = facts.drugs[drug].doses
    least = doses.start_mg_per_day.least if doses.start_mg_per_day else None
    if doses.per == "day" or least is None or dose.most is None or dose.most >= least:
        return None
    return "the medicine is given in sessions, and its dose was worked out per day"
