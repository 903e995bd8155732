"""A medicine that records give only for something else may count as a trial; the person's answer decides."""

import pytest

from fairtrial.facts import load
from fairtrial.findings import examine
from fairtrial.outlook.questions import questions
from fairtrial.records.form import Given, answers_file, parse_answers, with_answers
from people import AS_OF, history

FACTS = load()


def use(record, drug, month, dose, purpose=None):
    """Twelve weeks that did not help, from the first day of a month of 2025."""
    days = {"started_on": f"2025-{month:02}-01", "stopped_on": f"2025-{month + 3:02}-01"}
    told = {"drug": drug, "record": record, "dose": dose, "purpose": purpose, "response": "none"}
    return {**told, **days}


FIRST, LAST = use("first", "sertraline", 1, 100), use("last", "venlafaxine", 9, 225)


def failures(records, definition="ema-2013"):
    """The verdict of a definition, and the least and most failures."""
    row = examine(records, AS_OF, FACTS).resistance.row(0, named=True)
    return tuple(row[f"{definition}|{what}"] for what in ("verdict", "least", "most"))


@pytest.mark.parametrize(
    ("purpose", "expected"),
    [
        (None, (True, 2, 2)),
        ("depression", (True, 2, 2)),
        ("other", (None, 1, 2)),
        ("not_depression", (False, 1, 1)),
    ],
)
def test_what_it_was_for_decides_whether_it_counts(purpose, expected):
    """A smoking cure is no second trial for sure, and none where the person says so."""
    assert failures(history(uses=[FIRST, use("two", "bupropion", 5, 300, purpose)])) == expected


def test_another_record_that_names_depression_goes_before():
    """Two orders of one course, one for sleep, one for depression."""
    both = [use(str(n), "bupropion", 5, 300, purpose) for n, purpose in enumerate(("other", "depression"))]
    assert failures(history(uses=[FIRST, *both])) == (True, 2, 2)


def test_a_course_for_something_else_between_two_in_a_row():
    """Whether the two stand in a row hangs on whether it was a trial."""
    trazodone = use("two", "trazodone", 5, 50, "other")
    assert failures(history(uses=[FIRST, trazodone, LAST]), "ema-old") == (None, 1, 2)
    assert (
        failures(history(uses=[FIRST, {**trazodone, "purpose": "not_depression"}, LAST]), "ema-old")[0]
        is True
    )


@pytest.mark.parametrize(("answer", "expected"), [("yes", (True, 2, 2)), ("no", (False, 1, 1))])
def test_a_question_asks_and_its_answer_decides(answer, expected):
    """Through the file of answers."""
    records = history(uses=[FIRST, use("two", "bupropion", 5, 300, "other")])
    [asked] = [
        q for q in questions(examine(records, AS_OF, FACTS), FACTS) if q.unknown.field == "for_depression"
    ]
    named = asked.unknown.answers[0][1].records
    given = Given("for_depression", answer, "person", AS_OF, asked.text, None, named)
    told = parse_answers("a.json", answers_file([given]), FACTS)
    assert failures(with_answers(records, "a.json", told)) == expected
