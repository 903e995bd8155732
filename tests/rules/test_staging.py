"""Bounds of the staging scales where the records are silent."""

from fairtrial.facts import load
from fairtrial.findings import examine
from fairtrial.rules.staging import OF_NOTHING_KNOWN
from people import AS_OF, history


def test_a_record_that_tells_nothing_leaves_what_a_person_without_records_has():
    """The report shows the constant where a person has no row; the rules must come to the same."""
    said = history(conditions=[{"topic": "hypertension"}])
    (row,) = examine(said, AS_OF, load()).staging.to_dicts()
    assert {name: row[name] for name in OF_NOTHING_KNOWN} == OF_NOTHING_KNOWN
