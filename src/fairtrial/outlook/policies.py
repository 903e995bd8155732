"""Payers' policies against one history: every criterion met, not met or not documented, with its grounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.policies import Augmentation, Policy, Statement, Trials, every, expired
from fairtrial.findings import Findings
from fairtrial.outlook.case import Case, Decided, OfTrials, all_of
from fairtrial.outlook.criteria import decide
from fairtrial.rules.policies import OverTrials, counts_for, tallied


@dataclass(frozen=True)
class Verdict:
    """A policy with the answer to each criterion; ``met`` leaves out what the clinic has still to state."""

    policy: Policy
    expired: bool
    met: bool | None
    criteria: tuple[Decided, ...]


def verdict(policy: Policy, found: Findings, facts: Facts) -> Verdict:
    """The one person in ``found`` against one policy."""
    return decided_with(policy, case_of(found, facts, [policy]))


def decided_with(policy: Policy, case: Case) -> Verdict:
    """The same for a case that was made for this policy."""
    criteria = tuple(decide(criterion, case) for criterion in policy.criteria)
    shown = [c.shown.met for c in criteria if not isinstance(c.criterion, Statement) or c.shown.met is False]
    return Verdict(policy, expired(policy, case.found.as_of), all_of(shown), criteria)


def case_of(found: Findings, facts: Facts, policies: Iterable[Policy] = ()) -> Case:
    """One person as the criteria of these policies see them."""
    asked = over_trials(policies)
    return case_for(found, facts, asked)


def case_for(found: Findings, facts: Facts, asked: dict[str, OverTrials]) -> Case:
    """One person as criteria see them; ``asked`` names those that are counted over trials."""
    marked = with_counts(found.trials, asked, found.as_of, facts)
    reached = {row["name"]: row for row in tallied(marked, asked).to_dicts()}
    names = {id(criterion): name for name, criterion in asked.items()}

    def of_trials(criterion: OverTrials) -> OfTrials:
        name = names[id(criterion)]
        return _of_trials(name, criterion, marked, reached.get(name, _NOTHING))

    return Case(found, facts, of_trials, records_of_trials(found))


def over_trials(policies: Iterable[Policy]) -> dict[str, OverTrials]:
    """``<policy>/<criterion>`` -> every criterion that is counted over trials, also inside alternatives."""
    return {
        f"{policy.policy}/{criterion.criterion}": criterion
        for policy in policies
        for criterion in every(policy.criteria)
        if isinstance(criterion, Trials | Augmentation)
    }


def with_counts(
    trials: pl.DataFrame, asked: dict[str, OverTrials], as_of: date, facts: Facts
) -> pl.DataFrame:
    """The trial table with one column per criterion: counts, may count (null), does not count."""
    return trials.with_columns(
        counts_for(criterion, as_of, facts).alias(name) for name, criterion in asked.items()
    )


def _of_trials(name: str, criterion: OverTrials, marked: pl.DataFrame, reached: dict[str, Any]) -> OfTrials:
    marks = list(
        zip(marked["trial"].to_list(), marked["drug"].to_list(), marked[name].to_list(), strict=True)
    )
    sure = [(f"T{trial}", drug) for trial, drug, mark in marks if mark]
    open_ = [(f"T{trial}", drug) for trial, drug, mark in marks if mark is None]
    told = f"Different drugs that count: {_span(reached, 'drugs')}, asked for: {criterion.count}"
    classes = getattr(criterion, "classes", 1)
    told += f"; classes: {_span(reached, 'classes')}, asked for: {classes}" if classes > 1 else ""
    return OfTrials(
        reached["met"] if marked.height else None,
        tuple(t for t, _ in sure),
        tuple(t for t, _ in open_),
        f"{told}. Counted: {_named(sure)}. May count: {_named(open_)}.",
    )


_COUNTED = ("drugs_least", "drugs_most", "classes_least", "classes_most")
_NOTHING: dict[str, Any] = {"met": False, **dict.fromkeys(_COUNTED, 0)}


def _span(reached: dict[str, Any], what: str) -> str:
    least, most = reached[f"{what}_least"], reached[f"{what}_most"]
    return f"{least}" if least == most else f"{least} to {most}"


def _named(trials: list[tuple[str, str]]) -> str:
    return ", ".join(f"{trial} {drug}" for trial, drug in trials) or "none"


def records_of_trials(found: Findings) -> dict[str, tuple[str, ...]]:
    """Trial id -> ids of the records it was built from, in order."""
    record = found.history.uses["record"].to_list()
    course = dict(zip(found.trials["course"].to_list(), found.trials["trial"].to_list(), strict=True))
    named: dict[str, dict[str, None]] = {}
    for which, row in found.members.select("course", "row").rows():
        if record[row] is not None:
            named.setdefault(f"T{course[which]}", {})[record[row]] = None
    return {trial: tuple(sorted(records)) for trial, records in named.items()}
