"""Measurements against a threshold: the latest value decides, an earlier one beyond it is still told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fairtrial.facts.circumstances import Threshold
from fairtrial.outlook.rows import rows_of
from fairtrial.outlook.things import Thing
from fairtrial.tables import History


@dataclass(frozen=True)
class Reading:
    """One value of a measure; ``on`` is the latest day it can be of, null when undated, ``since`` the first."""

    value: float
    unit: str | None
    since: date | None
    on: date | None
    record: str | None


def readings(history: History) -> Mapping[str, Sequence[Reading]]:
    """Measure -> its values, newest first, undated ones before all: they may be the newest."""
    found: dict[str, list[Reading]] = {}
    rows = rows_of(history.measurements, "measure", "value", "unit", "on_least", "on_most", "record")
    for measure, value, *told in rows:
        if measure is not None and value is not None:
            found.setdefault(measure, []).append(Reading(value, *told))
    for values in found.values():
        values.sort(key=lambda row: row.on or date.max, reverse=True)
    return found


def measure_thing(limit: Threshold, rows: Sequence[Reading]) -> Thing:
    """The measure against its threshold; values in another unit are told, not compared."""
    words = _words(limit)
    key = f"measure:{words}"
    if not rows:
        return Thing(key, "not_recorded", words)
    same = [row for row in rows if _unit(row.unit) == _unit(limit.unit)]
    if not same:
        told = f"{words}: recorded in another unit, compare by hand"
        return Thing(key, "possible", told, _records(rows[:1]))
    latest = [row for row in same if row.on is None or row.on == same[0].on or row is same[0]]
    beyond = [row for row in latest if _beyond(limit, row.value)]
    if beyond:
        return Thing(key, "recorded", f"{words}: {_value(beyond[0], limit)}", _records(beyond))
    earlier = [row for row in same if _beyond(limit, row.value)]
    if earlier or len(same) < len(rows):
        said = _value(earlier[0], limit) if earlier else "other values in another unit"
        told = f"{words}: the latest is not ({_value(latest[0], limit)}), an earlier one may be ({said})"
        return Thing(key, "possible", told, _records([*latest[:1], *earlier[:1]]))
    return Thing(key, "recorded_absent", f"{words}: not so, {_value(latest[0], limit)}", _records(latest[:1]))


def _beyond(limit: Threshold, value: float) -> bool:
    high = limit.at_least is None or value >= limit.at_least
    return high and (limit.below is None or value < limit.below)


def _unit(unit: str | None) -> str:
    """A unit without brackets, blanks and capitals.

    >>> _unit("mm[Hg]") == _unit("mmHg"), _unit("mL/min/{1.73_m2}") == _unit("mL/min/1.73m2")
    (True, True)
    """
    return "".join(c for c in (unit or "").lower() if c.isalnum() or c in "/%.")


def _value(row: Reading, limit: Threshold) -> str:
    known = "on" if row.since == row.on else "by"
    day = f" {known} {row.on.isoformat()}" if row.on else ", undated"
    unit = row.unit or limit.unit
    return f"{row.value:g} {_UNITS.get(unit, unit)}{day}"


_SPELT = {
    "egfr": "eGFR",
    "qtc": "QTc",
    "tsh": "TSH",
    "crp": "CRP",
    "hba1c": "HbA1c",
    "bmi": "BMI",
    "vitamin_b12": "vitamin B12",
    "vitamin_d": "vitamin D",
    "alt": "ALT",
}
"""Short names as they are written; every other measure is told by the words of its id."""


def measure_name(measure: str) -> str:
    """A measure as it is written: TSH, haemoglobin."""
    return _SPELT.get(measure, measure.replace("_", " "))


_UNITS = {"mm[Hg]": "mmHg", "mL/min/1.73m2": "mL/min/1.73 m²"}


def _words(limit: Threshold) -> str:
    low = [] if limit.at_least is None else [f"at least {limit.at_least:g}"]
    bounds = " and ".join(low + ([] if limit.below is None else [f"below {limit.below:g}"]))
    return f"{measure_name(limit.measure)} {bounds} {_UNITS.get(limit.unit, limit.unit)}"


def _records(rows: Sequence[Reading]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.record for row in rows if row.record))
