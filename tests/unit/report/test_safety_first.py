"""A banner comes before everything; gates come before any definition; invented people are marked."""

from __future__ import annotations

import pytest

from fairtrial.report.html import html_of, paper_of
from fairtrial.report.text import text_of
from unit.report.samples import SAMPLES, rich, tiny


def at_a_glance(data):
    """The terminal view without the details."""
    return text_of(data, full=False)


RENDERERS = [html_of, paper_of, text_of, at_a_glance]


@pytest.mark.parametrize("render", RENDERERS)
def test_banner_and_crisis_line_come_first(render):
    """The banner and 988 stand before the title."""
    said = render(rich()).split("<body>")[-1]
    assert said.index("PHQ-9 item 9 was above 0") < said.index("Call or text 988 in the US")
    assert said.index("Call or text 988 in the US") < said.index("Treatment review")


@pytest.mark.parametrize("render", RENDERERS)
def test_gates_come_before_the_definitions(render):
    """Bipolar and pregnancy are shown before any answer."""
    said = render(rich()).split("<body>")[-1]
    assert said.index("A possible bipolar disorder is recorded") < said.index("us-label-esketamine-2025")
    assert said.index("A pregnancy was recorded") < said.index("us-label-esketamine-2025")


@pytest.mark.parametrize("render", RENDERERS)
def test_no_banner_without_a_banner_in_the_review(render):
    """The report decides nothing: no banner of its own."""
    assert "Safety first" not in render(tiny())


@pytest.mark.parametrize("render", RENDERERS)
def test_synthetic_people_are_marked(render):
    """The mark follows the review, on every kind of report."""
    assert render(rich()).count("Synthetic data") >= 2
    assert "Synthetic data" not in render(tiny())


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("render", RENDERERS)
def test_nothing_is_called_low_risk(name, render):
    """No label ever says that risk is low."""
    assert "low risk" not in render(SAMPLES[name]()).lower()
