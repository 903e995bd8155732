"""Points and intervals of time (TS, IVL_TS) as intervals of calendar days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from fairtrial.records.ccda.elements import Element, attribute, child, is_null, number
from fairtrial.records.ccda.written_days import written_days
from fairtrial.records.days import DAYS_OF_UNIT, NO_DAYS, Days, day_after, day_interval

_TS = re.compile(r"([0-9]{4})([0-9]{2})?([0-9]{2})?(?:[0-9.]*(?:[+-][0-9]{2,4}|Z)?)?")


@dataclass(frozen=True)
class Span:
    """First day, first day after the end (an interval includes its last day), and whether it is one point."""

    start: Days = NO_DAYS
    stop: Days = NO_DAYS
    point: bool = False


def days_of(text: str) -> Days:
    """The days that a TS value can mean; a month or day of 00 is one not known. Raises ValueError.

    >>> days_of("201903")
    (datetime.date(2019, 3, 1), datetime.date(2019, 3, 31))
    """
    match = _TS.fullmatch(text.strip())
    if match is None:
        found = written_days(text)
        if len(found) != 1:
            raise ValueError("not a date of the form YYYYMMDD")
        return found[0]
    parts = [part for part in match.groups() if part]
    while len(parts) > 1 and parts[-1] == "00":
        parts.pop()
    return day_interval("-".join(parts))


def day(element: Element | None, problems: list[str]) -> Days:
    """The days of a point in time; nothing when it is null. What is wrong is added to ``problems``."""
    written = attribute(element, "value")
    if is_null(element):
        if written:
            problems.append("has a value and says that it has none; the value was left out")
        return NO_DAYS
    if not written:
        return NO_DAYS
    try:
        return days_of(written)
    except ValueError as error:
        problems.append(f"{error}; the date was left out")
        return NO_DAYS


def span(element: Element | None, problems: list[str]) -> Span:
    """An interval or a point."""
    if element is None:
        return Span()
    low, high = element.find("low"), element.find("high")
    if low is None and high is None:
        point = day(element, problems)
        return Span(point, NO_DAYS, point != NO_DAYS)
    start, stop = day(low, problems), day_after(day(high, problems))
    if stop == NO_DAYS and start != NO_DAYS:
        stop = _after_width(start, child(element, "width"))
    if start[0] and stop[1] and stop[1] <= start[0]:
        problems.append("the end lies before the start; the end was left out")
        stop = NO_DAYS
    return Span(start, stop)


def _after_width(start: Days, width: Element | None) -> Days:
    value, each = number(width), DAYS_OF_UNIT.get(attribute(width, "unit").lower())
    if value is None or each is None or not 1 <= value * each < 36525 or start[0] is None or start[1] is None:
        return NO_DAYS
    length = timedelta(days=value * each)
    return start[0] + length, start[1] + length
