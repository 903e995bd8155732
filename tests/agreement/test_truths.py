"""Small histories of which the truth is known: the engine may leave it open and may not contradict it."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
import yaml

from fairtrial.facts import load
from fairtrial.findings import examine
from people import AS_OF, history

FACTS, NEAR, UNKNOWN = load(), 0.001, 99
BOUNDED = {
    "weeks": "weeks",
    "weeks_at_dose": "weeks_at_dose",
    "improvement": "improvement",
    "highest_dose": "dose",
}
OPEN_WORDS = {"role": ("unknown",), "state": ("undetermined", "unrated")}
CASES = [
    pytest.param(case, id=case["name"])
    for case in yaml.safe_load(Path(__file__).with_name("truths.yaml").read_text("utf-8"))
]


def contradiction(trial, name, true):
    """Whether a trial of the engine says something that is not true; unknown contradicts nothing."""
    if name in BOUNDED:
        least, most = (trial[f"{BOUNDED[name]}_{bound}"] for bound in ("least", "most"))
        return (least is not None and true < least - NEAR) or (most is not None and true > most + NEAR)
    return trial[name] is not None and trial[name] != true and trial[name] not in OPEN_WORDS.get(name, ())


def recorded(case):
    """The history of a case; a total of null is a score of which only the day is known."""
    scores = [
        {**row, "total": UNKNOWN if row["total"] is None else row["total"]} for row in case.get("scores", [])
    ]
    found = history(uses=case["uses"], scores=scores)
    known = pl.when(pl.col("total") != UNKNOWN).then(pl.col("total")).alias("total")
    return replace(found, scores=found.scores.with_columns(known))


@pytest.mark.parametrize("case", CASES)
def test_what_happened_is_not_contradicted(case):
    """No trial of the drug that the case names first contradicts what is true of it, save for a stated limit."""
    drug = case["uses"][0]["drug"]
    trials = examine(recorded(case), AS_OF, FACTS).trials.to_dicts()
    contradicted = any(
        contradiction(trial, name, true)
        for trial in trials
        if trial["drug"] == drug
        for name, true in case["truth"].items()
    )
    assert contradicted == ("limit" in case)
