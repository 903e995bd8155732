"""Options, interactions, switching and the STAR*D expectation as the report tells them."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.findings import Findings
from fairtrial.outlook.next_steps import next_steps as worked_out


def next_steps(found: Findings, facts: Facts) -> dict[str, object]:
    """The keys ``options``, ``interactions``, ``switching`` and ``expectation`` of a review."""
    return worked_out(found, facts)
