"""Partial dates as intervals of calendar days."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
"""Years outside are typing errors in a living person's records (our choice)."""

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_STEM = 3
"""So many letters tell a month from every other."""
MONTH_STEMS = "|".join(month[:_STEM] for month in MONTHS)
"""How the names of months begin, as a part of a regular expression."""
NUMBER_OF_MONTH = {
    **{name: n for n, month in enumerate(MONTHS, start=1) for name in (month, month[:_STEM])}, "sept": 9,
}  # fmt: skip
"""Name of a month, whole or short, in lower case -> 1 to 12."""
DAYS_OF_UNIT = {
    "d": 1.0, "day": 1.0, "days": 1.0, "wk": 7.0, "week": 7.0, "weeks": 7.0, "h": 1 / 24, "hours": 1 / 24,
}  # fmt: skip
"""Unit of time of fixed length, as records write it in lower case -> days."""
Days = tuple[date | None, date | None]
"""The first and last day that a date can mean, both included; null is open."""
NO_DAYS: Days = (None, None)
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ][0-9].*)?)?)?", re.ASCII | re.DOTALL)


def day_interval(text: object) -> tuple[date, date]:
    """First and last day that a FHIR or ISO date, or the day part of a date-time, can mean (both included).

    The day is taken as written; a time zone never moves it. Raises ValueError; its message holds no value.

    >>> day_interval("2019-02")
    (datetime.date(2019, 2, 1), datetime.date(2019, 2, 28))
    """
    match = _DATE.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise ValueError("not a date of the form YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(f"the year is before {EARLIEST_YEAR} or after {LATEST_YEAR}")
    return _bounds(year, month, day)


def day_after(days: Days) -> Days:
    """Both bounds one day later."""
    least, most = (day + timedelta(days=1) if day else None for day in days)
    return least, most


def one_day(days: Days) -> date | None:
    """The day, when it is known to the day."""
    return days[0] if days[0] == days[1] else None


def _bounds(year: int, month: int | None, day: int | None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        raise ValueError("there is no such month")
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, last)
    if not 1 <= day <= last:
        raise ValueError("there is no such day in that month")
    return date(year, month, day), date(year, month, day)
