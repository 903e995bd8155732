"""What an answer does that settles a contradiction: it decides, and what it speaks against is opened.

Records stay as they are in the table of records; only what is worked out from them follows the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from fairtrial.timeline.outcomes import RESPONSE_OF_STOP

Row = dict[str, Any]
SETTLES = {
    "settled_dose": "dose_mg_per_day", "settled_start": "started_on", "settled_stop": "stopped_on",
    "settled_response": "response", "settled_stop_reason": "stop_reason",
}  # fmt: skip
"""Field of the answer -> the field of uses about which records contradict each other."""
_IMPROVEMENT = ("improvement_percent_least", "improvement_percent_most")


def decided(rows: dict[int, Row], field: str, least: Any, most: Any) -> dict[int, Row]:
    """The rows that change, by number: those that the answer contradicts, without what it contradicts."""
    if field == "settled_dose":
        return {n: row for n, row in _doses(rows, least, most).items() if row != rows[n]}
    changed = {n: _OF_ONE_ROW[field](row, least, most) for n, row in rows.items()}
    return {n: row for n, row in changed.items() if row != rows[n]}


def told_in(row: Row, field: str, least: Any, most: Any) -> Row:
    """A report with the answer in the place of what it said."""
    name = SETTLES[field]
    return {**row, name: least} if name in row else {**row, f"{name}_least": least, f"{name}_most": most}


def _doses(rows: dict[int, Row], least: float, most: float | None) -> dict[int, Row]:
    """The sides whose highest dose is another are opened; the steps of a side that agrees stay."""
    highest: dict[str, tuple[float, float]] = {}
    for row in rows.values():
        if row["dose_mg_per_day_least"] is not None:
            span = row["dose_mg_per_day_least"], row["dose_mg_per_day_most"] or row["dose_mg_per_day_least"]
            highest[_side(row)] = max(highest.get(_side(row), span), span)
    apart = {side for side, (low, high) in highest.items() if not _meets(low, high, least, most)}
    opened = {"dose_mg_per_day_least": None, "dose_mg_per_day_most": None}
    return {n: {**row, **opened} if _side(row) in apart else row for n, row in rows.items()}


def _side(row: Row) -> str:
    return str(row["record"]) if row["kind"] == "reported" else str(row["kind"])


def _started(row: Row, least: date, most: date) -> Row:
    """What was handed out or ordered before the start was not taken; another start is opened."""
    if row["kind"] != "reported":
        before = row["started_on_most"] is not None and row["started_on_most"] < least
        return {**row, "status": "not_taken"} if before else row
    return _opened(row, "started_on", least, most)


def _stopped(row: Row, least: date, most: date) -> Row:
    """What was handed out or ordered after the stop was not taken; a supply ends with it; another stop is
    opened."""
    started, supply = row["started_on_least"], row["days_supply"]
    if row["kind"] == "reported":
        return _opened(row, "stopped_on", least, most)
    if started is not None and started >= most:
        return {**row, "status": "not_taken"}
    row = _opened(row, "stopped_on", least, most)
    if supply is not None and started is not None:
        return {**row, "days_supply": min(supply, (most - started).days)}
    if row["kind"] == "prescribed" and row["stopped_on_most"] is None:
        return {**row, "status": "ended", "stopped_on_least": least, "stopped_on_most": most}
    return row


def _opened(row: Row, name: str, least: date, most: date) -> Row:
    low, high = row[f"{name}_least"], row[f"{name}_most"]
    if (low is None and high is None) or _meets(low, high, least, most):
        return row
    return {**row, f"{name}_least": None, f"{name}_most": None}


def _meets(low: Any, high: Any, least: Any, most: Any) -> bool:
    """Whether two spans share anything; null is open."""
    top = least if most is None else most
    return (low is None or low <= top) and (high is None or high >= least)


def _response(row: Row, word: str, _: object) -> Row:
    """Another word, a percentage, and a reason for stopping that says otherwise are opened."""
    said = row["response"]
    cleared = {"response": None, **dict.fromkeys(_IMPROVEMENT)} if said != word else {}
    implied = RESPONSE_OF_STOP.get(row["stop_reason"] or "")
    if implied is not None and implied != word:
        cleared["stop_reason"] = None
    return {**row, **cleared}


def _reason(row: Row, word: str, _: object) -> Row:
    return row if row["stop_reason"] in (None, "unknown", word) else {**row, "stop_reason": None}


_OF_ONE_ROW: dict[str, Callable[[Row, Any, Any], Row]] = {
    "settled_start": _started,
    "settled_stop": _stopped,
    "settled_response": _response,
    "settled_stop_reason": _reason,
}


def said_of_response(row: Row) -> Iterator[str]:
    """What a row says of how much it helped, in words."""
    words = {
        "none": "did not help enough",
        "partial": "helped in part",
        "response": "helped",
        "remission": "remission",
    }
    if row["response"]:
        yield words[row["response"]]
    least, most = (row[name] for name in _IMPROVEMENT)
    if least is not None or most is not None:
        yield f"{least:g} % better" if least is not None else f"at most {most:g} % better"
    if row["stop_reason"] in RESPONSE_OF_STOP:
        yield f"stopped because: {words[RESPONSE_OF_STOP[row['stop_reason']]]}"
