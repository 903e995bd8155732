"""The day a note was written, where its own words state one day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from fairtrial.records.notes.rows.days_in_words import dates_told

_DAY = r"(\d{4}-\d{2}-\d{2}|\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})|[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})(?!\d)"
_WEEKDAY = r"(?:(?:mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:day)?,? )?"
_VISIT = re.compile(
    r"(?:date of (?:service|visit|encounter|evaluation|consultation|discharge|note|report|exam(?:ination)?)"
    r"|(?:service|visit|encounter|evaluation|consultation|discharge|note|appointment) date|dos|date seen|seen on)"
    rf"[ \t]*[:#-]?[ \t]*{_WEEKDAY}{_DAY}"
)
_DATE = re.compile(rf"(?:^|\n|[ \t]{{2}}|[|)])[ \t]*date(?: and time|/time)?[ \t]*[:-][ \t]*{_WEEKDAY}{_DAY}")
_TITLE = re.compile(
    rf"[^\n]{{0,60}}\b(?:note|visit|evaluation|intake|summary|consult(?:ation)?|session|follow.?up|assessment|letter|encounter|call|message)"
    rf"\b[^\n\d]{{0,20}}?{_WEEKDAY}{_DAY}"
)
_ALONE = re.compile(rf"{_WEEKDAY}{_DAY}[ \t]*(?:\n|$)")
_SOMETHING_ELSE = re.compile(r"birth|born|dob|admi")
_HEAD = 400
"""A title stands within so many characters of the start (our choice)."""


def written_on(text: str) -> date | None:
    """The day of the visit that a note states, else the day beside "Date:", else that of its title.

    Null when there is none, or when the words state different days: then it may be several notes.

    >>> written_on("Progress Note  Date of service: 05/03/2024  DOB: 1/2/1970")
    datetime.date(2024, 5, 3)
    >>> written_on("Date: 5/3/24\\nBetter.\\nDate: 6/3/24\\nWorse.") is None
    True
    """
    low = text.lower()
    head = low[:_HEAD].lstrip()
    for found in (_days(_VISIT, low), _days(_DATE, low), _titled(head)):
        days = set(found)
        if days:
            return days.pop() if len(days) == 1 else None
    return None


def _days(pattern: re.Pattern[str], low: str) -> Iterator[date]:
    for match in pattern.finditer(low):
        yield from _one(match)


def _titled(head: str) -> Iterator[date]:
    match = _ALONE.match(head) or _TITLE.match(head)
    if match is not None and not _SOMETHING_ELSE.search(match.group()):
        yield from _one(match)


def _one(match: re.Match[str]) -> Iterator[date]:
    least, most = dates_told(match[1].replace("-", "/") if match[1][4:5] != "-" else match[1], None)
    if least is not None and least == most:
        yield least
