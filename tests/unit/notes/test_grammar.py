"""The template grammar: lines and whole notes with known answers."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from fairtrial.facts import load
from fairtrial.records.notes import read_notes


def _grammar() -> ModuleType:
    spec = importlib.util.spec_from_file_location("notes_grammar", Path(__file__).with_name("grammar.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["notes_grammar"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("kind", "count", "least"), [("lines", 1200, 0.98), ("notes", 250, 0.98)])
def test_answers_are_found(kind: str, count: int, least: float) -> None:
    wrong, total = [], 0
    for line in getattr(_grammar(), kind)(count):
        found = {e.drug: e for e in reversed(read_notes(line.text, "note", load()))}
        for drug, (status, dosed, response, reason) in line.answers.items():
            total += 1
            e = found.get(drug)
            got = e and (
                "family" if e.experiencer == "other" else e.status, e.dose is not None,
                "-" if e.response == "unknown" else e.response, e.stop_reason or "-",
            )  # fmt: skip
            wanted = (status, dosed, got[2] if got and response == "*" else response, reason)
            if got != wanted:
                wrong.append(f"{line.text!r}: {drug} wanted {wanted}, got {got}")
    assert 1 - len(wrong) / total >= least, "\n".join(wrong[:20])
