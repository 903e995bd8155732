"""Whole reports of invented people, word for word as a clinician would read them.

After a change that is meant, run `make snapshots` and read the difference: a changed word is a changed answer.
"""

import os
import re
from datetime import date
from pathlib import Path

import pytest

import fairtrial

ROOT = Path(__file__).parents[2]
APPROVED = Path(__file__).parent / "people"
PEOPLE = sorted(p.name for p in (ROOT / "examples").iterdir() if p.is_dir())
UPDATE = os.environ.get("FAIRTRIAL_UPDATE_SNAPSHOTS") == "1"


def report(person):
    """The text report with the parts left out that change with every edit of the knowledge."""
    text = fairtrial.review(fairtrial.read(ROOT / "examples" / person), as_of=date(2026, 1, 31)).to_text()
    return re.sub(r"knowledge [0-9a-f]{12}", "knowledge (edition)", text)


@pytest.mark.parametrize("person", PEOPLE)
def test_report_reads_as_approved(person):
    """The report of an invented person is the approved one."""
    path = APPROVED / f"{person}.txt"
    if UPDATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(report(person), "utf-8")
    assert report(person) == path.read_text("utf-8")


def test_every_state_is_shown_by_somebody():
    """The invented people show each state a trial can have."""
    states = {
        trial["state"]
        for person in PEOPLE
        for trial in fairtrial.review(
            fairtrial.read(ROOT / "examples" / person), as_of=date(2026, 1, 31)
        ).to_dict()["trials"]
    }
    assert states == {
        "adequate_no_response", "adequate_partial", "response", "remission", "inadequate_dose", "inadequate_duration",
        "low_adherence", "intolerant", "unrated", "ongoing", "undetermined",
    }  # fmt: skip


def test_every_example_is_marked_as_invented():
    """Nobody in examples/ can be taken for a real person."""
    for person in PEOPLE:
        found = fairtrial.review(fairtrial.read(ROOT / "examples" / person), as_of=date(2026, 1, 31))
        assert found.synthetic
