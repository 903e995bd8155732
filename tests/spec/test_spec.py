"""The timeline as tables a pharmacist can read: uses in, trials out."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from fairtrial.report import review
from people import AS_OF, history

HERE = Path(__file__).parent
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(HERE.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]
PAIRS = {
    "started_on": "started_on", "stopped_on": "stopped_on", "weeks": "weeks", "weeks_at_dose": "weeks_at_dose",
    "coverage": "coverage", "highest_dose": "highest_dose_mg_per_day", "improvement": "improvement_percent",
}  # fmt: skip


def plain(value):
    """Dates as the review writes them."""
    return value.isoformat() if isinstance(value, date) else value


def found(trial, name):
    """The part of a trial that a case file names, in the way it writes it."""
    if name in PAIRS:
        bounds = trial[PAIRS[name]]
        return bounds["least"] if bounds["least"] == bounds["most"] else [bounds["least"], bounds["most"]]
    if name == "conflicts":
        return [c["field"] for c in trial["conflicts"]]
    if name in ("baseline", "endpoint"):
        return trial[name]["total"]
    return trial[name]


def expected(value):
    """A value of a case file as the review would give it."""
    return [plain(v) for v in value] if isinstance(value, list) else plain(value)


@pytest.mark.parametrize("case", CASES)
def test_trials_are_as_written(case):
    """Every trial the case names, in order, with every value it states."""
    given = {k: v for k, v in case.items() if k not in ("name", "trials", "episode_start")}
    trials = review(history(**given), AS_OF, episode_start=case.get("episode_start")).to_dict()["trials"]
    wanted = [{name: expected(value) for name, value in trial.items()} for trial in case["trials"]]
    got = [{name: found(trial, name) for name in want} for trial, want in zip(trials, wanted, strict=False)]
    assert len(trials) == len(wanted)
    assert got == wanted
