"""Which act a time belongs to: the start, the end, or neither."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from fairtrial.facts import load
from fairtrial.records.notes import read_notes

CASES = yaml.safe_load(Path(__file__).with_name("times.yaml").read_text("utf-8"))
LENGTHS = [
    ("Took Zoloft for 6 weeks.", "6 weeks"),
    ("Zoloft 50 mg, misses two doses a week.", None),
    ("Zoloft 50 mg daily. Return in 2 weeks.", None),
    ("Continue Zoloft 50 mg, 90 days supply.", None),
    ("Taper Zoloft over 2 weeks.", None),
]


@pytest.mark.parametrize(("text", "started", "stopped"), CASES, ids=[c[0] for c in CASES])
def test_start_and_end(text: str, started: str, stopped: str) -> None:
    first = read_notes(text, "note", load())[0]
    assert (first.started or "-", first.stopped or "-") == (started, stopped)


TO_STOP = [
    "Discontinue sertraline due to lack of efficacy.",
    "Taper off Paxil because of inadequate response.",
    "Stop Celexa, not effective.",
    "D/c Prozac, no longer working.",
    "Stop Zoloft 100 mg (ineffective).",
]


@pytest.mark.parametrize("text", TO_STOP)
def test_no_effect_is_why_it_is_to_be_stopped(text: str) -> None:
    (found,) = read_notes(text, "note", load())
    assert (found.status, found.change, found.stop_reason) == ("current", "stop_planned", "inefficacy")


PLANNED = [
    "Begin trial of bupropion XL 150 mg qam.",
    "I prescribed escitalopram 10 mg daily.",
    "Sertraline 50 mg was prescribed today.",
    "Plan: Sertraline 50 mg daily was prescribed.",
    "Recommend rest, fluids and a trial of Effexor XR 37.5 mg.",
]


@pytest.mark.parametrize("text", PLANNED)
def test_what_this_visit_prescribes_is_planned(text: str) -> None:
    (found,) = read_notes(text, "note", load())
    assert found.status == "planned"


def test_what_the_last_visit_prescribed_is_taken() -> None:
    (found,) = read_notes("At the last visit I prescribed escitalopram 10 mg.", "note", load())
    assert found.status == "current"


@pytest.mark.parametrize(("text", "length"), LENGTHS)
def test_length(text: str, length: str | None) -> None:
    assert read_notes(text, "note", load())[0].duration == length
