"""What may come next, as four parts of a review: options, interactions, switching, expectation."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.findings import Findings
from fairtrial.outlook.expectation import expectation
from fairtrial.outlook.interactions import among_current
from fairtrial.outlook.options import options
from fairtrial.outlook.recorded import Recorded
from fairtrial.outlook.switching import switching

CHECKED = "Checked against lists of known pairs; absence from a list proves nothing."


def next_steps(found: Findings, facts: Facts) -> dict[str, object]:
    """Plain tables for the one person in ``found``; for a clinician, never for the patient's page."""
    recorded = Recorded(found, facts)
    return {
        "options": options(found, recorded, facts),
        "interactions": {
            "sentence": CHECKED,
            "in_use": [
                {
                    "drug": u.drug,
                    "told": u.thing.told,
                    "state": u.thing.state,
                    "records": list(u.thing.records),
                }
                for u in recorded.in_use.values()
            ],
            "pairs": among_current(recorded, facts),
        },
        "switching": switching(recorded, facts),
        "expectation": expectation(found, facts),
    }
