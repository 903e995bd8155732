"""Words that say nothing of the medicine beside them leave it as it is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairtrial.facts import load
from fairtrial.facts.files import read
from fairtrial.records.notes import read_notes

LINES = read(Path(__file__).parent / "words_of_other_things.yaml")


@pytest.mark.parametrize("line", LINES)
def test_the_medicine_is_taken_and_nothing_else_is_told_of_it(line):
    (found,) = (e for e in read_notes(line, "note", load()) if e.drug_class == "antidepressant")
    told = (found.status, found.response, found.stop_reason, found.side_effect)
    assert told == ("current", "unknown", None, None)


def test_an_item_told_with_how_often_it_is_taken_stays_current_in_a_list_of_past_trials():
    note = "- Prozac 20 - stopped, no help\n- Paxil - stopped, nausea\n- Zoloft 50 mg daily"
    assert {e.drug: e.status for e in read_notes(note, "note", load())}["sertraline"] == "current"


def test_a_table_that_says_how_a_medicine_is_taken_is_no_table_of_trials():
    note = "Medication | Dose | Frequency | Response\nZoloft | 50 mg | daily | good\n"
    assert [e.status for e in read_notes(note, "note", load())] == ["current"]
