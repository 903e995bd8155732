"""Dates as people and vendors write them in narrative, month before day as in the United States."""

from __future__ import annotations

import re

from fairtrial.records.days import MONTH_STEMS, MONTHS, NO_DAYS, NUMBER_OF_MONTH, Days, day_interval

_NAME = rf"(?P<name>{MONTH_STEMS})[a-z]*\.?"
_YEAR = r"(?P<y>(?:19|20)[0-9]{2})"
_DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_SHAPES = (
    _YEAR + r"-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})",
    _YEAR + r"(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?:[0-9]{4,6}(?:\.[0-9]+)?(?:[+-][0-9]{4})?)?",
    r"(?P<m>[0-9]{1,2})[/.-](?P<d>[0-9]{1,2})[/.-]" + _YEAR,
    _NAME + r"[\s-]*" + _DAY + r"[\s,-]+" + _YEAR,
    _DAY + r"[\s-]*" + _NAME + r"[\s,-]*" + _YEAR,
    _NAME + r"[\s,-]*" + _YEAR,
    r"(?P<m>[0-9]{1,2})/" + _YEAR,
    _YEAR + r"-(?P<m>[0-9]{2})",
    _YEAR,
)
_COMPILED = [re.compile(r"(?<![\w/.-])" + shape + r"(?![\w/])", re.IGNORECASE) for shape in _SHAPES]


def written_days(text: str) -> list[Days]:
    """Every date in a text, in its order.

    >>> written_days("Started 10/17/2014, stopped Mar-2015")[1]
    (datetime.date(2015, 3, 1), datetime.date(2015, 3, 31))
    """
    found: list[tuple[int, Days]] = []
    for shape in _COMPILED:
        for match in shape.finditer(text):
            days = _days(match)
            if days != NO_DAYS:
                found.append((match.start(), days))
        text = shape.sub(lambda match: "_" * len(match[0]), text)
    return [days for _, days in sorted(found, key=lambda item: item[0])]


def _days(match: re.Match[str]) -> Days:
    parts = match.groupdict()
    month = NUMBER_OF_MONTH[parts["name"].lower()] if parts.get("name") else parts.get("m")
    day = parts.get("d")
    if month and day and int(month) > len(MONTHS) >= int(day):
        month, day = day, month
    pieces = [parts["y"], *(f"{int(part):02d}" for part in (month, day) if part)]
    try:
        return day_interval("-".join(pieces))
    except ValueError:
        return NO_DAYS
