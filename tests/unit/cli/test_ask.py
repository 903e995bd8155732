"""The interview in the terminal: answers become records, skipping is always possible, nobody is named."""

import shutil
from datetime import date
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

import fairtrial
from fairtrial.cli import app

EXAMPLES = Path(__file__).parents[3] / "examples"
AS_OF = ("--as-of", "2026-01-31")


@pytest.fixture
def person(tmp_path):
    """A copy of an example, so that the answers are written beside it."""
    return Path(shutil.copytree(EXAMPLES / "undated-memories", tmp_path / "records"))


def ask(*arguments, replies):
    """What `fairtrial ask` says to somebody who types these lines."""
    return CliRunner().invoke(
        app, ["ask", *map(str, arguments), *AS_OF], input="".join(f"{r}\n" for r in replies)
    )


def answers(folder):
    """The answers that were written."""
    return orjson.loads((folder / "answers.json").read_bytes())["answers"]


def test_answers_are_used_by_the_next_review(person):
    """The score that was told stands in the review, with its own record."""
    result = ask(person, replies=["17", "q"])
    assert result.exit_code == 0
    [answer] = answers(person)
    assert (answer["field"], answer["answer"], answer["told_by"]) == ("score", "17", "person")
    text = fairtrial.review(fairtrial.read(person), as_of=date(2026, 1, 31)).to_text()
    assert "17 (told by the person on 2026-01-31)" in " ".join(text.split())


def test_several_answers_about_one_treatment_leave_it_one_treatment(person):
    """Somebody who answers everything is reviewed with as many treatments as before."""
    before = fairtrial.review(fairtrial.read(person), as_of=date(2026, 1, 31)).trials.height
    ask(person, replies=["21", "none", "partial", "8", "75", "100", "yes"])
    assert len(answers(person)) == 7
    assert fairtrial.review(fairtrial.read(person), as_of=date(2026, 1, 31)).trials.height == before


def test_what_was_answered_is_not_asked_again(person):
    """And the answers of two sittings stand in one file."""
    first = ask(person, replies=["17", "q"]).output
    second = ask(person, replies=["partial", "q"]).output
    assert "PHQ-9" in first
    assert "What is the PHQ-9" not in second
    assert len(answers(person)) == 2


def test_every_question_may_be_skipped(person):
    """Nothing is answered, nothing is written."""
    result = ask(person, replies=[""] * 9)
    assert "Nothing was answered" in result.output
    assert not (person / "answers.json").exists()


def test_the_end_of_what_is_piped_in_is_the_end(person):
    """No reply at all."""
    assert ask(person, replies=[]).exit_code == 0


def test_what_cannot_be_used_is_asked_again(person):
    """With what is wanted."""
    result = ask(person, replies=["much better", "99", "17", "q"])
    assert "wanted the total score" in result.output
    assert "wanted a total from 0 to 27" in result.output
    assert [a["answer"] for a in answers(person)] == ["17"]


def test_no_names_are_asked_for(person):
    """Nor anything else that says who it is."""
    output = ask(person, replies=[""] * 9).output.lower()
    assert not any(word in output for word in (" name", "birth", "address", "member"))


def test_another_file_is_never_written_over(person, tmp_path):
    """A file that holds something else stays as it is."""
    other = tmp_path / "other.json"
    other.write_text("{}")
    result = ask(person, "-o", other, replies=["17"])
    assert result.exit_code == 2
    assert other.read_text() == "{}"


@pytest.mark.parametrize("name", ["answers.txt", "no/such/folder/answers.json"])
def test_a_place_that_cannot_be_written_is_refused(person, tmp_path, name):
    """Before anything is asked."""
    assert ask(person, "-o", tmp_path / name, replies=["17"]).exit_code == 2


def test_where_to_call_stands_before_the_first_question(person):
    """Whoever answers may be alone with the question."""
    said = ask(person, replies=["q"]).stdout
    assert said.index("988") < said.index("1. ")
    assert "Do not stop a medicine suddenly" in said
