"""The trials of one person as the report tells them."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.findings import Findings
from fairtrial.outlook.provenance import records_of_courses
from fairtrial.report.content.conflicts import conflicts
from fairtrial.report.content.trace import trace
from fairtrial.report.content.values import Row, day, pair, plain, verdict
from fairtrial.timeline.steps import gaps

_DOSE_DIGITS = 4
"""Micrograms in mg: liothyronine 25 mcg is 0.025 mg."""


def trials(found: Findings, facts: Facts) -> list[dict[str, object]]:
    """One entry per trial, in order of start, undated last."""
    steps = _by_course(found.steps.sort("course", "layer", "from_day", "kind", nulls_last=True))
    holes = _by_course(gaps(found.supplies))
    records = records_of_courses(found)
    return [
        _trial(
            row,
            steps.get(row["course"], []),
            holes.get(row["course"], []),
            list(records.get(row["course"], ())),
            found,
            facts,
        )
        for row in found.trials.to_dicts()
    ]


def trial_id(row: Row) -> str:
    """T1, T2, ... within the person."""
    return f"T{row['trial']}"


def _by_course(frame: pl.DataFrame) -> dict[object, list[Row]]:
    found: dict[object, list[Row]] = {}
    for row in frame.to_dicts():
        found.setdefault(row["course"], []).append(row)
    return found


def _trial(
    row: Row, steps: list[Row], holes: list[Row], records: list[str], found: Findings, facts: Facts
) -> dict[str, object]:
    drug = facts.drugs[str(row["drug"])]
    return {
        "id": trial_id(row),
        "drug": row["drug"],
        "drug_class": row["drug_class"],
        "pathways": list(dict.fromkeys(p.pathway for p in drug.pathways)),
        "role": row["role"],
        "counts_as_trial": row["counts_as_trial"],
        "purpose": row["purpose"],
        **_when_and_how_much(row),
        "minimum_dose_mg_per_day": _minimum(row, found.dose_list, facts),
        "adequate": verdict(row["fair"]),
        "criteria": {
            "dose": verdict(row["dose_ok"]),
            "duration": verdict(row["long_enough"]),
            "adherence": verdict(row["taken"]),
        },
        **_outcome(row),
        "in_current_episode": verdict(row["in_current_episode"]),
        "evidence": row["evidence"],
        "dose_steps": [_step(step) for step in steps],
        "gaps": [{"started_on": day(h["from_day"]), "stopped_on": day(h["to_day"])} for h in holes],
        "conflicts": conflicts(row, steps, records),
        "trace": trace(row, facts, found.dose_list),
        "records": records,
    }


def _when_and_how_much(row: Row) -> dict[str, object]:
    return {
        "started_on": pair(row, "started_on"),
        "stopped_on": pair(row, "stopped_on"),
        "ongoing": row["ongoing"],
        "weeks": pair(row, "weeks"),
        "weeks_at_dose": pair(row, "weeks_at_dose"),
        "highest_dose_mg_per_day": pair(row, "dose", _DOSE_DIGITS),
        "coverage": pair(row, "coverage", 3),
    }


def _outcome(row: Row) -> dict[str, object]:
    return {
        "baseline": _score(row, "baseline"),
        "endpoint": _score(row, "endpoint"),
        "improvement_percent": pair(row, "improvement"),
        "reported_response": row["reported_response"],
        "remission": verdict(row["remission"]),
        "lost_response": verdict(row["lost_response"]),
        "state": row["state"],
        "stop_reason": row["stop_reason"],
    }


def _score(row: Row, which: str) -> dict[str, object] | None:
    if row[which] is None:
        return None
    return {"scale": row["scale"], "on": day(row[f"{which}_on"]), "total": row[which]}


def _minimum(row: Row, dose_list: str, facts: Facts) -> dict[str, object] | None:
    value = facts.drugs[str(row["drug"])].doses.minimum_adequate_mg_per_day.get(dose_list)
    if value is None:
        return None
    return {"value": value.value, "list": dose_list, "source": value.source, "standing": value.standing}


def _step(step: Row) -> dict[str, object]:
    """Both days, or neither where the period has no certain first day."""
    return {
        "started_on": day(step["from_day"]),
        "stopped_on": None if step["from_day"] is None else day(step["stop_least"]),
        "dose_mg_per_day": {side: plain(step[f"dose_{side}"], _DOSE_DIGITS) for side in ("least", "most")},
        "kind": step["kind"],
    }
