"""Lengths and doses in words."""

from __future__ import annotations

from typing import Any

from fairtrial.facts import Facts
from fairtrial.facts.letter import LetterWords
from fairtrial.timeline.day_numbers import DAYS_PER_WEEK


def length(trial: dict[str, Any], facts: Facts, words: LetterWords) -> str | None:
    """How long a medicine was taken; null when the records leave it open."""
    least, most = trial["weeks"]["least"], trial["weeks"]["most"]
    told = _weeks(least or 0, most, facts, words)
    return words.length["so_far"].format(length=told) if told and trial["ongoing"] else told


def _weeks(least: float, most: float | None, facts: Facts, words: LetterWords) -> str | None:
    in_months = max(least, most or 0) >= facts.letter_page.months_from_weeks.value
    per = facts.number("days_per_month") / DAYS_PER_WEEK if in_months else 1
    low, high = round(least / per), None if most is None else round(most / per)
    unit = "months" if in_months else "weeks"
    if high is None:
        return words.length[f"{unit}_least"].format(n=low) if low else None
    if low == 0 and high > 0:
        return None if in_months else words.length["at_most_weeks"].format(n=high)
    if low != high:
        return words.length[f"{unit}_between"].format(least=low, most=high)
    return _about(low, unit, words)


def _about(number: int, unit: str, words: LetterWords) -> str:
    if number == 0:
        return words.length["days"]
    return words.length["week" if (number, unit) == (1, "weeks") else unit].format(n=number)


def dose(trial: dict[str, Any], words: LetterWords) -> str | None:
    """The highest dose of the day; null when it is not recorded."""
    least, most = trial["highest_dose_mg_per_day"]["least"], trial["highest_dose_mg_per_day"]["most"]
    if least is None and most is None:
        return None
    if least is None or most is None:
        known = least if most is None else most
        return words.dose["least" if most is None else "most"].format(n=f"{known:g}")
    if least != most:
        return words.dose["between"].format(least=f"{least:g}", most=f"{most:g}")
    steps = {step["dose_mg_per_day"]["most"] for step in trial["dose_steps"]} - {None}
    return words.dose["up_to" if len(steps) > 1 else "one"].format(n=f"{most:g}")
