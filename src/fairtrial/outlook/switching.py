"""From one drug to another: days without either, how, and what stopping may bring."""

from __future__ import annotations

import functools

from fairtrial.facts import Facts
from fairtrial.facts.interactions import switch_days, switch_rule
from fairtrial.facts.models import Drug
from fairtrial.outlook.drugs_in_use import InUse
from fairtrial.outlook.recorded import Recorded, sourced

DAYS_BETWEEN, STOPPING = "FT603", "FT604"
ANTIDEPRESSANT = "antidepressant"
NO_DAYS = "no source states days; never take that for none needed"


def switching(recorded: Recorded, facts: Facts) -> dict[str, object]:
    """The from-to table of every drug in use, and what stopping each may bring."""
    rows = [_from(use, facts) for use in recorded.in_use.values() if concerns_switching(use.drug, facts)]
    stops = [_stopping(use, facts) for use in recorded.in_use.values()]
    return {"rule": DAYS_BETWEEN, "from": rows, "stopping": stops}


def concerns_switching(drug: str, facts: Facts) -> bool:
    """Antidepressants, and drugs with days of their own around an MAOI."""
    known = facts.drugs[drug]
    return known.role == ANTIDEPRESSANT or known.washout is not None


@functools.cache
def cell(stopped: str, started: str, facts: Facts) -> dict[str, object]:
    """One cell of the from-to table. ``days`` null: no source states days, never that none are needed."""
    one, other = facts.drugs[stopped], facts.drugs[started]
    rule_id, rule = switch_rule(facts.switches, one, other)
    days = switch_days(rule, one, other)
    return {
        "to": started, "switch": rule_id, "days": None if days is None else days.value,
        "days_from": None if days is None else dict(sourced(days)),
        "how": rule.how, "caution": rule.caution, **sourced(rule),
    }  # fmt: skip


@functools.cache
def row_of(stopped: str, facts: Facts) -> list[dict[str, object]]:
    """The row of one drug: cells with the same rule and days are one line, with all drugs of it under ``to``.

    Longest wait first, then those for which no source states days.
    """
    lines: dict[tuple[object, ...], dict[str, object]] = {}
    for started in antidepressants(facts):
        if started != stopped:
            found = cell(stopped, started, facts)
            line = lines.setdefault((found["switch"], found["days"]), {**found, "to": []})
            to = line["to"]
            assert isinstance(to, list)
            to.append(started)
    return sorted(lines.values(), key=_longest_first)


@functools.cache
def antidepressants(facts: Facts) -> tuple[str, ...]:
    """Every antidepressant, by class and name."""
    known = (drug for drug in facts.drugs.values() if drug.role == ANTIDEPRESSANT)
    return tuple(drug.drug for drug in sorted(known, key=lambda drug: (drug.drug_class, drug.drug)))


def _longest_first(line: dict[str, object]) -> tuple[bool, float, str]:
    days = line["days"]
    return days is None, -float(str(days or 0)), str(line["switch"])


def _from(use: InUse, facts: Facts) -> dict[str, object]:
    base = {"drug": use.drug, "told": use.thing.told, "state": use.thing.state, "trials": list(use.trials)}
    return {**base, "records": list(use.thing.records), "lines": row_of(use.drug, facts)}


def _stopping(use: InUse, facts: Facts) -> dict[str, object]:
    drug = facts.drugs[use.drug]
    return {"rule": STOPPING, "drug": use.drug, "told": use.thing.told, **risk_of_stopping(drug)}


def risk_of_stopping(drug: Drug) -> dict[str, object]:
    """How much withdrawal a drug is known for, and its half-life; null where neither was found."""
    risk, life = drug.discontinuation_risk, drug.half_life_hours
    return {
        "risk": None if risk is None else {"value": risk.value, **sourced(risk)},
        "half_life_hours": None
        if life is None
        else {"least": life.least, "most": life.most, **sourced(life)},
    }
