"""What is said of one trial inside the sentence of a reason: its id, its drug and the numbers that matter
there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fairtrial.outlook.words import NOT_RECORDED, amount, between

Row = Mapping[str, Any]


def trial_phrase(topic: str, row: Row) -> str:
    """The trial with the number that the topic is about."""
    told = _TOLD.get(topic)
    return name(row) if told is None else f"{name(row)} ({told(row)})"


def name(row: Row) -> str:
    """T1 and the drug."""
    return f"T{row['trial']} {row['drug']}"


def _weeks(row: Row) -> str:
    weeks = between(row["weeks_least"], row["weeks_most"], "weeks")
    return f"weeks {weeks}" if weeks == NOT_RECORDED else weeks


def _at_dose(row: Row) -> str:
    weeks = between(row["weeks_at_dose_least"], row["weeks_at_dose_most"], "weeks")
    return f"weeks {weeks}" if weeks == NOT_RECORDED else f"{weeks} at or above the minimum dose"


def _dose(row: Row) -> str:
    least = "no minimum on the list" if row["minimum"] is None else f"minimum {amount(row['minimum'], 'mg')}"
    known = row["dose_least"] is not None or row["dose_most"] is not None
    highest = f"{between(row['dose_least'], row['dose_most'], 'mg')} a day" if known else "not recorded"
    return f"highest dose {highest}; {least}"


def _fills(row: Row) -> str:
    low, high = (
        None if row[k] is None else float(round(100 * row[k])) for k in ("coverage_least", "coverage_most")
    )
    return (
        "no usable fills"
        if low is None and high is None
        else f"fills cover {between(low, high, '%')} of days"
    )


_TOLD: dict[str, Callable[[Row], str]] = {
    "too_short": _weeks,
    "too_short_at_dose": _at_dose,
    "no_steady_dose": _weeks,
    "dose_below_minimum": _dose,
    "missed_fills": _fills,
    "stopped_for_side_effects": _weeks,
    "stopped_early": _at_dose,
}
