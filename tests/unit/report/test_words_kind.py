"""The words of reports: kind, true, and none of those we do not use."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from fairtrial.report.html import html_of
from fairtrial.report.text import text_of
from fairtrial.report.timeline.rows import outcome_words
from fairtrial.report.words import words
from unit.report.reading import plain
from unit.report.samples import SAMPLES

BANNED = re.compile(
    r"\b(failed|failure|failures|non-?complian\w*|non-?adheren\w*|refractory|last resort|cause[ds]?|causing"
    r"|low serotonin"
    r"|difficult patient|suffer\w*|victim|committed suicide|low risk|resistant patient|chronic)\b",
    re.IGNORECASE,
)


def _all_words(part):
    if isinstance(part, dict):
        return [word for value in part.values() for word in _all_words(value)]
    return [word for item in part for word in _all_words(item)] if isinstance(part, list) else [str(part)]


def test_no_banned_word_in_the_words_of_the_report():
    """Labels and sentences of words.yaml."""
    assert [said for said in _all_words(words()) if BANNED.search(said)] == []


def test_no_banned_word_in_the_templates():
    """What templates say themselves; names of fields in braces are not said."""
    paper = [f"paper{part}.html.jinja" for part in ("", "_macros", "_reasons", "_options", "_end")]
    for name in ("review.html.jinja", "macros.html.jinja", *paper):
        source = (files("fairtrial.report") / "templates" / name).read_text("utf-8")
        said = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", " ", source)
        assert BANNED.findall(said) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_no_banned_word_in_a_report(name):
    """Whole pages and texts, as a reader gets them."""
    page = re.sub(r"(?s)<style>.*?</style>|<[^>]+>", " ", html_of(SAMPLES[name]()))
    assert BANNED.findall(page) == []
    assert BANNED.findall(text_of(SAMPLES[name]())) == []


def test_the_ban_catches_what_it_is_for():
    """The test can fail."""
    assert BANNED.findall("two failed treatments in a refractory case") == ["failed", "refractory"]
    assert plain("<p>because</p>") == "because"
    assert not BANNED.search("because")


def test_every_state_has_a_label_and_a_sentence():
    """No state of the published shape is ever shown as a code."""
    shape = json.loads(
        (Path(__file__).parents[3] / "docs" / "reference" / "review.schema.json").read_text("utf-8")
    )
    states = shape["$defs"]["trial"]["properties"]["state"]["enum"]
    assert len(states) == 11
    for state in states:
        assert words()["states"][state]["label"]
        assert words()["states"][state]["sentence"].endswith(".")


def test_a_response_that_was_lost_is_told_as_lost_wherever_the_state_stands():
    """Beside its percentage too, which tells of the end."""
    trial = {"state": "response", "lost_response": "yes", "reported_response": "none"}
    trial |= {"improvement_percent": {"least": 9.1, "most": 9.1}}
    assert outcome_words(trial) == "helped, then stopped helping (9.1 % better)"
    assert outcome_words(trial | {"lost_response": "no"}) == "helped (9.1 % better)"
