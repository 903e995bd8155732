"""Rules only compare: small expressions over the trial table, each known by a permanent id, one sentence and sources."""

from __future__ import annotations

from fairtrial.rules import (
    adequacy,
    genotype,
    options,
    outcome,
    policies,
    reasons,
    resistance,
    safety,
    staging,
    treatments,
)
from fairtrial.rules.page import cases, definition_cases, page
from fairtrial.rules.registry import RULES, Rule

__all__ = [
    "RULES", "Rule", "adequacy", "cases", "definition_cases", "genotype", "options", "outcome", "page", "policies", "reasons", "resistance",
    "safety", "staging", "treatments",
]  # fmt: skip
