"""What holds of any text at all."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairtrial.facts import load
from fairtrial.records.notes import episode_lines, findings, history, read_notes
from fairtrial.records.notes.words.text import lowered

WORDS = st.sampled_from(
    ["Zoloft", "Prozac", "Paxil", "Wellbutrin", "sertraline", "Zolft", "lithium", "ECT", "(", ")", "-", ":", ";", ",", ".", "->", "and", "but", "then", "tried", "failed", "stopped", "d/c'd", "because", "of", "nausea", "due", "to", "cost", "100", "mg", "50", "20mg", "x", "3", "months", "in", "2019", "never", "took", "mother", "her", "sister", "started", "on", "switched", "to", "from", "restart", "no", "benefit", "helped", "somewhat", "current", "meds", "PLAN:", "Allergies:", "\n", "\n\n", "it", "did", "not", "help", "if", "each", "all", "PHQ-9", "18", "denies", "suicidal", "ideation", "İ", "ß", "’", "–", "×", "1.", "-", "|", "yes", "no", "FAMILY", "HISTORY:", "been", "off"]
)  # fmt: skip
TEXT = st.one_of(st.lists(WORDS, max_size=60).map(" ".join), st.text(max_size=200))


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_offsets_are_true_and_the_same_text_gives_the_same_answer(text: str) -> None:
    once, twice = read_notes(text, "n", load()), read_notes(text, "n", load())
    assert once == twice
    for e in once:
        assert all(text[m.start : m.end] == m.text for m in e.mentions)
        assert e.mention in e.mentions
        assert e.dose is None or 0 <= e.dose.start < e.dose.end <= len(text)
        assert all(0 <= w.start <= w.end <= len(text) for w in e.why.values())
        assert "status" in e.why


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_history_takes_every_episode_and_keeps_its_shape(text: str) -> None:
    h = history(text, "n.txt", date(2024, 5, 1), load())
    episodes, facts = read_notes(text, "n.txt", load()), findings(text, "n.txt", load())
    assert h.records.height == len(episodes) + len(facts)
    assert set(h.uses["kind"]) <= {"reported"}


@given(st.text(max_size=300))
def test_lowering_keeps_every_character_in_place(text: str) -> None:
    assert len(lowered(text)) == len(text)


@settings(max_examples=100, deadline=None)
@given(TEXT)
def test_lines_are_json_with_the_fields_of_the_corpus(text: str) -> None:
    for line in episode_lines(read_notes(text, "n", load())):
        assert set(json.loads(line)) == FIELDS


FIELDS = {
    "note_id",
    "rec_id",
    "drug",
    "drug_class",
    "mention",
    "start",
    "end",
    "name_type",
    "mentions",
    "formulation",
    "dose",
    "other_doses",
    "frequency",
    "daily_mg",
    "status",
    "experiencer",
    "duration",
    "started",
    "stopped",
    "change",
    "response",
    "stop_reason",
    "side_effect",
    "indication",
    "alt",
    "ignore",
}


ODD = {
    "one name again and again": "Zoloft 50 mg " * 3000,
    "numbers that never end": "Zoloft " + "1 - " * 20000,
    "dashes": "stopped " + "-" * 40000 + " Zoloft",
    "blanks": "failed " + " " * 40000 + "Zoloft 1" + " " * 40000 + "mg",
    "colons": "a: " * 20000 + "Zoloft",
    "brackets": "Zoloft " + "(" * 40000,
    "relatives": "her mother " * 5000 + "Zoloft",
}


@pytest.mark.parametrize("name", sorted(ODD))
def test_odd_input_does_not_hang(name: str) -> None:
    read_notes("Zoloft", "n", load())
    start = time.process_time()
    read_notes(ODD[name], "n", load())
    assert time.process_time() - start < 3.0  # measured: below 0.5 s
