"""The terminal view: the same words in plain text and with styles."""

from __future__ import annotations

import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

import fairtrial
from fairtrial.report.text import WIDTH, print_rich, text_of
from unit.report.samples import SAMPLES


def styled(data, width=WIDTH):
    """What a colour terminal gets."""
    out = StringIO()
    print_rich(
        data,
        Console(file=out, width=width, force_terminal=True, color_system="standard", legacy_windows=False),
    )
    return out.getvalue()


@pytest.mark.parametrize("name", SAMPLES)
def test_styled_and_plain_say_the_same(name):
    """Styles add nothing and take nothing away."""
    data = SAMPLES[name]()
    without = re.sub(r"\x1b\[[0-9;]*m", "", styled(data))
    assert [line.rstrip() for line in without.splitlines()] == text_of(data).splitlines()


def test_plain_text_has_no_styles():
    """A pipe gets words only, and the styled view really has styles."""
    assert "\x1b" not in text_of(SAMPLES["rich"]())
    assert "\x1b[" in styled(SAMPLES["rich"]())


def test_a_narrow_terminal_is_not_overrun():
    """Sixty columns are enough."""
    without = re.sub(r"\x1b\[[0-9;]*m", "", styled(SAMPLES["rich"](), width=60))
    assert max(len(line) for line in without.splitlines()) <= 60


def test_at_a_glance_fits_on_two_screens_and_says_where_the_rest_is():
    """Two screens of 50 lines for the demo person; the questions are there, the traces are not."""
    folder = Path(__file__).parents[3] / "examples" / "demo"
    said = fairtrial.review(fairtrial.read(folder), as_of=date(2026, 1, 31)).to_text(full=False)
    assert len(said.splitlines()) <= 100
    assert "--full" in said
    assert "Questions that would change most" in said
    assert "FT104" not in said
