"""Which unknowns of a history are worth a question, and what their answers may be."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from fairtrial.facts import Facts
from fairtrial.findings import Findings
from fairtrial.outlook.answers import Answer
from fairtrial.outlook.conflicting import conflicting
from fairtrial.outlook.settled import SETTLES
from fairtrial.outlook.unknown import MOST_DATES, Unknown
from fairtrial.outlook.unknowns_of_person import of_person
from fairtrial.timeline.day_numbers import date_of
from fairtrial.timeline.outcomes import spans_of_words

Row = dict[str, Any]
_LONGEST_KNOWN_DAYS = 31
"""A day known to the month is known well enough not to ask again (our choice)."""
_CONFLICTS = (
    "dose_conflict",
    "start_conflict",
    "stop_conflict",
    "improvement_conflict",
    "stop_reason_conflict",
)


def unknowns(found: Findings, facts: Facts) -> Iterator[Unknown]:
    """Every unknown of the one person in ``found`` that a question can be asked about."""
    uses = found.history.uses.to_dicts()
    members: dict[int, list[Row]] = {}
    for course, row in found.members.select("course", "row").rows():
        members.setdefault(course, []).append(uses[row])
    for trial in found.trials.to_dicts():
        rows = members.get(trial["course"], [])
        if rows and all(row["record"] for row in rows):
            apart = list(_contradictions(trial, rows, found, facts))
            yield from apart
            settled = {SETTLES[unknown.field] for unknown in apart}
            yield from (u for u in _of_trial(trial, rows, found, facts) if u.field not in settled)
    yield from of_person(found, facts)


def _contradictions(trial: Row, rows: list[Row], found: Findings, facts: Facts) -> Iterator[Unknown]:
    """What the sources of a trial contradict each other about; ``sides`` tells what each says."""
    if not any(trial[mark] for mark in _CONFLICTS):
        return
    records = tuple(dict.fromkeys(row["record"] for row in rows))
    steps = found.steps.filter(pl.col("course") == trial["course"]).to_dicts()
    for field, values, sides in conflicting(trial, rows, steps, facts):
        answers = tuple((said, Answer(field, least, most, records)) for said, least, most in values)
        if len(answers) > 1:
            yield Unknown(field, answers, f"T{trial['trial']}", trial["drug"], _when(trial), sides=sides)


def _of_trial(trial: Row, rows: list[Row], found: Findings, facts: Facts) -> Iterator[Unknown]:
    records = tuple(dict.fromkeys(row["record"] for row in rows))
    last = (max(rows, key=lambda row: (row["started_on_most"] or date.min, row["record"]))["record"],)
    single = rows[0] if len(records) == 1 and rows[0]["kind"] != "dispensed" else None
    still = _still_taken(trial, rows)
    asked = [
        ("dose_mg_per_day", records, _doses(trial, rows, facts)),
        ("response", last, _responses(trial, rows, facts)),
        ("stop_reason", last, _stop_reasons(trial)),
        ("still_taken", last, still),
        ("for_depression", records, _for_depression(trial)),
    ]
    if single is not None:
        asked += [
            ("weeks", records, _weeks(trial, single, facts)),
            ("started_on", records, _days(single, "started_on", _cuts(found, facts))),
            ("stopped_on", records, _stops(single, _cuts(found, facts))),
        ]
    for field, which, values in asked:
        answers = tuple((said, Answer(field, least, most, which)) for said, least, most in values)
        told = Unknown(field, answers, f"T{trial['trial']}", trial["drug"], _when(trial))
        if len(answers) > 1:
            yield replace(told, if_stopped=field == "stop_reason" and bool(still))


Value = tuple[str, Any, Any]


def _doses(trial: Row, rows: list[Row], facts: Facts) -> list[Value]:
    """Below the minimum, at the minimum, and the labelled maximum, as far as the records allow them."""
    open_rows = [
        r
        for r in rows
        if r["dose_mg_per_day_least"] is None or r["dose_mg_per_day_least"] != r["dose_mg_per_day_most"]
    ]
    if trial["dose_ok"] is not None or trial["minimum"] is None or not open_rows:
        return []
    labelled = facts.drugs[trial["drug"]].doses.labelled_maximum_mg_per_day
    doses = {trial["minimum"] / 2, trial["minimum"], labelled.value if labelled else trial["minimum"]}
    fits = [
        d
        for d in sorted(doses)
        if all(_inside(d, r["dose_mg_per_day_least"], r["dose_mg_per_day_most"]) for r in open_rows)
    ]
    return [(f"{d:g} mg a day", d, d) for d in fits]


def _inside(value: Any, least: Any, most: Any) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)


def _weeks(trial: Row, row: Row, facts: Facts) -> list[Value]:
    """Half the shortest time that any definition or policy asks for, and each time asked for."""
    if row["stopped_on_most"] is not None or trial["ongoing"]:
        return []
    asked = _asked_weeks(facts)
    fits = [w for w in (asked[0] / 2, *asked) if _inside(w, trial["weeks_least"], trial["weeks_most"])]
    return [(f"{w:g} weeks", w, w) for w in fits] if trial["weeks_least"] != trial["weeks_most"] else []


def _asked_weeks(facts: Facts) -> list[float]:
    definitions = {d.weeks_at_dose.value for d in facts.definitions.values()}
    criteria = {
        getattr(c, "weeks", None) for p in facts.policies.values() for c in p.criteria if c.kind == "trials"
    }
    return sorted(w for w in definitions | criteria if w)


def _responses(trial: Row, rows: list[Row], facts: Facts) -> list[Value]:
    """The four words, as far as what is known leaves them open."""
    if (
        any(row["response"] for row in rows)
        or trial["improvement_least"] == trial["improvement_most"] is not None
    ):
        return []
    least, most = trial["improvement_least"], trial["improvement_most"]
    fits = [w for w, (low, high) in spans_of_words(facts).items() if _meets(low, high, least, most)]
    return [(word, word, None) for word in fits if not (word == "remission" and trial["remission"] is False)]


def _meets(low: Any, high: Any, least: Any, most: Any) -> bool:
    return not (low is not None and most is not None and low > most) and not (
        high is not None and least is not None and high < least
    )


def _stop_reasons(trial: Row) -> list[Value]:
    if trial["stop_reason"] is not None or trial["ongoing"]:
        return []
    return [(word, word, None) for word in ("no_benefit", "side_effect", "other")]


def _still_taken(trial: Row, rows: list[Row]) -> list[Value]:
    open_rows = all(row["stopped_on_most"] is None and row["kind"] != "dispensed" for row in rows)
    if trial["ongoing"] is not None or not open_rows:
        return []
    return [(word, word, None) for word in ("yes", "no")]


def _for_depression(trial: Row) -> list[Value]:
    """Where the records name only another purpose."""
    return [(word, word, None) for word in ("yes", "no")] if trial["counts_as_trial"] is None else []


def _stops(row: Row, cuts: list[date]) -> list[Value]:
    """Only where a stop is recorded loosely: else the number of weeks is asked."""
    return [] if row["stopped_on_most"] is None else _days(row, "stopped_on", cuts)


def _days(row: Row, name: str, cuts: list[date]) -> list[Value]:
    """A month before and a month after each day that a verdict turns on, within what is known."""
    least, most = row[f"{name}_least"], row[f"{name}_most"]
    if least is not None and most is not None and (most - least).days <= _LONGEST_KNOWN_DAYS:
        return []
    turned = [
        day
        for cut in cuts
        for day in (cut - timedelta(_LONGEST_KNOWN_DAYS), cut + timedelta(_LONGEST_KNOWN_DAYS))
    ]
    edges = [day for day in (least, most) if day is not None]
    other = row["stopped_on_most"] if name == "started_on" else None
    first = row["started_on_least"] if name == "stopped_on" else None
    fits = [
        d
        for d in (*edges, *turned)
        if _inside(d, least, most) and _inside(d, first, other) and d <= max(cuts)
    ]
    months = sorted({_month(day, least, most) for day in fits})[:MOST_DATES]
    return [(first.strftime("%Y-%m"), first, last) for first, last in months]


def _month(day: date, least: date | None, most: date | None) -> tuple[date, date]:
    """The month of a day, cut to what is known."""
    first = day.replace(day=1)
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return max(first, least or first), min(last, most or last)


def _cuts(found: Findings, facts: Facts) -> list[date]:
    """Days that verdicts turn on: bounds of the episode's start, policies' years, the day of the review."""
    bounds = [found.episodes[f"episode_start_{side}"].to_list() for side in ("least", "most")]
    starts = [date_of(b[0]) for b in bounds if b and b[0] is not None]
    years = {int(y) for p in facts.policies.values() for c in p.criteria if (y := getattr(c, "years", None))}
    return sorted(
        {*starts, *(found.as_of.replace(year=found.as_of.year - y, day=1) for y in years), found.as_of}
    )


def _when(trial: Row) -> str:
    least, most = trial["started_on_least"], trial["started_on_most"]
    known = least is not None and most is not None and least.year == most.year
    return f" in {least.year}" if known else ""
