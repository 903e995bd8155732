"""Checks of circumstances, medicines and switches: every id they name exists, and every switch has a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from pydantic import BaseModel

from fairtrial.facts.circumstances import FLAGS, Circumstance
from fairtrial.facts.interactions import switch_days, switch_rule
from fairtrial.facts.load import Facts
from fairtrial.facts.problem import Problem

Part = TypeVar("Part", bound=BaseModel)
Named = Mapping[str, BaseModel]
FAMILIES: dict[str, Callable[[Facts], Named]] = {
    "interactions/pairs.yaml": lambda facts: facts.pairs,
    "interactions/antidepressants.yaml": lambda facts: facts.against_antidepressants,
    "options": lambda facts: facts.options,
    "policies": lambda facts: facts.policies,
    "reasons/tables/alongside.yaml": lambda facts: facts.alongside,
    "reasons/tables/around.yaml": lambda facts: facts.around,
}
"""Where circumstances stand."""


def circumstances(facts: Facts) -> list[Problem]:
    """Ids that a circumstance names but nobody describes."""
    found = []
    known = _known(facts)
    for where, family in FAMILIES.items():
        for key, item in family(facts).items():
            for circumstance in parts(item, Circumstance):
                for kind, name in _unknown(circumstance, known):
                    remedy = "Mend the id or add it where ids of that kind live"
                    found.append(Problem(f"{where}, {key}", f"{kind} '{name}' is unknown", remedy))
    return found


def medicines(facts: Facts) -> list[Problem]:
    """Groups of medicines with unknown drugs or topics, or with words that would never match."""
    found = []
    for key, group in facts.medicines.items():
        where = f"interactions/medicines.yaml, {key}"
        for name in sorted({*group.drugs} - facts.drugs.keys() | {*group.topics} - facts.topics.keys()):
            found.append(Problem(where, f"'{name}' is unknown", "Use an id of drugs/ or codes/topics.yaml"))
        for word in group.words:
            if word != word.lower().strip():
                found.append(Problem(where, f"'{word}' is not in lower case", "Write it in lower case"))
    for name in sorted(facts.substrates.keys() - facts.drugs.keys()):
        found.append(Problem("interactions/substrates.yaml", f"drug '{name}' is unknown", "Mend the id"))
    return found


def switches(facts: Facts) -> list[Problem]:
    """Two drugs without a switch rule, and rules that point to days no drug file states."""
    found, where = [], "interactions/switches.yaml"
    for stopped in facts.drugs.values():
        for started in facts.drugs.values():
            pair = f"{stopped.drug} to {started.drug}"
            try:
                key, rule = switch_rule(facts.switches, stopped, started)
            except LookupError:
                found.append(Problem(where, f"{pair} has no rule", "End the file with a rule for all"))
                continue
            if stopped is not started and rule.days_in and switch_days(rule, stopped, started) is None:
                found.append(
                    Problem(where, f"{key}: {pair} has no days", "State them under washout in the drug file")
                )
    return found


def parts(item: object, kind: type[Part]) -> Iterator[Part]:
    """Every part of that kind within a model, however deep."""
    if isinstance(item, kind):
        yield item
        return
    for inside in _inside(item):
        yield from parts(inside, kind)


def _inside(item: object) -> Iterable[object]:
    if isinstance(item, BaseModel):
        return [getattr(item, name) for name in type(item).model_fields]
    if isinstance(item, dict):
        return item.values()
    return item if isinstance(item, list | tuple) else ()


def _known(facts: Facts) -> dict[str, frozenset[str]]:
    return {
        "topics": frozenset(facts.topics),
        "drugs": frozenset(facts.drugs),
        "drug_classes": frozenset(drug.drug_class for drug in facts.drugs.values()),
        "flags": FLAGS,
        "medicines": frozenset(facts.medicines),
        "measures": frozenset(facts.measures),
    }


def _unknown(circumstance: Circumstance, known: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    for kind, ids in known.items():
        for entry in getattr(circumstance, kind):
            name = entry if isinstance(entry, str) else entry.measure
            if name not in ids:
                yield kind, name
