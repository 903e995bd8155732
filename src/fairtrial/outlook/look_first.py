"""Gates: what is looked at before any option, each with what the records say of it."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from fairtrial.facts import Facts
from fairtrial.facts.circumstances import Age, Circumstance
from fairtrial.findings import Findings
from fairtrial.outlook.recorded import Recorded, told
from fairtrial.outlook.rows import rows_of
from fairtrial.outlook.things import Thing
from fairtrial.rules.gates import LIFELONG
from fairtrial.rules.registry import RULES
from fairtrial.rules.safety import ESKETAMINE, PERINATAL

RULE = "FT505"
_SUICIDALITY = {
    "FT901": "Thoughts of death or self-harm on a questionnaire",
    "FT902": "Suicidal thoughts or an act",
}
_NAMES = {
    "FT910": "Bipolar disorder or mania",
    "FT911": "Psychosis",
    "FT912": "Pregnancy or the time after birth",
    "FT903": "Age under {young_adult_years:g}",
    "FT904": "An MAOI taken now or lately",
    "FT913": "A contraindication of esketamine",
}
GATES = (*_SUICIDALITY, *_NAMES)
"""Rules of every gate, in the order in which they are shown."""


def gates(found: Findings, recorded: Recorded, facts: Facts) -> list[dict[str, object]]:
    """Every gate in its order, with what the records say; those of safety as safety found them."""
    shown = _shown(found)
    return [_gate(rule, shown.get(rule), recorded, facts) for rule in GATES]


def in_front(every: list[dict[str, object]]) -> list[str]:
    """Rule ids of the gates that stand before each option: recorded or possible."""
    return [str(gate["rule"]) for gate in every if gate["state"] in ("recorded", "possible")]


def _shown(found: Findings) -> dict[str, list[str]]:
    """Rule -> its records, for everything that safety shows."""
    by_rule: dict[str, list[str]] = {}
    for rule, record in rows_of(found.safety, "rule", "record"):
        by_rule.setdefault(rule, []).extend([record] if record is not None else [])
    return by_rule


def _gate(rule: str, shown: list[str] | None, recorded: Recorded, facts: Facts) -> dict[str, object]:
    """One gate. Silence outweighs a denial; that bipolar disorder was ruled out is told where nothing is said of mania."""
    asked = _circumstances(facts).get(rule)
    judged = recorded.judged(asked) if asked is not None else None
    state = judged.state if judged else "not_recorded"
    because = list(judged.because) if judged else []
    if rule == "FT910" and state == "not_recorded" and recorded.topic("bipolar").state == "recorded_absent":
        because = [recorded.topic("bipolar")]
    if shown is not None and state not in ("recorded", "possible"):
        records = tuple(dict.fromkeys(shown))
        state, because = "recorded", [Thing(rule, "recorded", RULES[rule].sentence, records)]
    return {"rule": rule, "name": _name(rule, facts), "state": state, "because": told(because)}


def _name(rule: str, facts: Facts) -> str:
    names: Mapping[str, str] = {**_SUICIDALITY, **_NAMES}
    return names[rule].format(young_adult_years=facts.number("young_adult_years"))


@functools.cache
def _circumstances(facts: Facts) -> dict[str, Circumstance]:
    return {
        "FT910": Circumstance(topics=list(LIFELONG)),
        "FT911": Circumstance(topics=["psychosis", "psychotic_depression"]),
        "FT912": Circumstance(topics=list(PERINATAL)),
        "FT903": Circumstance(age_years=Age(below=facts.number("young_adult_years"))),
        "FT904": Circumstance(flags=["maoi"]),
        "FT913": Circumstance(topics=list(ESKETAMINE)),
    }
