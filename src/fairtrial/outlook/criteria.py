"""The criteria of policies, one function for each kind: yes, no or unknown, with trials and records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import polars as pl

from fairtrial.facts.policies import AnyCriterion, OneOf, Psychotherapy, Response, Score, Statement
from fairtrial.outlook.case import Case, Decided, Row, Shown, all_of, any_of, joined, records_of_rows
from fairtrial.outlook.states import absent, age, diagnosis, present
from fairtrial.rules.policies import RULE_OF_KIND, OverTrials

_DAYS_PER_WEEK = 7


def decide(criterion: AnyCriterion, case: Case) -> Decided:
    """The answer to one criterion."""
    return Decided(criterion, RULE_OF_KIND[criterion.kind], _DECIDES[criterion.kind](criterion, case))


def _over_trials(criterion: OverTrials, case: Case) -> Shown:
    """FT801 and FT802."""
    found = case.of_trials(criterion)
    shown = (*found.counted, *found.possible)
    records = tuple(dict.fromkeys(r for trial in shown for r in case.trial_records.get(trial, ())))
    return Shown(found.met, found.told, found.counted, records, found.possible)


def _psychotherapy(criterion: Psychotherapy, case: Case) -> Shown:
    """FT803."""
    rows = [row for row in case.therapies if row["therapy"] == "psychotherapy"]
    answers = [_counts(row, criterion, case) for row in rows]
    good = [row for row, answer in zip(rows, answers, strict=True) if answer] or [
        row for row, answer in zip(rows, answers, strict=True) if answer is None
    ]
    if True in answers:
        return Shown(True, "Recorded.", records=records_of_rows(good))
    kinds = f" of the kinds named ({', '.join(criterion.kinds)})" if criterion.kinds else ""
    if not good:
        return Shown(None, f"No psychotherapy{kinds} is recorded.")
    told = f"A psychotherapy is recorded; whether it was{kinds or ' in the window'} is not."
    return Shown(None, told, records=records_of_rows(good))


def _counts(row: Row, criterion: Psychotherapy, case: Case) -> bool | None:
    words = case.words.get(row["record"] or "", "")
    named = not criterion.kinds or any(kind.lower() in words.split() for kind in criterion.kinds)
    of_kind = True if named else None
    if criterion.window != "current_episode":
        return of_kind
    return all_of([of_kind, _in_episode(row, case)])


def _in_episode(row: Row, case: Case) -> bool | None:
    first, last = case.episode("least"), case.episode("most")
    began, ended = row["started_on_least"], row["stopped_on_most"]
    if last is not None and began is not None and began >= last:
        return True
    return False if first is not None and ended is not None and ended <= first else None


def _score(criterion: Score, case: Case) -> Shown:
    """FT805."""
    totals = _totals(criterion, case)
    if not totals:
        within = (
            f" in the last {criterion.within_weeks:g} weeks" if criterion.within_weeks is not None else ""
        )
        return Shown(None, f"No score{within} on {_scales(criterion)} is recorded.")
    edges = {least.scale: least.at_least for least in criterion.any_of}
    good = [row for row in totals if row["total"] >= edges.get(row["scale"], 0)]
    shown = good or totals
    told = "; ".join(f"{row['scale']} {row['total']:g} on {row['on_least'].isoformat()}" for row in shown)
    return Shown(bool(good), f"{told}.", records=records_of_rows(shown))


def _totals(criterion: Score, case: Case) -> list[Row]:
    """The latest total of each scale that counts, recent enough."""
    asked = {least.scale for least in criterion.any_of} or {
        s.scale for s in case.facts.scales.values() if s.measures == "depression"
    }  # fmt: skip
    first = date.min
    if criterion.within_weeks is not None:
        first = case.found.as_of - timedelta(days=int(criterion.within_weeks * _DAYS_PER_WEEK))
    latest = {row["scale"]: row for row in case.totals if row["scale"] in asked and row["on_least"] >= first}
    return list(latest.values())


def _scales(criterion: Score) -> str:
    return (
        ", ".join(f"{least.scale} ({least.at_least:g} or more)" for least in criterion.any_of) or "any scale"
    )


def _response(criterion: Response, case: Case) -> Shown:
    """FT809."""
    rows = [row for row in case.therapies if row["therapy"] == criterion.therapy]
    least, edge = "improvement_percent_least", criterion.improvement_at_least
    helped = [
        r
        for r in rows
        if (r[least] or 0) >= edge or (r[least] is None and r["response"] in ("response", "remission"))
    ]
    if helped:
        return Shown(True, "An earlier course helped enough.", records=records_of_rows(helped))
    if not rows:
        return Shown(None, "No earlier course is recorded.")
    most = "improvement_percent_most"
    little = all(
        r["response"] in ("none", "partial") or (r[most] is not None and r[most] < edge) for r in rows
    )
    told = (
        "Earlier courses did not help enough."
        if little
        else "The result of an earlier course is not recorded."
    )
    return Shown(False if little else None, told, records=records_of_rows(rows))


def _statement(criterion: Statement, case: Case) -> Shown:
    """FT810."""
    rows = case.found.history.context.filter(pl.col("topic") == criterion.field).to_dicts()
    label = case.facts.packet_fields[criterion.field].label
    if not rows:
        return Shown(None, f"To be stated by the clinic: {label}.")
    return Shown(True, f"Stated: {rows[-1]['value']}.", records=records_of_rows(rows))


def _one_of(criterion: OneOf, case: Case) -> Shown:
    """FT811."""
    parts = tuple(decide(each, case) for each in criterion.criteria)
    shown = [part.shown for part in parts]
    met = any_of([part.met for part in shown])
    deciding = [part for part in shown if part.met is met]
    told = (
        deciding[0].told
        if met
        else "None of the alternatives is documented."
        if met is None
        else "No alternative is met."
    )
    return Shown(
        met, told, joined(p.trials for p in deciding), joined(p.records for p in deciding),
        joined(p.possible for p in deciding), parts,
    )  # fmt: skip


_DECIDES: dict[str, Callable[[Any, Case], Shown]] = {
    "trials": _over_trials, "augmentation": _over_trials, "psychotherapy": _psychotherapy, "age": age,
    "score": _score, "diagnosis": diagnosis, "present": present, "absent": absent, "response": _response,
    "statement": _statement, "one_of": _one_of,
}  # fmt: skip
