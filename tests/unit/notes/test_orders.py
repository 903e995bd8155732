"""Orders in notes, as a table: what a note orders on its own day dates the medicine."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
import yaml

from fairtrial.facts import load
from fairtrial.records.notes import history

WRITTEN_ON = date(2025, 3, 10)
CASES = yaml.safe_load((Path(__file__).parent / "orders.yaml").read_text("utf-8"))


def uses(case, written_on):
    """The uses of the drug of a case."""
    told = history(case["text"], "note.txt", written_on, load()).uses
    return told.filter(pl.col("drug") == case["drug"])


@pytest.mark.parametrize("case", CASES, ids=[f"{c['drug']}: {c['text']}" for c in CASES])
def test_what_is_ordered_is_dated(case):
    """Begun, stopped, or taken at another dose from the day of the note."""
    rows = uses(case, WRITTEN_ON).to_dicts()
    stops = {(r["stopped_on_least"], r["stopped_on_most"]) for r in rows} - {(None, None)}
    last = {"at once": WRITTEN_ON, "over time": None}
    assert any(r["started_on_least"] == WRITTEN_ON for r in rows) is case.get("begun", False)
    assert stops == ({(WRITTEN_ON, last[case["stopped"]])} if "stopped" in case else set())
    if "dose" in case:
        assert sorted(r["dose_mg_per_day_least"] for r in rows) == case["dose"]


@pytest.mark.parametrize("case", CASES[:8], ids=[c["text"] for c in CASES[:8]])
def test_a_note_without_a_day_dates_nothing(case):
    """Nothing is begun or stopped on a day that is not known."""
    dated = [c for c in uses(case, None).columns if c.endswith(("_on_least", "_on_most"))]
    assert uses(case, None).select(dated).null_count().row(0) == (uses(case, None).height,) * len(dated)
