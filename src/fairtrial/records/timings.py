"""How often a day, from the timing element of a FHIR dosage."""

from __future__ import annotations

import math
from collections.abc import Mapping

Rate = tuple[float, float]

_CODES = {
    "qd": 1.0, "daily": 1.0, "od": 1.0, "bid": 2.0, "tid": 3.0, "qid": 4.0, "qod": 0.5, "am": 1.0, "pm": 1.0,
    "bed": 1.0, "hs": 1.0, "qhs": 1.0, "qam": 1.0, "wk": 1 / 7, "q1h": 24.0, "q2h": 12.0, "q3h": 8.0,
    "q4h": 6.0, "q6h": 4.0, "q8h": 3.0, "q12h": 2.0, "q24h": 1.0,
}  # fmt: skip
"""HL7 GTSAbbreviation codes and the ones written beside them, as times a day."""
_DAYS = {"s": 1 / 86400, "min": 1 / 1440, "h": 1 / 24, "d": 1.0, "wk": 7.0}
"""Days in one period unit; months and years have no fixed length and are left unknown."""


def finite(value: object) -> float | None:
    """A plain number, or null for anything else (true and false are not numbers).

    >>> finite(2), finite("2"), finite(True), finite(float("nan"))
    (2.0, None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def times_per_day(timing: object) -> Rate | None:
    """Least and most times a day; null when the timing does not say.

    >>> times_per_day({"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}})
    (2.0, 2.0)
    >>> times_per_day({"code": {"coding": [{"code": "QOD"}]}})
    (0.5, 0.5)
    """
    if not isinstance(timing, Mapping):
        return None
    repeat = timing.get("repeat")
    stated = _repeated(repeat) if isinstance(repeat, Mapping) else None
    return stated or _coded(timing.get("code"))


def _repeated(repeat: Mapping[str, object]) -> Rate | None:
    events = _events(repeat)
    least = finite(repeat.get("frequency")) or (events if events else None)
    days = _DAYS.get(str(repeat.get("periodUnit", repeat.get("periodUnits", "d" if events else ""))))
    shortest = finite(repeat.get("period")) or (1.0 if events else None)
    if not least or not days or not shortest or least < 0 or shortest < 0:
        return None
    most = max(least, finite(repeat.get("frequencyMax")) or least)
    longest = max(shortest, finite(repeat.get("periodMax")) or shortest)
    return least / (longest * days), most / (shortest * days)


def _events(repeat: Mapping[str, object]) -> float | None:
    """Times a day from named or clock times, and the share of days from weekdays."""
    named, clock, weekdays = (_count(repeat.get(key)) for key in ("when", "timeOfDay", "dayOfWeek"))
    if not (named or clock or weekdays):
        return None
    return max(named, clock, 1) * (weekdays / 7 if weekdays else 1)


def _count(value: object) -> int:
    return len({item for item in value if isinstance(item, str)}) if isinstance(value, list) else 0


def _coded(code: object) -> Rate | None:
    if not isinstance(code, Mapping):
        return None
    codings = code.get("coding")
    said = [c.get("code") for c in codings if isinstance(c, Mapping)] if isinstance(codings, list) else []
    for word in [*said, code.get("text")]:
        times = _CODES.get(word.strip().lower()) if isinstance(word, str) else None
        if times:
            return times, times
    return None
