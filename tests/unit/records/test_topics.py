"""What short words of a diagnosis state of the person, deny, say of somebody else, or leave open."""

from pathlib import Path

import pytest
import yaml

from fairtrial.facts import load
from fairtrial.records.fhir import read_fhir
from fairtrial.records.topics import denied, doubted, topics_in

CASES = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
BY_WORDS = pytest.mark.parametrize("case", CASES, ids=lambda case: case["words"])


@BY_WORDS
def test_short_words(case):
    """Each line of the table holds."""
    words = case["words"]
    assert ([] if denied(words) else topics_in(words, load())) == case["topics"]
    assert not case["topics"] or doubted(words) is case.get("open", False)


@BY_WORDS
def test_a_fhir_condition_says_the_same(case):
    """Readers share one judgement."""
    condition = {"resourceType": "Condition", "id": "c", "code": {"text": case["words"]}}
    rows = read_fhir([condition], "f", load()).conditions
    certainty = "possible" if case.get("open") else "confirmed"
    assert rows["topic"].drop_nulls().sort().to_list() == case["topics"]
    assert not case["topics"] or set(rows["certainty"]) == {certainty}
