"""How many sessions of a therapy a sentence tells of."""

from __future__ import annotations

import re

from fairtrial.records.notes.words.counts import COUNTS

_COUNT = rf"(?<![\w.$/-])(\d{{1,3}}|{'|'.join(COUNTS)})(?:\s*(?:-|to)\s*(\d{{1,3}}))?"
_UNIT = r"(?:sessions?|treatments?|infusions?|visits|appointments)\b"
_BEFORE_UNIT = re.compile(
    rf"{_COUNT}(?:\s+(?:of|out of)\s+\d{{1,3}})?(?:\s+(?!minutes?|min|hours?|hr|weeks?|mg)[a-z]+){{0,3}}?\s+{_UNIT}"
)
_AFTER_NAME = re.compile(
    r"\s*(?:x|×)\s*(\d{1,3})(?!\s*(?:-|\d|/|days?|weeks?|wks?|months?|mos?|years?|yrs?|min|h))"
)
_MINUTES = re.compile(r"\s*-?\s*(?:min|hour|hr)")

Sessions = tuple[float | None, float | None]


def sessions_told(low: str, start: int, end: int, named_until: int) -> Sessions:
    """Least and most of the number of sessions between two places; ``named_until`` is where the therapy's name ends.

    >>> low = "completed 8-10 sessions of cbt."
    >>> sessions_told(low, 0, len(low), 30), sessions_told("weekly cbt.", 0, 11, 10)
    ((8.0, 10.0), (None, None))
    """
    for found in _BEFORE_UNIT.finditer(low, start, end):
        if not _MINUTES.match(low, found.end(1)):
            least = _number(found.group(1))
            return least, float(found.group(2)) if found.group(2) else least
    times = _AFTER_NAME.match(low, named_until, end)
    return (float(times.group(1)), float(times.group(1))) if times else (None, None)


def _number(word: str) -> float:
    return float(COUNTS.get(word) or word)
