"""How findings become JSON: verdicts as three words, bounds as pairs, days as text."""

from __future__ import annotations

from datetime import date

from fairtrial.timeline.day_numbers import date_of

Row = dict[str, object]
Pair = dict[str, object]


def verdict(value: object) -> str:
    """True, False and None as yes, no and unknown.

    >>> verdict(None)
    'unknown'
    """
    return "unknown" if value is None else "yes" if value else "no"


def pair(row: Row, name: str, digits: int = 2) -> Pair:
    """``<name>_least`` and ``<name>_most`` of a row, rounded or as ISO dates.

    >>> pair({"weeks_least": 4.04, "weeks_most": None}, "weeks")
    {'least': 4.04, 'most': None}
    """
    return {side: plain(row[f"{name}_{side}"], digits) for side in ("least", "most")}


def plain(value: object, digits: int = 2) -> object:
    """A number rounded, a date as text, anything else as it is."""
    if isinstance(value, float):
        return round(value, digits)
    return value.isoformat() if isinstance(value, date) else value


def day(number: object) -> str | None:
    """Whole days since 1970 as an ISO date."""
    return date_of(number).isoformat() if isinstance(number, int) else None


def span(bounds: Pair, unit: str = "") -> str:
    """Bounds in words.

    >>> span({"least": 4.0, "most": 6.5}, " weeks")
    '4 to 6.5 weeks'
    >>> span({"least": 0.0, "most": None}, " weeks")
    'at least 0 weeks'
    >>> span({"least": None, "most": None})
    'not recorded'
    """
    low, high = (f"{v:g}" if isinstance(v, int | float) else v for v in (bounds["least"], bounds["most"]))
    if low is None and high is None:
        return "not recorded"
    if low == high:
        return f"{low}{unit}"
    if high is None:
        return f"at least {low}{unit}"
    return f"at most {high}{unit}" if low is None else f"{low} to {high}{unit}"
