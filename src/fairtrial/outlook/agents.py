"""Another antidepressant: every one known, with its class, new pathways, and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fairtrial.facts import Facts
from fairtrial.outlook.against import against
from fairtrial.outlook.allergies import WEIGHT, WHY
from fairtrial.outlook.interactions import with_offered
from fairtrial.outlook.pathways_left import PathwaysTried
from fairtrial.outlook.recorded import Recorded, told
from fairtrial.outlook.switching import antidepressants, cell, concerns_switching
from fairtrial.outlook.things import Thing
from fairtrial.outlook.tried import Attempt, as_told, how_fairly

SAME, OTHER = "switch_same_class", "switch_other_class"


def agents(
    every: Sequence[Attempt],
    pathways: PathwaysTried,
    allergic: Mapping[str, Thing],
    recorded: Recorded,
    facts: Facts,
) -> list[dict[str, object]]:
    """One row per antidepressant, by class and name; the order says nothing about which is better."""
    return [_agent(drug, every, pathways, allergic, recorded, facts) for drug in antidepressants(facts)]


def _agent(
    drug: str,
    every: Sequence[Attempt],
    pathways: PathwaysTried,
    allergic: Mapping[str, Thing],
    recorded: Recorded,
    facts: Facts,
) -> dict[str, object]:
    known = facts.drugs[drug]
    mine = [attempt for attempt in every if attempt.drug == drug]
    return {
        "drug": drug,
        "drug_class": known.drug_class,
        "in_use": drug in recorded.in_use,
        "approval": [
            {"indication": a.indication, "year": a.year, "source": a.source, "standing": a.standing}
            for a in known.approval
        ],
        "pathways": pathways.of([drug]),
        "tried": as_told(how_fairly([a.fair for a in mine], False), mine, ()),
        "against": [*allergy(drug, allergic), *_of_the_drug(drug, recorded, facts)],
        "interactions": with_offered(drug, recorded, facts),
        "days_between": _waits(drug, recorded, facts),
    }


def allergy(drug: str, allergic: Mapping[str, Thing]) -> list[dict[str, object]]:
    """An allergy or intolerance to the drug as something that speaks against it; none recorded: nothing."""
    if drug not in allergic:
        return []
    return [{
        "rule": "FT503", "weight": WEIGHT, "why": WHY, "drugs": [drug], "drugs_named": [drug],
        "source": [], "standing": "ours",
        "state": "recorded", "because": told([allergic[drug]]), "not_recorded": [],
    }]  # fmt: skip


def _of_the_drug(drug: str, recorded: Recorded, facts: Facts) -> list[dict[str, object]]:
    """What a switch names against this drug alone; what concerns every switch stands with the option."""
    classes = {facts.drugs[used].drug_class for used in recorded.in_use}
    option = facts.options[SAME if facts.drugs[drug].drug_class in classes else OTHER]
    return [entry for entry in against(option, (drug,), recorded, facts) if entry["drugs"] is not None]


def _waits(drug: str, recorded: Recorded, facts: Facts) -> list[dict[str, object]]:
    """Days without either drug after each drug in use; the whole cell stands in the from-to table."""
    cells = [
        {"from": used, **cell(used, drug, facts)}
        for used in recorded.in_use
        if used != drug and concerns_switching(used, facts)
    ]
    return [{"from": c["from"], "days": c["days"], "switch": c["switch"]} for c in cells]
