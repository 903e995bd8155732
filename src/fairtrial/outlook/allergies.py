"""Allergies and intolerances to drugs on offer, as context states them."""

from __future__ import annotations

import functools

from fairtrial.facts import Facts
from fairtrial.outlook.rows import rows_of
from fairtrial.outlook.things import Thing
from fairtrial.rules.reasons.presence import in_plain
from fairtrial.rules.stated import meant
from fairtrial.tables import History

WEIGHT, WHY = "caution", "An allergy or intolerance to it is recorded; ask what happened."
_TOPIC = "allergy"


def allergies(history: History, facts: Facts) -> dict[str, Thing]:
    """Drug -> the allergy or intolerance to it that is recorded."""
    found: dict[str, list[str]] = {}
    for topic, value, record in rows_of(history.context, "topic", "value", "record"):
        if topic == _TOPIC and value and meant(value, facts) == "stated":
            for drug in _named(value, facts):
                found.setdefault(drug, []).extend([record] if record else [])
    return {drug: _thing(drug, records) for drug, records in found.items()}


def _thing(drug: str, records: list[str]) -> Thing:
    told = f"allergy or intolerance to {drug}"
    return Thing(f"allergy:{drug}", "recorded", told, tuple(dict.fromkeys(records)))


def _named(value: str, facts: Facts) -> list[str]:
    said = f" {in_plain(value)} "
    return [drug for drug, names in _names(facts) if any(name in said for name in names)]


@functools.cache
def _names(facts: Facts) -> list[tuple[str, list[str]]]:
    return [
        (drug.drug, [f" {in_plain(name)} " for name in (drug.drug, *drug.names.brands)])
        for drug in facts.drugs.values()
    ]
