"""Whole reports as approved. A changed word is a change of what a clinician reads.

To approve a change: FAIRTRIAL_UPDATE_SNAPSHOTS=1 make test, then read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fairtrial.report.html import html_of
from fairtrial.report.text import text_of
from unit.report.samples import SAMPLES

FOLDER = Path(__file__).parents[2] / "snapshots"
UPDATE = os.environ.get("FAIRTRIAL_UPDATE_SNAPSHOTS") == "1"


def approved(name, file, now):
    """The approved words of a report; written first when updating."""
    path = FOLDER / f"report_sample_{name}" / file
    if UPDATE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(now, "utf-8")
    return path.read_text("utf-8")


@pytest.mark.parametrize("name", SAMPLES)
def test_text_reads_as_approved(name):
    """The terminal view, word for word."""
    now = text_of(SAMPLES[name]())
    assert now == approved(name, "review.txt", now)


@pytest.mark.parametrize("name", ["rich", "tiny", "undated", "empty"])
def test_page_reads_as_approved(name):
    """The page, byte for byte."""
    now = html_of(SAMPLES[name]())
    assert now == approved(name, "review.html", now)
