"""Rules by their permanent id: one sentence, one expression, its sources and the settings it compares with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from fairtrial.facts import Facts

Verdict = Callable[[Facts], pl.Expr]


@dataclass(frozen=True)
class Rule:
    """One rule: what it decides, why, when it stays unknown, and the expression that decides it."""

    rule: str
    sentence: str
    why: str
    unknown_when: str
    table: str
    settings: tuple[str, ...]
    sources: tuple[str, ...]
    verdict: Verdict


RULES: dict[str, Rule] = {}
"""Rule id -> rule; ids are permanent, never renumbered and never used again."""


def rule(
    rule_id: str,
    sentence: str,
    *,
    why: str,
    unknown_when: str,
    table: str = "trials",
    settings: tuple[str, ...] = (),
    sources: tuple[str, ...] = (),
) -> Callable[[Verdict], Verdict]:
    """Register the expression below under ``rule_id``; ``table`` names the columns it reads."""

    def register(verdict: Verdict) -> Verdict:
        if rule_id in RULES:
            raise ValueError(f"rule {rule_id} exists already; give the new rule the next free number.")
        RULES[rule_id] = Rule(rule_id, sentence, why, unknown_when, table, settings, sources, verdict)
        return verdict

    return register
