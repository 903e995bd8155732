"""Durations and dates as people write them, as intervals of days; what cannot be read is (None, None)."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from fairtrial.records.days import day_interval

Days = tuple[float | None, float | None]
Dates = tuple[date | None, date | None]
_UNIT_DAYS = {"d": (1.0, 1.0), "w": (7.0, 7.0), "m": (28.0, 31.0), "y": (365.0, 366.0)}
"""Calendar lengths of a day, week, month and year."""
_WORDS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "couple": 2,
}
_AMOUNT = re.compile(
    r"(half an?|[a-z]+|\d+(?:\.\d+)?)\+?(?:\s*(?:-|–|to|or)\s*(\d+))?(?:\s+of)?[\s-]*(?:full |whole |"
    r"more |good )?(d|w|m|y)[a-z]*\.?(?:\s+(?:ago|earlier|prior|before))?"
)
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}
_SLASHED = re.compile(r"(\d{1,2})/(?:(\d{1,2})/)?(\d{4}|\d{2})")
_NAMED = re.compile(r"([a-z]{3})[a-z]*\.?(?: of)?,?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})")
_CENTURY = 100


def days_told(words: str | None) -> Days:
    """Length in days, least and most.

    >>> days_told("8 wks"), days_told("6 mo"), days_told("a few weeks")
    ((56.0, 56.0), (168.0, 186.0), (None, None))
    """
    match = _AMOUNT.fullmatch(
        words.lower().strip().removeprefix("a ")
        if words and words.lower().startswith("a couple")
        else (words or "").lower().strip()
    )
    if match is None:
        return None, None
    count = _count(match.group(1))
    if count is None:
        return None, None
    least, most = _UNIT_DAYS[match.group(3)]
    return count * least, (float(match.group(2)) if match.group(2) else count) * most


def _count(word: str) -> float | None:
    if word[0].isdigit():
        return float(word)
    return 0.5 if word.startswith("half") else _WORDS.get(word)


def dates_told(words: str | None, note_date: date | None) -> Dates:
    """First and last calendar day that words can mean; "two weeks ago" counts back from the note's date.

    >>> dates_told("3/2024", None)
    (datetime.date(2024, 3, 1), datetime.date(2024, 3, 31))
    """
    low = (words or "").lower().strip()
    if "ago" in low:
        return _ago(low, note_date)
    try:
        return day_interval(_iso(low, note_date) or low)
    except ValueError:
        return None, None


def _ago(low: str, note_date: date | None) -> Dates:
    least, most = days_told(low.replace("ago", "").strip())
    if note_date is None or least is None or most is None:
        return None, None
    slack = least / 2
    return note_date - timedelta(days=round(most + slack)), note_date - timedelta(days=round(least - slack))


def _iso(low: str, note_date: date | None) -> str | None:
    slashed, named = _SLASHED.fullmatch(low), _NAMED.fullmatch(low)
    if slashed:
        month, day, year = slashed.groups()
        return f"{_year(year, note_date)}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
    if named and named.group(1) in _MONTHS:
        month_number, day = _MONTHS[named.group(1)], named.group(2)
        return f"{named.group(3)}-{month_number:02d}" + (f"-{int(day):02d}" if day else "")
    return None


def _year(year: str, note_date: date | None) -> int:
    """A year of two digits is the latest that is not after the note; without a note date, of this century."""
    if len(year) == 4:
        return int(year)
    full = 2000 + int(year)
    return full - _CENTURY if note_date is not None and full > note_date.year else full
