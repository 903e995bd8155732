"""Sessions and days of therapies in notes, as a table."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from fairtrial.facts import load
from fairtrial.records.days import day_interval
from fairtrial.records.notes import history

CASES = yaml.safe_load((Path(__file__).parent / "therapies.yaml").read_text("utf-8"))


def days(value):
    """A day, month or year of a case as its first and last day; (None, None) when it names none."""
    return day_interval(str(value)) if value is not None else (None, None)


@pytest.mark.parametrize("case", CASES, ids=[c["text"] for c in CASES])
def test_sessions_and_days_are_read(case):
    """One therapy, with the sessions and days that are told and no others."""
    told = history(case["text"], "note.txt", date(2025, 3, 10), load()).therapies
    (row,) = told.to_dicts()
    sessions = case.get("sessions")
    wanted = sessions if isinstance(sessions, list) else [sessions, sessions]
    assert row["therapy"] == case["therapy"]
    assert [row["sessions_least"], row["sessions_most"]] == wanted
    assert (row["started_on_least"], row["started_on_most"]) == days(case.get("started_on"))
    assert (row["stopped_on_least"], row["stopped_on_most"]) == days(case.get("stopped_on"))
