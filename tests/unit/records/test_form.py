"""Answers that were told: what they complete, and what is refused."""

from datetime import date
from pathlib import Path

import orjson
import pytest

import fairtrial
from fairtrial.facts import load
from fairtrial.records.form import Given, answers_file, parse_answers, with_answers
from people import AS_OF, history

FACTS = load()
EXAMPLES = Path(__file__).parents[3] / "examples"


def told(field, answer, **more):
    """An answer of the person on the day of the review."""
    return Given(field, answer, "person", AS_OF, "A question?", **more)


def entry(**changed):
    """One entry of a file of answers."""
    whole = orjson.loads(answers_file([told("weeks", "6", records=("r",))]))["answers"][0]
    return orjson.dumps({"schema": "fairtrial.answers/1", "answers": [whole | changed]})


def test_an_answer_completes_the_record_and_stands_as_a_record_of_its_own():
    """The dose is in the use, under both records, and the words say who told it and when."""
    before = history(uses=[{"drug": "sertraline", "started_on": 2021, "response": "none"}])
    after = with_answers(before, "answers.json", [told("dose_mg_per_day", "100", records=("p-uses-0",))])
    assert after.uses["dose_mg_per_day_least"].to_list() == [100.0, 100.0]
    assert set(after.uses["record"]) == {"p-uses-0", after.records["record"].item()}
    assert after.records["words"].item() == "A question? 100 (told by the person on 2026-01-31)"
    assert fairtrial.examine(after, AS_OF, FACTS).trials.height == 1


def test_bounds_are_cut_down_and_never_widened_by_what_agrees():
    """A year becomes the month told within it."""
    before = history(uses=[{"drug": "sertraline", "started_on": 2021}])
    after = with_answers(before, "answers.json", [told("started_on", "2021-03", records=("p-uses-0",))])
    assert after.uses["started_on_least"].to_list() == [date(2021, 3, 1)] * 2
    assert after.uses["started_on_most"].to_list() == [date(2021, 3, 31)] * 2
    assert after.problems.is_empty()


def test_a_contradiction_is_named_and_both_are_allowed_for():
    """50 mg in the record and 100 mg told: from 50 to 100."""
    before = history(uses=[{"drug": "sertraline", "started_on": 2021, "dose": 50}])
    after = with_answers(before, "answers.json", [told("dose_mg_per_day", "100", records=("p-uses-0",))])
    bounds = after.uses.select("dose_mg_per_day_least", "dose_mg_per_day_most").rows()
    assert set(bounds) == {(50.0, 100.0)}
    assert "contradict" in after.problems["problem"].item()


def test_a_word_that_contradicts_the_record_leaves_the_record_as_it_is():
    """No benefit in the record and remission told: both stand, and the verdict is open."""
    rows = [
        {
            "drug": "sertraline",
            "dose": 100,
            "started_on": "2025-01-10",
            "stopped_on": "2025-04-10",
            "response": "none",
        }
    ]
    after = with_answers(history(uses=rows), "a.json", [told("response", "remission", records=("p-uses-0",))])
    assert sorted(after.uses["response"]) == ["none", "remission"]
    trial = fairtrial.examine(after, AS_OF, FACTS).trials
    assert trial["no_response"].to_list() == [None]


def test_an_answer_for_records_that_are_not_there_is_listed():
    """Nothing is dropped silently."""
    after = with_answers(history(), "answers.json", [told("weeks", "6", records=("gone",))])
    assert after.records["became"].to_list() == ["not understood"]
    assert after.problems["left_out"].to_list() == [True]


def test_the_start_of_the_episode_as_told_takes_the_place_of_the_estimate():
    """And only in the person who told it."""
    rows = [{"drug": "sertraline", "dose": 100, "started_on": "2024-01-10", "stopped_on": "2024-04-10"}]
    after = with_answers(history(uses=rows), "a.json", [told("episode_start", "2025-06-01")])
    found = fairtrial.examine(after, AS_OF, FACTS)
    assert found.trials["in_current_episode"].to_list() == [False]
    assert fairtrial.examine(history(uses=rows), AS_OF, FACTS).trials["in_current_episode"].to_list() == [
        True
    ]


def test_a_denial_of_mania_is_kept_and_puts_up_no_gate():
    """Yes puts up the gate; no is a record that it was asked."""
    for answer, gates in (("yes", ["FT910"]), ("no", [])):
        after = with_answers(
            history(uses=[{"drug": "sertraline"}]), "a.json", [told("topic", answer, about="bipolar")]
        )
        assert fairtrial.examine(after, AS_OF, FACTS).safety["rule"].to_list() == gates
        assert after.conditions.height > 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"field": "shoe_size"}, "'field' is not one of"),
        ({"answer": "six"}, "weeks: a number"),
        ({"told_on": "yesterday"}, "told_on"),
        ({"told_by": "nobody"}, "told_by"),
        ({"field": "score", "about": "PHQ-99"}, "'about' is not one of"),
        ({"field": "score", "about": "PHQ-9", "answer": "99"}, "a total from 0 to 27"),
        ({"field": "topic", "about": "x", "answer": "yes"}, "'about' is not one of"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_shows_no_value(changed, said):
    """The place, what is wanted, and nothing of what stands there."""
    with pytest.raises(fairtrial.ReadError) as caught:
        parse_answers("answers.json", entry(**changed), FACTS)
    assert said in str(caught.value)
    assert "answer 1" in str(caught.value)
    assert not any(
        str(value) in str(caught.value)
        for key, value in changed.items()
        if key == "answer" and value != "yes"
    )


@pytest.mark.parametrize(
    "data", [b"{", b'{"schema": "fairtrial.answers/1"}', b'{"schema": "fairtrial.answers/1", "answers": [1]}']
)
def test_broken_files_are_refused(data):
    """Half a file, and files without answers."""
    with pytest.raises(fairtrial.ReadError):
        parse_answers("answers.json", data, FACTS)


def test_answers_alone_are_refused(tmp_path):
    """They complete records; without those they say nothing."""
    (tmp_path / "answers.json").write_bytes(answers_file([told("weeks", "6", records=("r",))]))
    with pytest.raises(fairtrial.ReadError, match="not the records that were asked about"):
        fairtrial.read(tmp_path)


def test_the_door_puts_them_in_whatever_the_order(tmp_path):
    """Given beside the records, before or after."""
    base = fairtrial.read(EXAMPLES / "undated-memories")
    record = base.uses.filter(base.uses["drug"] == "venlafaxine")["record"].item(0)
    path = tmp_path / "answers.json"
    path.write_bytes(
        answers_file([told("response", "partial", records=(record,)), told("score", "17", about="PHQ-9")])
    )
    first, second = (
        fairtrial.read(*inputs)
        for inputs in ((EXAMPLES / "undated-memories", path), (path, EXAMPLES / "undated-memories"))
    )
    assert first.uses.equals(second.uses)
    assert first.scores["total"].to_list() == [17.0]
    assert first.scores["person_id"].to_list() == base.people["person_id"].to_list()
    assert first.uses.height == base.uses.height + 1
