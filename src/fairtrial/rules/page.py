"""The page of one rule, as `fairtrial explain` prints it and the reference shows it."""

from __future__ import annotations

from importlib.resources import files

import yaml

from fairtrial.facts import Facts, load
from fairtrial.facts.models import Sourced
from fairtrial.rules.registry import RULES, Rule


def page(rule_id: str, facts: Facts | None = None) -> str:
    """Sentence, why, thresholds with source and standing, when it stays unknown, and its cases.

    Raises KeyError for an id that is not a rule.
    """
    rule, known = RULES[rule_id], facts or load()
    parts = [
        f"{rule.rule}: {rule.sentence}",
        f"Why: {rule.why}",
        *([f"Shown as: {rule.level}"] if rule.level else []),
        "Compares with:\n" + _thresholds(rule, known),
        f"Unknown when: {rule.unknown_when}",
        "Sources: " + ("; ".join(_source(s, known) for s in rule.sources) or "none; the thresholds carry their own"),
        "Cases:\n" + _cases(rule_id),
    ]
    return "\n\n".join(parts)


def _thresholds(rule: Rule, facts: Facts) -> str:
    lines = []
    for name in rule.settings:
        s = facts.settings[name]
        lines.append(f"  {name} = {s.value:g} {s.unit} ({_standing(s)}): {s.meaning}")
    return "\n".join(lines) or "  no number of its own"


def _standing(value: Sourced) -> str:
    origin = ", ".join(value.source)
    return {"seen": f"seen in {origin}", "unverified": "unverified", "ours": "our choice"}[value.standing]


def _source(source: str, facts: Facts) -> str:
    found = facts.sources[source]
    return f"{source} ({found.what}; {found.locator})"


def cases(rule_id: str) -> list[dict[str, object]]:
    """The cases of a rule: dicts with name, verdict and the columns given; all other columns are unknown."""
    text = (files("fairtrial") / "rules" / "cases" / f"{rule_id}.yaml").read_text("utf-8")
    return list(yaml.safe_load(text))


def _cases(rule_id: str) -> str:
    return "\n".join(f"  {_told(case)}" for case in cases(rule_id))


def _told(case: dict[str, object]) -> str:
    given = ", ".join(f"{k} {_plain(v)}" for k, v in case.items() if k not in ("name", "verdict"))
    return f"{case['verdict']!s:8} {case['name']} ({given or 'nothing recorded'})"


def _plain(value: object) -> str:
    return "unknown" if value is None else {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
