"""Every option with what speaks for and against it. Grouped, never ranked; for clinicians only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fairtrial.facts import Facts
from fairtrial.facts.options import Option
from fairtrial.findings import Findings
from fairtrial.outlook.against import against, needed
from fairtrial.outlook.agents import SAME, agents, allergy
from fairtrial.outlook.allergies import allergies
from fairtrial.outlook.interactions import with_offered
from fairtrial.outlook.look_first import gates, in_front
from fairtrial.outlook.option_facts import in_order, known_of, offered
from fairtrial.outlook.pathways_left import RULE as PATHWAYS_RULE
from fairtrial.outlook.pathways_left import PathwaysTried
from fairtrial.outlook.recorded import Recorded, sourced, told
from fairtrial.outlook.things import Thing
from fairtrial.outlook.tried import Attempt, attempts, tried

SENTENCE = (
    "A list to weigh, not a recommendation: grouped by kind, in no order of preference. "
    "What is not recorded is not known to be absent."
)


@dataclass(frozen=True)
class _Person:
    """What every option is held against."""

    recorded: Recorded
    attempts: list[Attempt]
    pathways: PathwaysTried
    allergic: Mapping[str, Thing]
    gates: list[str]
    facts: Facts


def options(found: Findings, recorded: Recorded, facts: Facts) -> dict[str, object]:
    """Gates first, then every option, then every antidepressant, then medicines that are in no list."""
    first = gates(found, recorded, facts)
    person = _Person(
        recorded,
        attempts(found),
        PathwaysTried(found, facts),
        allergies(found.history, facts),
        in_front(first),
        facts,
    )
    return {
        "sentence": SENTENCE,
        "gates": first,
        "items": [_option(option, person) for option in in_order(facts)],
        "agents": agents(person.attempts, person.pathways, person.allergic, recorded, facts),
        "medicines_in_no_list": {"records": list(recorded.others.unlisted)},
    }


def _option(option: Option, person: _Person) -> dict[str, object]:
    facts, here = person.facts, _drugs_here(option, person)
    drugs = offered(option.option, facts) if here is None else here
    one_by_one = drugs if option.kind != "switch" and here is not None else ()
    return {
        "gates": person.gates,
        "option": option.option,
        "kind": option.kind,
        "name": option.name,
        "sentence": option.sentence,
        "taken_now": _taken_now(option, drugs, person),
        "tried": tried(option, person.attempts, person.recorded, facts),
        "pathways": _pathways(option, drugs, person),
        "against": [*_allergies(option, drugs, person), *against(option, here, person.recorded, facts)],
        "interactions": [_with(drug, person) for drug in one_by_one],
        "needed": needed(option, person.recorded),
        **known_of(option.option, facts),
    }


def _taken_now(option: Option, drugs: tuple[str, ...], person: _Person) -> dict[str, object] | None:
    """What is taken already is no addition; null for what is not, and for options that add no one drug."""
    uses = [use for drug in drugs if (use := person.recorded.in_use.get(drug)) and use.how != "lately"]
    if option.kind != "augment" or not uses or len(uses) < len(drugs):
        return None
    return told([use.thing for use in uses])[0]


def _drugs_here(option: Option, person: _Person) -> tuple[str, ...] | None:
    """The drugs it offers this person; null where that depends on the drug in use and none is known to be."""
    every, in_use = offered(option.option, person.facts), person.recorded.in_use
    if option.kind not in ("optimise", "switch"):
        return every
    current = [drug for drug in every if drug in in_use]
    if not current:
        return None
    if option.kind == "optimise":
        return tuple(current)
    classes = {person.facts.drugs[drug].drug_class for drug in current}
    within = option.option == SAME
    others = (drug for drug in every if drug not in in_use)
    return tuple(drug for drug in others if (person.facts.drugs[drug].drug_class in classes) == within)


def _pathways(option: Option, drugs: tuple[str, ...], person: _Person) -> dict[str, object]:
    """Of the drugs it offers; in words where it is no drug. The current drug has none that is new."""
    words = option.pathways
    return {
        "rule": PATHWAYS_RULE,
        **person.pathways.of(() if option.kind == "optimise" else drugs),
        "words": None if words is None else {"value": words.value, **sourced(words)},
    }


def _allergies(option: Option, drugs: tuple[str, ...], person: _Person) -> list[dict[str, object]]:
    """Those to antidepressants in general stand with each antidepressant."""
    if option.kind in ("switch", "optimise"):
        return []
    return [entry for drug in drugs for entry in allergy(drug, person.allergic)]


def _with(drug: str, person: _Person) -> dict[str, object]:
    return {"drug": drug, **with_offered(drug, person.recorded, person.facts)}
