"""What must be looked at before the treatment, and how it is watched: as the option's file states it."""

from __future__ import annotations

from typing import Any

from fairtrial.facts import Facts
from fairtrial.facts.options import Against
from fairtrial.facts.policies import Policy
from fairtrial.outlook.allergies import allergies
from fairtrial.outlook.case import Case
from fairtrial.outlook.recorded import Recorded

Entry = dict[str, Any]


def checklist(policy: Policy, case: Case) -> list[Entry]:
    """Every circumstance that speaks against the treatment, contraindications first, with the records."""
    option = case.facts.options[policy.options[0]]
    asked = [each for each in option.against if each.weight != "ask"]
    ordered = sorted(asked, key=lambda each: each.weight != "contraindicated")
    return [*_allergy(policy, case), *(_line(each, case.recorded) for each in ordered)]


def _line(against: Against, recorded: Recorded) -> Entry:
    things = recorded.things(against.when)
    judged = recorded.judged(against.when)
    return {
        "weight": against.weight,
        "why": against.why,
        "state": judged.state,
        "told": [{"told": t.told, "state": t.state, "records": list(t.records)} for t in things],
        "source": against.source,
        "standing": against.standing,
    }


def _allergy(policy: Policy, case: Case) -> list[Entry]:
    """Hypersensitivity to the drug itself; a device has none."""
    if policy.product not in case.facts.drugs:
        return []
    thing = allergies(case.found.history, case.facts).get(policy.product)
    told = [{"told": thing.told, "state": thing.state, "records": list(thing.records)}] if thing else []
    return [
        {
            "weight": "contraindicated",
            "why": f"Hypersensitivity to {policy.product}, or to what it is made of.",
            "state": thing.state if thing else "not_recorded", "told": told, "source": [], "standing": "ours",
        }
    ]  # fmt: skip


def monitoring(policy: Policy, facts: Facts) -> list[Entry]:
    """How the treatment is watched."""
    texts = facts.options[policy.options[0]].monitoring
    return [{"told": text.value, "source": text.source, "standing": text.standing} for text in texts]
