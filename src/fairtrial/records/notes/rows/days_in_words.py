"""Durations and dates as people write them, as intervals of days; what cannot be read is (None, None)."""

from __future__ import annotations

import re
from datetime import date, timedelta

from fairtrial.records.days import day_interval
from fairtrial.records.notes.words.counts import COUNTS
from fairtrial.records.notes.words.months import MONTHS

Days = tuple[float | None, float | None]
Dates = tuple[date | None, date | None]
_UNIT_DAYS = {"d": (1.0, 1.0), "w": (7.0, 7.0), "m": (28.0, 31.0), "y": (365.0, 366.0)}
"""Calendar lengths of a day, week, month and year."""
_WORDS = {**COUNTS, "a": 1, "an": 1, "couple": 2}
_AMOUNT = re.compile(
    r"(half an?|[a-z]+|\d+(?:\.\d+)?)\+?(?:\s*(?:-|–|to|or)\s*(\d+))?(?:\s+of)?[\s-]*(?:full |whole |"
    r"more |good )?(d|w|m|y)[a-z]*\.?(?:\s+(?:ago|earlier|prior|before))?"
)
_MONTHS = {name[:3]: n for n, name in enumerate(MONTHS, start=1)}
_SLASHED = re.compile(r"(\d{1,2})/(?:(\d{1,2})/)?(\d{4}|\d{2})")
_NAMED = re.compile(r"([a-z]{3})[a-z]*\.?(?: of)?,?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})")
_CENTURY = 100
_MONTH = re.compile(r"(?:early |mid[- ]|late |end of )?([a-z]{3})[a-z]*\.?")
_ANY_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LAST_DAY = 31
_OF_A_YEAR = re.compile(r"((?:on |by |[a-z]+self )?(?:[a-z]+day )?)(\d{1,2})/(\d{1,2})")
""" "2/15": a day without its year, or a month with one; after "on", a weekday and the like a day."""


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
    without_year = _OF_A_YEAR.fullmatch(low)
    if without_year is not None:
        return _day_or_month(without_year, note_date)
    return _interval(_iso(low, note_date) or low)


def range_told(
    first: str | None, last: str | None, note_date: date | None, sentence: str
) -> tuple[Dates, Dates]:
    """When it began and when it ended; a month without a year takes that of the end, "January to May 2022", or else is
    the last one up to the note, unless its sentence names a year.

    >>> range_told("January", "May 2022", None, "")[0]
    (datetime.date(2022, 1, 1), datetime.date(2022, 1, 31))
    """
    near = None if _ANY_YEAR.search(sentence) else note_date
    ended = _month_alone(last, near) or dates_told(last, note_date)
    month = _month_of(first)
    if month is not None and ended[1] is not None and _month_of(last) is None:
        return _interval(f"{ended[1].year - (month > ended[1].month)}-{month:02d}"), ended
    return _month_alone(first, near) or dates_told(first, note_date), ended


def _month_of(words: str | None) -> int | None:
    told = _MONTH.fullmatch((words or "").lower().strip())
    return None if told is None else _MONTHS.get(told[1])


def _month_alone(words: str | None, note_date: date | None) -> Dates | None:
    month = _month_of(words)
    return None if month is None else _last_before(f"{month:02d}", note_date)


def _interval(text: str) -> Dates:
    try:
        return day_interval(text)
    except ValueError:
        return None, None


def _day_or_month(told: re.Match[str], note_date: date | None) -> Dates:
    """The last such day up to the note, a month of a year of two digits, or all that both can mean."""
    month, second = int(told[2]), told[3]
    day = _last_before(f"{month:02d}-{int(second):02d}", note_date)
    year = _year(second, note_date) if len(second) == 2 and not told[1] else None
    old = year is not None and year < 2000 and int(second) <= _LAST_DAY
    whole = None if year is None or old else _interval(f"{year}-{month:02d}")
    found = [bounds for bounds in (day, whole) if bounds is not None and bounds[0] is not None]
    later = [b for b in found if note_date is None or (b[0] is not None and b[0] <= note_date)]
    least, most = [b[0] for b in later if b[0]], [b[1] for b in later if b[1]]
    return (min(least), max(most)) if least and (note_date is not None or day is None) else (None, None)


def _last_before(month_and_day: str, note_date: date | None) -> Dates | None:
    """The latest such month or day that does not begin after the note."""
    if note_date is None:
        return None
    for year in (note_date.year, note_date.year - 1):
        least, most = _interval(f"{year}-{month_and_day}")
        if least is not None and most is not None and least <= note_date:
            return least, min(most, note_date)
    return None


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
