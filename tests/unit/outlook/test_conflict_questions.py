"""Sources that contradict each other raise a question, and an answer settles what it said it would."""

import pytest

from fairtrial.facts import load
from fairtrial.findings import examine
from fairtrial.outlook.questions import questions
from fairtrial.records.form import Given, answers_file, parse_answers, with_answers
from people import AS_OF, history

FACTS = load()


def use(record, kind="reported", **more):
    """A use of sertraline with a record of its own."""
    return {"drug": "sertraline", "kind": kind, "record": record, **more}


FILLS = [
    use(f"fill{n}", "dispensed", status="unknown", started_on=f"2025-{n:02}-01", days_supply=30, dose=100)
    for n in range(1, 9)
]
PEOPLE = {
    "fills go on after the stop that was told": [
        use("told", started_on="2025-01-01", stopped_on="2025-03-05", dose=100, response="none"), *FILLS,
    ],
    "two doses": [
        use("told", started_on="2025-01-01", stopped_on="2025-08-31", dose=25, response="none"), *FILLS,
    ],
    "two responses": [
        use("one", started_on="2025-01-01", stopped_on="2025-04-01", dose=100, response="none"),
        use("other", started_on="2025-01-01", stopped_on="2025-04-01", dose=100, response="response"),
    ],
    "two starts": [
        use("told", started_on="2025-06-10", stopped_on="2025-08-31", dose=100, response="none"), *FILLS,
    ],
    "two reasons for stopping": [
        use("one", started_on="2025-01-01", stopped_on="2025-01-20", dose=100, stop_reason="side_effect"),
        use("other", started_on="2025-01-01", stopped_on="2025-01-20", dose=100, stop_reason="cost"),
    ],
}  # fmt: skip
ASKED = {
    "fills go on after the stop that was told": "settled_stop", "two doses": "settled_dose",
    "two responses": "settled_response", "two starts": "settled_start",
    "two reasons for stopping": "settled_stop_reason",
}  # fmt: skip


def examined(records):
    """The findings on the day of the review."""
    return examine(records, AS_OF, FACTS)


def conflict_of(person):
    """The person's records and the question about their contradiction."""
    records = history(uses=PEOPLE[person])
    asked = questions(examined(records), FACTS)
    [found] = [q for q in asked if q.unknown.field == ASKED[person]]
    return records, found


def told(question, answer):
    """An answer as it comes back from its file."""
    unknown = question.unknown
    given = Given(unknown.field, answer, "person", AS_OF, question.text, None, unknown.answers[0][1].records)
    return parse_answers("a.json", answers_file([given]), FACTS)


@pytest.mark.parametrize("person", PEOPLE)
def test_a_contradiction_raises_a_question_that_names_both_sides(person):
    """Each side is told, and each is a possible answer."""
    _, question = conflict_of(person)
    assert question.unknown.sides.count(";") >= 1
    assert question.unknown.sides in question.text
    assert len(question.outcomes) > 1


@pytest.mark.parametrize("person", PEOPLE)
def test_answering_it_changes_what_it_said_and_ends_the_contradiction(person):
    """Through the file of answers, for each possible answer."""
    records, question = conflict_of(person)
    for outcome in question.outcomes:
        after = examined(with_answers(records, "a.json", told(question, outcome.said.split()[0])))
        now = next(iter(after.resistance.to_dicts()))
        said = {name: verdict for (what, name), verdict in outcome.verdicts.items() if what == "definition"}
        assert {name: now[f"{name}|verdict"] for name in said} == said
        assert ASKED[person] not in {q.unknown.field for q in questions(after, FACTS)}


def test_the_stop_that_was_told_decides_about_the_fills_after_it():
    """Stopped in March: five months of fills were not taken. In September: all were."""
    records, question = conflict_of("fills go on after the stop that was told")
    weeks = {
        answer: examined(with_answers(records, "a.json", told(question, answer))).trials["weeks_most"].item()
        for answer in ("2025-03-05", "2025-08-31")
    }
    assert weeks["2025-03-05"] == pytest.approx(9, abs=1)
    assert weeks["2025-08-31"] > 30


def test_the_dose_that_was_told_decides():
    """25 mg is below the minimum, 100 mg is not; neither is averaged."""
    records, question = conflict_of("two doses")
    fair = {
        answer: examined(with_answers(records, "a.json", told(question, answer))).trials["dose_ok"].to_list()
        for answer in ("25", "100")
    }
    assert fair == {"25": [False], "100": [True]}


def test_a_contradiction_that_changes_no_verdict_is_still_asked_after_all_others():
    """Nothing is settled silently."""
    _, question = conflict_of("two reasons for stopping")
    ranked = questions(examined(history(uses=PEOPLE["two reasons for stopping"])), FACTS)
    assert question.text in [each.text for each in ranked]
    gains = [any(q.settles(o) or q.flips(o) or q.narrows(o) for o in q.outcomes) for q in ranked]
    assert gains == sorted(gains, reverse=True)


def test_records_that_agree_raise_no_such_question():
    """One dose, one stop, one response."""
    uses = [use("one", started_on="2025-01-01", stopped_on="2025-04-01", dose=100, response="none")]
    assert all(not q.unknown.sides for q in questions(examined(history(uses=uses)), FACTS))


def test_two_numbers_that_come_to_the_same_answer_raise_no_question():
    """10 % better as told and 6 % by the scores: it did not help enough either way."""
    uses = [use("one", started_on="2025-01-01", stopped_on="2025-04-01", dose=100, improvement=10)]
    scores = [
        {"scale": "PHQ-9", "on": "2025-01-01", "total": 18, "record": "a"},
        {"scale": "PHQ-9", "on": "2025-03-30", "total": 17, "record": "b"},
    ]
    found = examined(history(uses=uses, scores=scores))
    assert found.trials["improvement_conflict"].to_list() == [True]
    assert all(not q.unknown.sides for q in questions(found, FACTS))
