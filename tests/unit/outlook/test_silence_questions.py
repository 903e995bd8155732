"""After a long silence the records cannot say whether the episode goes on; it is asked, before any score."""

import pytest

from fairtrial.facts import load
from fairtrial.findings import examine
from fairtrial.outlook.unknowns_of_person import of_person
from people import AS_OF, history

FACTS = load()


def trial(stopped_on):
    """A use of sertraline from the first of 2025."""
    return {
        "drug": "sertraline", "kind": "reported", "record": "r", "started_on": "2025-01-01",
        "stopped_on": stopped_on, "dose": 100,
    }  # fmt: skip


CASES = [
    # the last day of use, scores, what is asked of episode and score
    ("2025-03-01", [], ["episode_start"]),
    ("2025-07-31", [], ["episode_start"]),
    ("2025-08-02", [], ["score"]),
    ("2025-03-01", [{"scale": "PHQ-9", "on": "2025-10-01", "total": 15}], ["score"]),
    ("2025-03-01", [{"scale": "PHQ-9", "on": "2025-10-01", "total": 2}], ["episode_start"]),
]


@pytest.mark.parametrize(("stopped_on", "scores", "expected"), CASES)
def test_episode_is_asked_after_26_silent_weeks(stopped_on, scores, expected):
    """The review is on 2026-01-31; 26 weeks before lies 2025-08-02."""
    found = examine(history(uses=[trial(stopped_on)], scores=scores), AS_OF, FACTS)
    asked = [unknown.field for unknown in of_person(found, FACTS)]
    assert [field for field in asked if field != "topic"] == expected
