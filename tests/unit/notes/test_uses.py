"""Passages of notes as rows of uses, as a table: when, taken or not, and why it was stopped."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from fairtrial.facts import load
from fairtrial.records.notes import history

WRITTEN_ON = date(2025, 3, 10)
CASES = yaml.safe_load(Path(__file__).with_name("uses.yaml").read_text("utf-8"))


def told(row, name):
    """A column, or the two that bound one quantity."""
    return row[name] if name in row else [row[f"{name}_least"], row[f"{name}_most"]]


@pytest.mark.parametrize("case", CASES, ids=[f"{c['drug']}: {c['text']}" for c in CASES])
def test_uses_are_as_written(case):
    """Every use of the drug, in order, with every column that the case names."""
    rows = history(case["text"], "note.txt", WRITTEN_ON, load()).uses.to_dicts()
    mine = [row for row in rows if row["drug"] == case["drug"]]
    assert len(mine) == len(case["uses"])
    assert [
        {name: told(row, name) for name in want} for row, want in zip(mine, case["uses"], strict=True)
    ] == case["uses"]
