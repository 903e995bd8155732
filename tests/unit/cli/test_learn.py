"""`fairtrial learn` in the terminal."""

from __future__ import annotations

from typer.testing import CliRunner

from fairtrial.cli import app
from fairtrial.facts import load

RUN = CliRunner()


def told(*arguments: str) -> str:
    """What the command prints."""
    result = RUN.invoke(app, ["learn", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_list_has_every_topic_in_order():
    """From what depression is to a next step."""
    lines = told().splitlines()[1:]
    assert len(lines) == len(load().learn)
    assert (lines[0].split()[0], lines[-1].split()[0]) == ("many_kinds", "next_step")


def test_one_topic_shows_its_sources_and_filled_in_counts():
    """The clinician sees where each statement was read."""
    output = told("how-many")
    assert "[FABBRI21]" in output
    assert "PMC8505242" in output
    assert "{" not in output


def test_plain_words_come_in_both_languages():
    """Without source ids, which mean nothing to the person."""
    english, spanish = told("next_step", "--plain"), told("next_step", "--language", "es")
    assert "Do not stop a medicine all at once." in english
    assert "No deje una medicina de golpe." in spanish
    assert "988" in english
    assert "988" in spanish
    assert "[" not in english + spanish


def test_an_unknown_topic_names_the_nearest():
    """Exit code 2 and a hint."""
    result = RUN.invoke(app, ["learn", "next_stop"])
    assert result.exit_code == 2
    assert "next_step" in result.output
