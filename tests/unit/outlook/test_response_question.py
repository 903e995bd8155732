"""Which of the four words may answer how much a medicine helped: those whose span meets what is told."""

import pytest

from fairtrial.facts import load
from fairtrial.findings import examine
from fairtrial.outlook.unknowns import unknowns
from people import AS_OF, history

FACTS = load()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([10, 20], []),
        ([10, 24.95], []),
        ([10, 25], ["none", "partial"]),
        ([24.9, 40], ["none", "partial"]),
        ([25, 40], []),
        ([40, 49.5], []),
        ([49.5, 60], ["partial", "response", "remission"]),
        ([50, 60], ["response", "remission"]),
    ],
)
def test_words_are_offered_that_the_improvement_told_allows(told, words):
    """A single word settles nothing, so nothing is asked."""
    use = {"drug": "sertraline", "started_on": "2025-01-01", "stopped_on": "2025-04-01", "improvement": told}
    found = examine(history(uses=[use]), AS_OF, FACTS)
    asked = {unknown.field: [said for said, _ in unknown.answers] for unknown in unknowns(found, FACTS)}
    assert asked.get("response", []) == words
