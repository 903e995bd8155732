"""Days in words: as exact as the records are, and no more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from fairtrial.facts.letter import LetterWords

Bounds = dict[str, Any]
_ONE_DAY = timedelta(days=1)


def when(trial: dict[str, Any], as_of: date, words: LetterWords) -> str | None:
    """When a medicine was taken; null when the records do not say.

    A stop on or after ``as_of`` is open: the records end there.
    """
    start = some_day(trial["started_on"], words)
    if trial["ongoing"]:
        return words.day["since"].format(start=start) if start else words.day["now"]
    stop = _stop(trial["stopped_on"], as_of, words)
    if start and stop:
        return _both(start, stop, words, _grain(trial["started_on"]) == _grain(trial["stopped_on"]))
    if start:
        return words.day["from_open"].format(start=start)
    return words.day["until"].format(stop=stop) if stop else None


def full(day: date, words: LetterWords) -> str:
    """A day with its month as a word."""
    return words.day["full"].format(day=day.day, month=words.months[day.month - 1], year=day.year)


def some_day(bounds: Bounds, words: LetterWords) -> str | None:
    """A month, a year, or what lies between two bounds; null when both are open.

    >>> from fairtrial.facts import load
    >>> english = load().letter_words["en"]
    >>> some_day({"least": "2014-01-01", "most": "2014-12-31"}, english)
    '2014'
    >>> some_day({"least": "2023-06-27", "most": "2023-07-11"}, english)
    'June or July 2023'
    """
    least, most = (
        date.fromisoformat(value) if value else None for value in (bounds["least"], bounds["most"])
    )
    if least is None or most is None:
        return _open(least, most, words)
    apart = 12 * (most.year - least.year) + most.month - least.month
    if apart == 0:
        return _month(least, words)
    if apart == 1:
        first = words.months[least.month - 1] if least.year == most.year else _month(least, words)
        return words.day["or"].format(least=first, most=_month(most, words))
    return (
        str(least.year)
        if least.year == most.year
        else words.day["between"].format(least=least.year, most=most.year)
    )


def _open(least: date | None, most: date | None, words: LetterWords) -> str | None:
    if least:
        return words.day["after"].format(least=_month(least, words))
    return words.day["before"].format(most=_month(most, words)) if most else None


def _stop(bounds: Bounds, as_of: date, words: LetterWords) -> str | None:
    """The last day with it rather than the first day without it."""
    least, most = bounds["least"], bounds["most"]
    if most is None or (most >= as_of.isoformat() and least != most):
        return None
    if least == most:
        last = (date.fromisoformat(most) - _ONE_DAY).isoformat()
        return some_day({"least": last, "most": last}, words)
    return some_day(bounds, words)


def _both(start: str, stop: str, words: LetterWords, alike: bool) -> str:
    """From a month to a month, or from a year to a year; anything else is told apart."""
    if start == stop:
        return start
    return words.day["through" if alike else "apart"].format(start=start, stop=stop)


def _grain(bounds: Bounds) -> str:
    """How exact two bounds are: to the ``month``, to the ``year``, or something ``between``."""
    least, most = str(bounds["least"]), str(bounds["most"])
    if least[:7] == most[:7]:
        return "month"
    return "year" if least[:4] == most[:4] and least[5:] == "01-01" and most[5:] == "12-31" else "between"


def _month(day: date, words: LetterWords) -> str:
    return words.day["month"].format(month=words.months[day.month - 1], year=day.year)
