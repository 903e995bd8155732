"""Whole invented charts, labelled as a careful psychiatrist would before any run.

A file of ``charts/`` holds one chart: ``notes`` (file name: text), ``fills`` (a table of a pharmacy), ``fhir`` (made into a
bundle), the day of the review and ``trials``, all of them. A fact is one value, or [least, most] which the records leave
open, or four: [no less than, least, most, no more than], where the outer two say how much wider a review may be. A word
may be a list of words that would all be right. The review must hold what is true; ``wrong`` names the facts of a trial
that it tells wrongly and ``open`` those that it leaves wider than the records do, as known today: each is a limit, and
the test says so when it is one no longer. ``missed`` and ``extra`` of a chart are drugs.
"""

from pathlib import Path

import pytest
import yaml
from chart_files import written
from chart_trials import compared

from fairtrial import read, review

CHARTS = [
    pytest.param(yaml.safe_load(path.read_text("utf-8")), id=path.stem)
    for path in sorted((Path(__file__).parent / "charts").glob("*.yaml"))
]


@pytest.mark.parametrize("chart", CHARTS)
def test_chart_is_told_as_labelled(chart, tmp_path):
    """Every trial is found once, and nothing is told of it that is not true, save for what is marked as known."""
    told = review(read(written(chart, tmp_path)), as_of=chart["as_of"]).to_dict()
    assert compared(chart, told) == {
        "wrong": {n: set(t["wrong"]) for n, t in enumerate(chart["trials"]) if "wrong" in t},
        "open": {n: set(t["open"]) for n, t in enumerate(chart["trials"]) if "open" in t},
        "missed": sorted(chart.get("missed", [])),
        "extra": sorted(chart.get("extra", [])),
        "therapies": set(chart.get("therapies_told", chart.get("therapies", []))),
        "never_taken": set(chart.get("never_told", [])),
    }


@pytest.mark.parametrize("chart", CHARTS)
def test_chart_is_marked_as_invented(chart, tmp_path):
    """Nobody in a chart can be taken for a real person."""
    assert read(written(chart, tmp_path)).people["synthetic"].any()
