"""What sources of one trial contradict each other about, as unknowns that an answer would settle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from fairtrial.facts import Facts
from fairtrial.outlook.settled import said_of_response
from fairtrial.tables import RESPONSES
from fairtrial.timeline.day_numbers import date_of
from fairtrial.timeline.outcomes import RESPONSE_OF_STOP

Row = dict[str, Any]
Value = tuple[str, Any, Any]
_VOICES = {
    "dispensed": "fills", "prescribed": "orders", "administered": "administrations", "reported": "a report",
}  # fmt: skip


def conflicting(
    trial: Row, rows: list[Row], steps: list[Row], facts: Facts
) -> Iterator[tuple[str, list[Value], str]]:
    """(field, possible answers, what each side says) for each contradiction of the trial.

    ``rows`` are its rows of uses, ``steps`` its periods at one dose. Weeks follow from start and stop.
    """
    if trial["dose_conflict"]:
        yield _sides("settled_dose", _doses(rows), _dose)
    for field, mark, days in (
        ("settled_start", "start_conflict", _days(rows, steps, "started_on", "start", min)),
        ("settled_stop", "stop_conflict", _days(rows, steps, "stopped_on", "stop", max)),
    ):
        if trial[mark]:
            yield _sides(field, days, _day)
    if trial["improvement_conflict"] and len(_bands(trial, rows, facts)) > 1:
        answers = [(word, word, None) for word in RESPONSES]
        yield "settled_response", answers, "; ".join(_responses(trial, rows))
    if trial["stop_reason_conflict"]:
        reasons = dict.fromkeys(r["stop_reason"] for r in rows if r["stop_reason"] not in (None, "unknown"))
        said = "; ".join(f"stopped for {reason.replace('_', ' ')}" for reason in reasons)
        yield "settled_stop_reason", [(reason, reason, None) for reason in reasons], said


Side = tuple[str, Any, Any]
"""Who says it, and the bounds of what is said."""


def _sides(field: str, sides: Iterable[Side], tell: Any) -> tuple[str, list[Value], str]:
    """Each different thing that is said becomes a possible answer."""
    every = list(dict.fromkeys(sides))
    said = "; ".join(f"{voice}: {tell(low, high)}" for voice, low, high in every)
    spans = dict.fromkeys((low, high) for _, low, high in every)
    return field, [(tell(low, high), low, high) for low, high in spans], said


def _doses(rows: list[Row]) -> Iterator[Side]:
    """The highest dose of fills, of orders and of administrations, and the dose of each report."""
    known = [row for row in rows if row["dose_mg_per_day_least"] is not None]
    for _, mine in _by_voice(known).items():
        high = max(mine, key=lambda row: (row["dose_mg_per_day_least"], row["record"]))
        yield _VOICES[high["kind"]], high["dose_mg_per_day_least"], high["dose_mg_per_day_most"]


def _by_voice(rows: list[Row]) -> dict[str, list[Row]]:
    """Rows of one kind together; every report by itself."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["record"] if row["kind"] == "reported" else row["kind"], []).append(row)
    return found


def _days(rows: list[Row], steps: list[Row], name: str, edge: str, outermost: Any) -> Iterator[Side]:
    """The first or last day by each report, and by fills, orders and administrations as the timeline has it."""
    for row in rows:
        if row["kind"] == "reported" and row[f"{name}_least"] is not None:
            yield _VOICES["reported"], row[f"{name}_least"], row[f"{name}_most"]
    kinds = {step["kind"] for step in steps if step[f"{edge}_least"] is not None} - {"reported"}
    for kind in sorted(kinds):
        edges = (s[f"{edge}_least"] for s in steps if s["kind"] == kind)
        number = outermost(day for day in edges if day is not None)
        day = date_of(number)
        yield _VOICES[kind], day, day


def _dose(low: float, high: float | None) -> str:
    return f"{low:g} mg a day" if high is None or high == low else f"{low:g}-{high:g} mg a day"


def _day(low: date, high: date | None) -> str:
    """A day, month or year, as an answer is written.

    >>> _day(date(2025, 5, 1), date(2025, 5, 31)), _day(date(2025, 5, 1), date(2025, 5, 1))
    ('2025-05', '2025-05-01')
    """
    if high is None or high == low:
        return low.isoformat()
    if (low.day, low.month, high.day, high.month) == (1, 1, 31, 12) and low.year == high.year:
        return str(low.year)
    whole_month = (
        low.day == 1 and (high + timedelta(1)).day == 1 and (low.year, low.month) == (high.year, high.month)
    )
    return low.isoformat()[:7] if whole_month else low.isoformat()


def _bands(trial: Row, rows: list[Row], facts: Facts) -> set[str]:
    """What the sides come to: 10 % and 6 % better are two numbers and one answer."""
    edges = facts.number("partial_percent"), facts.number("response_percent")
    words = [row["response"] for row in rows] + [
        RESPONSE_OF_STOP.get(row["stop_reason"] or "") for row in rows
    ]
    percents = [row["improvement_percent_least"] for row in rows] + [_by_scores(trial)]
    found = {"response" if word == "remission" else word for word in words if word}
    return found | {_band(percent, *edges) for percent in percents if percent is not None}


def _band(percent: float, partial: float, response: float) -> str:
    return "none" if percent < partial else "partial" if percent < response else "response"


def _by_scores(trial: Row) -> float | None:
    first, last = trial["baseline"], trial["endpoint"]
    return (first - last) / first * 100 if first and last is not None else None


def _responses(trial: Row, rows: list[Row]) -> Iterator[str]:
    yield from dict.fromkeys(word for row in rows for word in said_of_response(row))
    if trial["baseline"] is not None and trial["endpoint"] is not None:
        yield f"{trial['scale']} from {trial['baseline']:g} to {trial['endpoint']:g}"
