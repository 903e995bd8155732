"""The page of one rule, as `fairtrial explain` prints it and the reference shows it."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

from fairtrial.facts import Facts, load
from fairtrial.facts.claims import claims_definitions, parts_of
from fairtrial.facts.models import Sourced, Strict
from fairtrial.rules.registry import RULES, Rule
from fairtrial.rules.treatments import DIAGNOSES, RULE_OF_ROUTE


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
        "Sources: "
        + ("; ".join(_source(s, known) for s in rule.sources) or "none; the thresholds carry their own"),
        "Cases:\n" + _cases(rule_id),
    ]
    return "\n\n".join(parts)


def _thresholds(rule: Rule, facts: Facts) -> str:
    lines = []
    for name in rule.settings:
        s = facts.settings[name]
        lines.append(f"  {name} = {s.value:g} {s.unit} ({_standing(s)}): {s.meaning}")
    lines += [f"  {text}" for text in _OWN.get(rule.rule, _nothing_of_its_own)(facts)]
    return "\n".join(lines) or "  no number of its own"


def _nothing_of_its_own(_: Facts) -> list[str]:
    return []


def _minimums(facts: Facts) -> list[str]:
    """Minimum doses of the general list; other lists are chosen with --dose-list."""
    found = [(d.drug, d.doses.minimum_adequate_mg_per_day.get("usual-minimum")) for d in facts.drugs.values()]
    return [f"{drug} {m.value:g} mg/day ({_standing(m)})" for drug, m in found if m is not None]


def _cut_offs(facts: Facts) -> list[str]:
    found = [(s.scale, s.remission_at_most) for s in facts.scales.values()]
    return [f"{scale} at most {m.value:g} ({_standing(m)})" for scale, m in found if m is not None]


def _asked_by_definitions(facts: Facts) -> list[str]:
    return [
        f"{d.definition}: {d.distinct_trials.value:g} trials ({_standing(d.distinct_trials)}), "
        f"{d.weeks_at_dose.value:g} weeks ({_standing(d.weeks_at_dose)}), {d.did_not_help.words()} "
        f"({_standing(d.did_not_help)}), window {d.window.value} ({_standing(d.window)})"
        for d in facts.definitions.values()
    ]


def _courses(facts: Facts) -> list[str]:
    """What response by week the timing reason compares with, study by study."""
    curves = [
        f"{c.what}: {', '.join(f'{p.percent:g} % by week {p.week:g}' for p in c.points)} ({_standing(c)})"
        for c in facts.response_courses.values()
    ]
    early = [
        f"less than {e.improvement_below_percent:g} % better at week {e.at_week:g}: "
        f"{e.percent_least:g} to {e.percent_most:g} % {e.outcome} by week {e.by_week:g} ({_standing(e)})"
        for e in facts.early_improvement.values()
        if e.improvement_below_percent is not None
    ]
    return [*curves, *early]


def _alongside(facts: Facts) -> list[str]:
    """What is looked for; values of laboratories only in the unit of the threshold."""
    return [
        f"{item.name}: {', '.join([*item.when.topics, *(m.measure for m in item.when.measures)])}"
        for item in facts.alongside.values()
    ]


def _around(facts: Facts) -> list[str]:
    enough = [(item.name, item.adequate_sessions) for item in facts.around.values()]
    return [f"{name}: {n.value:g} sessions or more ({_standing(n)})" for name, n in enough if n is not None]


def _of_route(kind: str) -> Callable[[Facts], list[str]]:
    """The numbers of every definition that takes this route."""

    def lines(facts: Facts) -> list[str]:
        return [
            f"{d.definition}: {_parts(route)}"
            for d in claims_definitions(facts).values()
            for route in d.routes
            if route.rule == kind
        ]

    return lines


def _diagnoses(facts: Facts) -> list[str]:
    return [
        f"{d.definition}: {_parts(asked)}"
        for d in claims_definitions(facts).values()
        for asked in (d.required, d.excluded)
        if asked is not None
    ]


def _parts(asked: Strict) -> str:
    return "; ".join(f"{name} {words} ({_standing(of)})" for name, words, of in parts_of(asked))


_OWN: dict[str, Callable[[Facts], list[str]]] = {
    "FT402": _courses, "FT406": _alongside, "FT407": _around,
    "FT101": _minimums, "FT204": _cut_offs, "FT301": _asked_by_definitions, "FT302": _asked_by_definitions,
    **{rule: _of_route(kind) for kind, rule in RULE_OF_ROUTE.items()}, DIAGNOSES: _diagnoses,
}  # fmt: skip


def _standing(value: Sourced) -> str:
    origin = ", ".join(value.source)
    return {"seen": f"seen in {origin}", "unverified": "unverified", "ours": "our choice"}[value.standing]


def _source(source: str, facts: Facts) -> str:
    found = facts.sources[source]
    return f"{source} ({found.what}; {found.locator})"


def cases(rule_id: str) -> list[dict[str, object]]:
    """The cases of a rule: dicts with name, verdict and the columns given; all other columns are unknown."""
    return _read(f"{rule_id}.yaml")


def definition_cases(definition: str) -> list[dict[str, object]]:
    """The persons that pin a definition for records without scores.

    ``issues``: drug -> days; ``diagnoses`` and ``possible``: ICD-10-CM code -> days; ``supply``: the days each
    issue lasts, 30 when not given; ``dose``: mg a day, enough when not given; a year alone is an open day.
    """
    return _read(f"definitions/{definition}.yaml")


def _read(name: str) -> list[dict[str, object]]:
    import yaml  # only this page reads cases, whose dates are days

    return list(yaml.safe_load((files("fairtrial") / "rules" / "cases" / name).read_text("utf-8")))


def _cases(rule_id: str) -> str:
    return "\n".join(f"  {told(case)}" for case in cases(rule_id))


def told(case: dict[str, object]) -> str:
    """One case in one line: its verdict, its name and what is given."""
    given = ", ".join(f"{k} {_plain(v)}" for k, v in case.items() if k not in ("name", "verdict"))
    bounds = case["verdict"]
    verdict = f"{bounds[0]} to {bounds[1]}" if isinstance(bounds, list) else str(bounds)
    return f"{verdict:8} {case['name']} ({given or 'nothing recorded'})"


def _plain(value: object) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return " ".join(f"{k} {_plain(v)}" for k, v in value.items())
    if isinstance(value, list):
        return "; ".join(_plain(v) for v in value)
    return str(value)
