"""Invented notes with the answer of a careful reader, as tables in cases/."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from fairtrial.facts import load
from fairtrial.records.notes import Episode, read_notes

CASES = Path(__file__).parent / "cases"
AT_LEAST = {
    "trial_lists": 0.95, "dictation": 0.97, "plans_and_people": 0.95, "patients": 0.90, "consultations": 0.95,
    "compact": 0.83, "passages": 0.88, "more": 0.85, "everyday": 0.90, "everyday2": 0.85,
    "transcribed": 0.88, "transcribed2": 0.87, "transcribed3": 0.82, "transcribed4": 0.84, "transcribed5": 0.8, "other_authors": 0.92, "clinics": 0.85, "clinics_hard": 0.79, "case_reports": 0.74, "short_lines": 0.63, "fresh_authors": 0.77,
    "follow_up_visits": 0.6, "follow_up_visits2": 0.59,
    "lines_same_make": 0.74, "lines_same_make2": 0.79, "lines_same_make3": 0.75, "reports_same_make": 0.56,
    "dictated_by_others": 0.55, "dictated_by_others2": 0.57, "lines_by_others": 0.46, "lines_by_others2": 0.47,
}  # fmt: skip
"""Share of episodes read wholly right that may not be undercut; some lines are beyond the rules."""


def row(e: Episode) -> str:
    """An episode as the tables write it: drug, status, dose, response, reason."""
    status = "fam" if e.experiencer == "other" else e.status
    dose = "-" if e.dose is None else f"{e.dose.value:g}"
    return f"{e.drug} {status} {dose} {'-' if e.response == 'unknown' else e.response} {e.stop_reason or '-'}"


@pytest.mark.parametrize("name", sorted(AT_LEAST))
def test_share_of_episodes_read_right(name: str) -> None:
    wrong, total = [], 0
    for text, wanted in yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8")):
        got = Counter(row(e) for e in read_notes(text, "note", load()))
        wanted = [w.split(" | ")[0] for w in wanted]
        missed = list((Counter(wanted) - got).elements())
        total += len(wanted)
        wrong += [(text, miss, sorted(got)) for miss in missed]
    share = 1 - len(wrong) / total
    assert share >= AT_LEAST[name], "\n".join(
        f"{text!r}: wanted {miss}, got {got}" for text, miss, got in wrong
    )


WHEN = {"started": "started", "stopped": "stopped", "for": "duration"}
WHEN_AT_LEAST = {"follow_up_visits": (0.78, 0.78), "follow_up_visits2": (0.85, 0.8)}
"""Share of the times told that are read, and of the times read that are right, that may not be undercut."""


@pytest.mark.parametrize("name", sorted(WHEN_AT_LEAST))
def test_when_it_began_and_ended(name: str) -> None:
    told, read, right = 0, 0, 0
    for text, wanted in yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8")):
        left = read_notes(text, "note", load())
        for words, *more in (w.split(" | ") for w in wanted):
            drug, status, *_ = words.split()
            episode = next((e for e in left if (e.drug, e.status) == (drug, status)), None)
            if episode is None:
                continue
            left.remove(episode)
            times = dict(x.split(" ", 1) for x in more)
            for key, field in WHEN.items():
                want, got = times.get(key, "").lower(), (getattr(episode, field) or "").lower().strip(".")
                told, read = told + bool(want), read + bool(got)
                right += bool(want and got) and (want in got or got in want)
    recall, precision = WHEN_AT_LEAST[name]
    assert right >= recall * told, f"{right} of {told} told"
    assert right >= precision * read, f"{right} of {read} read"


def test_every_table_has_a_threshold() -> None:
    assert {p.stem for p in CASES.glob("*.yaml")} == set(AT_LEAST)
