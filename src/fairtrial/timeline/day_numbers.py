"""Days as whole numbers since 1970, so that differences are plain subtraction, and back."""

from __future__ import annotations

from datetime import date, timedelta

DAYS_PER_WEEK = 7
_FIRST = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01.

    >>> day_number(date(1970, 1, 8))
    7
    """
    return (day - _FIRST).days


def date_of(number: int) -> date:
    """The day of a number of days since 1970-01-01.

    >>> date_of(7)
    datetime.date(1970, 1, 8)
    """
    return _FIRST + timedelta(days=number)
