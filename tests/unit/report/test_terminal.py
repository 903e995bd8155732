"""The terminal view: the same words in plain text and with styles."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from rich.console import Console

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
