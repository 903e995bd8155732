"""Rules by their permanent id: one sentence, its reasons, the settings it compares with and its sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import polars as pl

from fairtrial.facts import Facts

Expression = Callable[[Facts], pl.Expr]
F = TypeVar("F", bound=Callable[..., object])


@dataclass(frozen=True)
class Rule:
    """One rule: what it decides, why it is asked, and when its answer stays unknown.

    ``decides`` builds the verdict over the trial table, kept there as ``column``; later rules read the columns of earlier
    ones. None for rules that read a definition, a person or a scale.
    ``level`` is banner or gate for rules of safety.
    """

    rule: str
    sentence: str
    why: str
    unknown_when: str
    settings: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    decides: Expression | None = None
    column: str | None = None
    level: str | None = None


RULES: dict[str, Rule] = {}
"""Rule id -> rule; ids are permanent, never renumbered and never used again."""


def declare(rule: Rule) -> Rule:
    """Add a rule. Raises ValueError when its id is taken."""
    if rule.rule in RULES:
        raise ValueError(f"rule {rule.rule} exists already; give the new rule the next free number.")
    RULES[rule.rule] = rule
    return rule


def rule(
    rule_id: str,
    column: str,
    sentence: str,
    *,
    why: str,
    unknown_when: str,
    settings: tuple[str, ...] = (),
    sources: tuple[str, ...] = (),
) -> Callable[[Expression], Expression]:
    """Register the expression below, over the trial table, under ``rule_id``; its verdict becomes ``column``."""

    def register(decides: Expression) -> Expression:
        declare(Rule(rule_id, sentence, why, unknown_when, settings, sources, decides, column))
        return decides

    return register
