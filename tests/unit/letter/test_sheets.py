"""On paper: two sheets at most, whatever was tried; and the command that writes them."""

from __future__ import annotations

import pypdfium2
import pytest
from typer.testing import CliRunner

from fairtrial.cli import app
from fairtrial.facts import load
from fairtrial.report.letter import letter, pdf_of
from fairtrial.report.pdf import PdfUnavailable
from unit.letter.pages import EXAMPLES, reviewed

MOST_SHEETS = 2
DRUGS = list(load().drugs)
OPEN = {"least": None, "most": None}
WIDE = {
    "state": "inadequate_duration", "stop_reason": "side_effect", "role": "augmentation",
    "trace": [{"rule": "FT201", "verdict": "yes"}],
    "started_on": {"least": "2018-03-01", "most": "2019-09-01"},
    "stopped_on": {"least": "2020-03-01", "most": "2021-09-01"},
}  # fmt: skip


def sheets(written):
    """How many sheets a letter prints on; skips where PDF cannot be made."""
    try:
        return len(pypdfium2.PdfDocument(pdf_of(written)))
    except PdfUnavailable as missing:
        pytest.skip(str(missing))


def crowded(count, changes):
    """The undated memories with this many medicines, and much else beside them."""
    review = reviewed(next(p for p in EXAMPLES if p.name == "undated-memories"))
    first = review["trials"][0]
    therapies = [
        {"therapy": name, "started_on": OPEN, "stopped_on": OPEN, "response": "partial"}
        for name in ("psychotherapy", "ect", "rtms", "vns", "ketamine_infusion")
    ]
    trials = [{**first, "id": f"T{n}", "drug": DRUGS[n % len(DRUGS)], **changes} for n in range(count)]
    return {
        **review,
        "trials": trials,
        "therapies": therapies,
        "never_taken": [{"drug": d} for d in DRUGS[:8]],
    }


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("count", "changes"), [(6, {}), (12, WIDE), (30, {})])
def test_a_crowded_history_prints_on_two_sheets(count, changes, language):
    """Many medicines, open dates, long sentences."""
    assert sheets(letter(crowded(count, changes), language=language)) <= MOST_SHEETS


@pytest.mark.parametrize("name", ["demo", "undated-memories", "three-ssris"])
def test_an_example_prints_on_two_sheets(name):
    """The larger letters of a short history, too."""
    assert sheets(letter(reviewed(next(p for p in EXAMPLES if p.name == name)))) <= MOST_SHEETS


def test_more_than_can_be_named_are_counted():
    """Nothing is left out unsaid."""
    page = letter(crowded(30, {}))
    named = len(page.medicines) + page.earlier.count(":") - 2
    assert f"Still more came before them: {30 - named}." in page.earlier


@pytest.mark.parametrize(
    ("ending", "start"), [("html", b"<!doctype html>"), ("txt", b"Made-up data"), ("pdf", b"%PDF")]
)
def test_the_command_writes_each_form(tmp_path, ending, start):
    """Whole files, by their ending."""
    out = tmp_path / f"letter.{ending}"
    result = CliRunner().invoke(app, ["letter", str(EXAMPLES[0]), "--as-of", "2026-01-31", "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(start)


def test_the_command_speaks_spanish_and_refuses_other_endings(tmp_path):
    """To the terminal without a file; .json is no page for a person."""
    told = CliRunner().invoke(app, ["letter", str(EXAMPLES[0]), "--as-of", "2026-01-31", "--language", "es"])
    assert "Lo que ha vivido" in told.output
    refused = CliRunner().invoke(app, ["letter", str(EXAMPLES[0]), "-o", str(tmp_path / "x.json")])
    assert refused.exit_code == 2
    assert ".html, .pdf, .txt" in refused.output
