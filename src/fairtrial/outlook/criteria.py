"""The criteria of policies, one function for each kind: yes, no or unknown, with trials and records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from fairtrial.facts.policies import AnyCriterion, OneOf, Statement
from fairtrial.outlook.case import Case, Decided, Row, Shown, any_of, joined, records_of_rows
from fairtrial.outlook.score_criterion import score
from fairtrial.outlook.states import absent, age, diagnosis, present
from fairtrial.outlook.therapy_criteria import psychotherapy, response
from fairtrial.rules.policies import RULE_OF_KIND, OverTrials
from fairtrial.rules.stated import meant


def decide(criterion: AnyCriterion, case: Case) -> Decided:
    """The answer to one criterion."""
    return Decided(criterion, RULE_OF_KIND[criterion.kind], _DECIDES[criterion.kind](criterion, case))


def _over_trials(criterion: OverTrials, case: Case) -> Shown:
    """FT801 and FT802."""
    found = case.of_trials(criterion)
    shown = (*found.counted, *found.possible)
    records = tuple(dict.fromkeys(r for trial in shown for r in case.trial_records.get(trial, ())))
    return Shown(found.met, found.told, found.counted, records, found.possible)


def _statement(criterion: Statement, case: Case) -> Shown:
    """FT810. What was denied is shown and does not count as stated; what is another person's is left out."""
    of_field = case.found.history.context.filter(pl.col("topic") == criterion.field).to_dicts()
    label = case.facts.packet_fields[criterion.field].label
    stated, denied = (_meant(of_field, which, case) for which in ("stated", "denied"))
    if stated and denied:
        told = (
            f"Stated as {stated[-1]['value']}, and also as {denied[-1]['value']}; the clinic must settle it."
        )
        return Shown(None, told, records=records_of_rows([*stated, *denied]))
    said = stated or denied
    if not said:
        return Shown(None, f"To be stated by the clinic: {label}.")
    met = criterion.asks_for in ("either", "stated" if stated else "denied")
    told = f"{'Stated' if stated else 'Stated as not so'}: {said[-1]['value']}."
    return Shown(met, told, records=records_of_rows(said))


def _meant(rows: list[Row], which: str, case: Case) -> list[Row]:
    """The rows that say something and mean it so."""
    return [row for row in rows if row["value"] and meant(row["value"], case.facts) == which]


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
    "trials": _over_trials, "augmentation": _over_trials, "psychotherapy": psychotherapy, "age": age,
    "score": score, "diagnosis": diagnosis, "present": present, "absent": absent, "response": response,
    "statement": _statement, "one_of": _one_of,
}  # fmt: skip
