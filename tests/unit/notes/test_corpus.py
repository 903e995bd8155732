"""The annotated development notes, with the corpus's own scorer: the figures of the notes issue."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from fairtrial.facts import load
from fairtrial.records.notes import episode_lines, read_notes

CORPUS = Path(__file__).parents[3].parent / "shared" / "data" / "notes"
pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the annotated notes are not beside the repository"
)


def _score(gold: str, folder: str) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("score_notes", CORPUS / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    wanted = [json.loads(line) for line in (CORPUS / gold).read_text("utf-8").splitlines() if line.strip()]
    found = []
    for path in sorted((CORPUS / folder).glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        found += [json.loads(line) for line in episode_lines(read_notes(text, path.stem, load()))]
    scores: dict[str, Any] = scorer.evaluate(wanted, found)["strict"]
    return scores


def test_real_notes() -> None:
    s = _score("gold-dev.jsonl", "dev")
    assert s["mention"]["F1"] >= 0.99
    assert s["dose_link_acc"] >= 0.97
    assert s["episode_status"]["F1"] >= 0.93
    assert s["response"]["F1"] >= 0.88
    assert s["stop_reason"]["F1"] >= 0.75
    assert s["whole_episode"]["F1"] >= 0.85


def test_challenge_lines() -> None:
    s = _score("gold-challenge-dev.jsonl", "challenge")
    assert s["mention"]["R"] >= 0.98
    assert s["episode_status"]["F1"] >= 0.90
    assert s["stop_reason"]["F1"] >= 0.80
    assert s["whole_episode"]["F1"] >= 0.70
