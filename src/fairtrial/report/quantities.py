"""Intervals and calendar days as words: open ends are said, never filled in."""

from __future__ import annotations

import calendar
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from fairtrial.report.words import words

Interval = Mapping[str, Any]
_BELOW_BY = 0.1
"""Percent: how the engine writes the bound of "below"; just_below_percent in settings.yaml."""


def amount(value: float) -> str:
    """A number without needless decimals.

    >>> amount(50.0), amount(7.25), amount(1 / 3)
    ('50', '7.2', '0.3')
    """
    return str(int(value)) if float(value).is_integer() else f"{value:.1f}"


def interval(value: Interval | None, unit: str = "", missing: str | None = None) -> str:
    """An interval in words, with its unit.

    >>> interval({"least": 6, "most": 8}, "weeks")
    '6 to 8 weeks'
    >>> interval({"least": 6, "most": None}, "weeks")
    'at least 6 weeks'
    >>> interval({"least": None, "most": None}, "weeks")
    'not recorded'
    """
    least, most = ends(value)
    tail = f" {unit}" if unit else ""
    if least is None and most is None:
        return missing if missing is not None else str(words()["not_recorded"])
    if least is None or most is None:
        return f"at least {amount(least)}{tail}" if least is not None else f"at most {amount(most)}{tail}"
    low, high = amount(least), amount(most)
    return f"{low}{tail}" if low == high else f"{low} to {high}{tail}"


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> count(1, "trial"), count(3, "trial"), count(2, "therapy", "therapies")
    ('1 trial', '3 trials', '2 therapies')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def sessions(value: Interval | None) -> str:
    """How many sessions there were, in words.

    >>> sessions({"least": 1, "most": None}), sessions({"least": 20, "most": 20}), sessions(None)
    ('at least 1 session', '20 sessions', 'sessions not recorded')
    """
    unit = "session" if set(ends(value)) <= {1, None} else "sessions"
    return interval(value, unit, missing=f"sessions {words()['not_recorded']}")


def share(value: Interval | None) -> str:
    """A share from 0 to 1 as percent; where there are no fills it was not measured.

    >>> share({"least": 0.799, "most": 0.912})
    '79.9 to 91.2 %'
    """
    least, most = ends(value)
    percent = {"least": _percent(least), "most": _percent(most)}
    return interval(percent, "%", missing=str(words()["not_measured"]))


def improvement(value: Interval | None) -> str:
    """Improvement in percent, in words; below zero is worse.

    >>> improvement({"least": 40, "most": 40}), improvement({"least": -10, "most": -10})
    ('40 % better', '10 % worse')
    >>> improvement({"least": -5, "most": 20})
    'between 5 % worse and 20 % better'
    >>> improvement({"least": 25, "most": 49.9}), improvement({"least": None, "most": 24.9})
    ('25 to under 50 % better', 'under 25 % better')
    """
    least, most = ends(value)
    if least is None and most is None:
        return str(words()["not_recorded"])
    if least is None or most is None:
        return f"at least {_better(least)}" if least is not None else _at_most(most)
    if amount(least) == amount(most):
        return _better(least)
    if least >= 0:
        return f"{amount(least)} to {_end(most)} % better"
    return f"between {_better(least)} and {_better(most)}"


def _at_most(most: float) -> str:
    return f"{_end(most)} % better" if _below(most) else f"at most {_better(most)}"


def _end(most: float) -> str:
    """The upper end of a reported result: a result below 25 % is bounded by 24.9 %."""
    return f"under {amount(round(most + _BELOW_BY, 1))}" if _below(most) else amount(most)


def _below(most: float) -> bool:
    return most > 0 and (most + _BELOW_BY) == round(most + _BELOW_BY)


def day(value: str | None) -> str:
    """A calendar day for people: no order of numbers to guess.

    >>> day("2019-03-04")
    '4 Mar 2019'
    """
    if value is None:
        return str(words()["not_recorded"])
    on = date.fromisoformat(value)
    return f"{on.day} {calendar.month_abbr[on.month]} {on.year}"


def day_span(value: Interval | None) -> str:
    """A day known only between two days: a whole year or month is named as such.

    >>> day_span({"least": "2019-01-01", "most": "2019-12-31"})
    '2019'
    >>> day_span({"least": "2019-02-01", "most": "2019-02-28"})
    'Feb 2019'
    >>> day_span({"least": "2019-02-06", "most": "2019-03-07"})
    'between 6 Feb and 7 Mar 2019'
    >>> day_span({"least": None, "most": "2019-02-28"})
    'on or before 28 Feb 2019'
    """
    least, most = ends(value)
    if least is None and most is None:
        return str(words()["not_recorded"])
    if least is None or most is None:
        return f"on or after {day(least)}" if least is not None else f"on or before {day(most)}"
    if least == most:
        return day(least)
    first, last = date.fromisoformat(least), date.fromisoformat(most)
    return _whole(first, last) or f"between {_without_end_of(last, first)} and {day(most)}"


def _without_end_of(last: date, first: date) -> str:
    """The first day, without the month and year that the last day says too."""
    if first.year != last.year:
        return day(first.isoformat())
    month = "" if first.month == last.month else f" {calendar.month_abbr[first.month]}"
    return f"{first.day}{month}"


def ends(value: Interval | None) -> tuple[Any, Any]:
    """Least and most; null where unknown."""
    return (value.get("least"), value.get("most")) if value else (None, None)


def shown(value: object) -> str:
    """Words from a record as they may be shown: control and direction characters become a visible mark.

    Otherwise a record could rewrite a terminal line or turn a sentence around.

    >>> shown("50 mg" + chr(27) + "[2J")
    '50 mg\N{REPLACEMENT CHARACTER}[2J'
    """
    text = str(value)
    if text.isascii() and text.isprintable():
        return text
    return "".join(_mark(character) for character in text)


def _mark(character: str) -> str:
    if character in "\n\t\r":
        return " "
    return (
        "\N{REPLACEMENT CHARACTER}"
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
        else character
    )


def _percent(value: float | None) -> float | None:
    return None if value is None else round(value * 100, 1)


def _better(value: float) -> str:
    return f"{amount(value)} % better" if value >= 0 else f"{amount(-value)} % worse"


def _whole(least: date, most: date) -> str | None:
    if (least.month, least.day, most.month, most.day) == (1, 1, 12, 31):
        return str(least.year) if least.year == most.year else f"{least.year} to {most.year}"
    last = calendar.monthrange(most.year, most.month)[1]
    same = (least.year, least.month) == (most.year, most.month)
    if same and least.day == 1 and most.day == last:
        return f"{calendar.month_abbr[least.month]} {least.year}"
    return None
