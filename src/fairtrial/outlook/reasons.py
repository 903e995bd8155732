"""Why a medicine may not have helped enough: the eight reasons of one person, in sentences with their
records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.reasons import Reason
from fairtrial.findings import Findings
from fairtrial.outlook.findings_of_reasons import ORDER, Finding
from fairtrial.outlook.reasons_of_person import alongside, around, other_medicines
from fairtrial.outlook.reasons_of_trials import fairness, genes, measurement, pathways, timing
from fairtrial.outlook.sight import Sight
from fairtrial.rules.reasons import REASONS, reasons

Teller = Callable[[Sight], list[Finding]]
_TELLERS: dict[str, Teller] = {
    "FT401": fairness, "FT402": timing, "FT403": pathways, "FT404": genes,
    "FT405": other_medicines, "FT406": alongside, "FT407": around, "FT408": measurement,
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One reason and what was found of it; ``strength`` is that of its surest finding, null when there is
    none."""

    reason: Reason
    strength: str | None
    findings: tuple[Finding, ...]


def reasons_table(found: Findings, facts: Facts, *, silence: bool = True) -> pl.DataFrame:
    """The reasons of everybody in ``found``: person_id, rule, topic, strength, trial, by, record.

    ``silence`` False leaves out the rows that only say that no record of the person speaks of a thing.
    """
    return reasons(found.history, found.trials, found.steps, facts, silence=silence)


def reasons_of(found: Findings, facts: Facts) -> list[Told]:
    """The reasons of the one person in ``found``, in the order of their ids; none when no antidepressant
    was taken."""
    table = reasons_table(found, facts)
    if table.is_empty():
        return []
    sight = Sight(found, facts, table)
    return [_told(facts.reasons[rule], _TELLERS[rule](sight)) for rule in REASONS]


def _told(reason: Reason, findings: list[Finding]) -> Told:
    in_order = sorted(findings, key=lambda finding: ORDER.index(finding.strength))
    return Told(
        reason, next((f.strength for f in in_order if f.strength != "ruled_out"), None), tuple(in_order)
    )
