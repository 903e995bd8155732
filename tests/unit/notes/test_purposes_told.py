"""What a note says that each medicine was for."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from fairtrial.facts import load
from fairtrial.records.notes import history, read_notes

CASES = yaml.safe_load(Path(__file__).with_name("purposes_told.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_what_a_medicine_was_for(text: str, wanted: dict[str, str | None]) -> None:
    assert {e.drug: e.purpose for e in read_notes(text, "n", load())} == wanted


def test_the_words_and_their_place_are_kept() -> None:
    text = "Trazodone 50 mg qhs for chronic insomnia."
    (told,) = read_notes(text, "n", load())
    why = told.why["indication"]
    assert (told.indication, why.cue, why.tier) == ("chronic insomnia", "purpose.after", "explicit")
    assert text[why.start : why.end] == "chronic insomnia"


def test_it_goes_into_the_uses() -> None:
    text = "Trazodone 50 mg nightly for sleep. Zoloft 100 mg daily for depression. Luvox 50 mg for OCD."
    uses = history(text, "n.txt", None, load()).uses
    assert dict(uses.select("drug", "purpose").iter_rows()) == {
        "trazodone": "other", "sertraline": "depression", "fluvoxamine": None,
    }  # fmt: skip


def test_what_one_sentence_and_the_next_name_goes_together() -> None:
    """Depression goes first; each is shown."""
    (told,) = read_notes(
        "Trazodone was begun for sleep. It was raised to 300 mg for depression.", "n", load()
    )
    assert (told.indication, told.purpose) == ("sleep; depression", "depression")
