"""All rules over the trial table as columns, each rule after those whose columns it reads."""

from __future__ import annotations

import functools
from typing import TypeVar

import polars as pl

from fairtrial.facts import Facts
from fairtrial.rules import outcome
from fairtrial.rules.registry import RULES

_IN_ORDER = (
    ("FT101", "FT102", "FT103", "FT201", "FT202", "FT203", "FT204", "FT205"),
    ("FT104",),
    ("FT206",),
)


Trials = TypeVar("Trials", pl.DataFrame, pl.LazyFrame)


def with_verdicts(trials: Trials, facts: Facts) -> Trials:
    """Add one column per rule over the trial table (see ``Rule.column``), and ``state``."""
    for columns in _expressions(facts):
        trials = trials.with_columns(columns)
    return trials


@functools.cache
def _expressions(facts: Facts) -> list[list[pl.Expr]]:
    """The expressions never change for the same facts, so they are built once."""
    steps = [[_column(rule, facts) for rule in step] for step in _IN_ORDER]
    return [*steps, [outcome.state(facts).alias("state")]]


def _column(rule_id: str, facts: Facts) -> pl.Expr:
    rule = RULES[rule_id]
    assert rule.decides is not None
    assert rule.column is not None
    return rule.decides(facts).alias(rule.column)
