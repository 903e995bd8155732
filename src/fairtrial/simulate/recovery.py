"""What the engine found beside what is true: exact, within bounds, unknown or wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from fairtrial.findings import Findings
from fairtrial.simulate.truth import TrueTrial, Truth

NEAR = 1e-6
QUANTITIES = {
    "weeks": "weeks", "weeks_at_dose": "weeks_at_dose", "highest_dose": "dose", "coverage": "coverage",
    "improvement": "improvement", "start": "start", "stop": "stop",
}  # fmt: skip
"""Quantity of the truth -> name of its bounds in the table of trials."""
YES_OR_NO = ("fair", "dose_ok", "remission", "ongoing", "in_current_episode")
SILENT_STATES = ("undetermined", "unrated")
Row = dict[str, Any]


@dataclass
class Recovery:
    """Differences by kind; ``examples`` holds the first of each kind in words."""

    verdicts: int = 0
    unknown: int = 0
    differences: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, what: str) -> None:
        """Count one difference."""
        self.differences[kind] += 1
        self.examples.setdefault(kind, what)


def wrong(found: Findings, true: dict[str, Truth]) -> Recovery:
    """Everything that contradicts the truth: opposite verdicts, and truths outside [least, most].

    A value or verdict that stays unknown contradicts nothing. Trials that the engine could not put together
    are judged
    piece by piece.
    """
    result, definitions = Recovery(), [d.definition for d in found.definitions]
    for row in found.resistance.to_dicts():
        _judge_person(row, true[row["person_id"]], definitions, result)
    for row in found.trials.to_dicts():
        _judge_trial(row, same_trial(row, true), definitions, result)
    return result


def same_trial(row: Row, true: dict[str, Truth]) -> TrueTrial | None:
    """The true trial of a row: nobody takes a drug twice in these presets."""
    return next((trial for trial in true[row["person_id"]].trials if trial.drug == row["drug"]), None)


def _judge_person(row: Row, truth: Truth, definitions: list[str], result: Recovery) -> None:
    for name in definitions:
        verdict, wanted = row[f"{name}|verdict"], truth.verdicts[name]
        result.verdicts += 1
        result.unknown += verdict is None
        if None not in (verdict, wanted) and verdict != wanted:
            result.add("verdict", f"{row['person_id']} {name}: {verdict}, true is {wanted}")
        least, most = truth.failures[name]
        if not row[f"{name}|least"] <= least <= most <= row[f"{name}|most"]:
            bounds = (row[f"{name}|least"], row[f"{name}|most"])
            result.add("failures", f"{row['person_id']} {name}: {bounds}, true is {(least, most)}")


def _judge_trial(row: Row, trial: TrueTrial | None, definitions: list[str], result: Recovery) -> None:
    if trial is None:
        result.add("no such trial", f"{row['person_id']} {row['drug']}: never taken")
        return
    for quantity, name in QUANTITIES.items():
        _within(row, getattr(trial, quantity), name, trial, result)
    for name in YES_OR_NO:
        _not_opposite(row[name], getattr(trial, name), name, row, result)
    for name in definitions:
        _not_opposite(row[f"counts|{name}"], trial.counts[name], "counts", row, result)
    if row["state"] not in (trial.state, *SILENT_STATES):
        result.add("state", f"{row['person_id']} {row['drug']}: {row['state']}, true is {trial.state}")


def _within(row: Row, value: float | None, name: str, trial: TrueTrial, result: Recovery) -> None:
    least, most = row[f"{name}_least"], row[f"{name}_most"]
    low = least is None or (value is not None and least <= value + NEAR)
    high = most is None or (value is not None and value <= most + NEAR)
    if value is not None and not (low and high):
        result.add(name, f"{row['person_id']} {trial.drug}: {least} to {most}, true is {value}")


def _not_opposite(found: bool | None, true: bool | None, name: str, row: Row, result: Recovery) -> None:
    if found is not None and true is not None and found != true:
        result.add(name, f"{row['person_id']} {row['drug']}: {name} {found}, true is {true}")
