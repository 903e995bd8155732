"""Labs, pressure and ECG values in notes: what counts as a value, its unit, and the days it can be of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fairtrial.facts import load
from fairtrial.facts.files import read
from fairtrial.records.notes.intake import history

CASES = read(Path(__file__).parent / "labs.yaml")
NOTE_DATE = date(2025, 5, 14)


@pytest.mark.parametrize("case", CASES, ids=[case["note"] for case in CASES])
def test_a_value_in_a_note_is_read_as_written(case):
    """Measure, value, unit and bounds of the day; nothing where the words give no value."""
    found = history(case["note"], "note.txt", NOTE_DATE, load()).measurements
    told = found.select("measure", "value", "unit", "on_least", "on_most").rows()
    wanted = [[*row[:3], *(day and date.fromisoformat(str(day)) for day in row[3:])] for row in case["told"]]
    assert [list(row) for row in told] == wanted


@pytest.mark.parametrize("note", ["TSH 6.2", "BP 150/95"])
def test_a_value_names_the_sentence_it_stands_in(note):
    """The record's words are those of the note."""
    made = history(f"She slept well. {note} today.", "note.txt", NOTE_DATE, load())
    named = made.records.join(made.measurements, on="record", how="semi")
    assert set(named["words"]) == {f"{note} today."}
