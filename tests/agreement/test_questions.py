"""Answering a question changes what it said it would: by the file of answers, and the whole review again."""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fairtrial

sys.path.insert(0, str(Path(__file__).parent))

from invented import AS_OF, history, person

from fairtrial.facts import load
from fairtrial.findings import examine
from fairtrial.outlook.policies import verdict as of_policy
from fairtrial.outlook.questions import questions
from fairtrial.records.form import Given, answers_file, parse_answers, with_answers

FACTS = load()
EXAMPLES = Path(__file__).parents[2] / "examples"
GATES = ("FT901", "FT902", "FT903", "FT904", "FT910", "FT911", "FT912", "FT913")


def verdicts(found):
    """Every verdict that a question may speak of, worked out one policy at a time."""
    row = next(iter(found.resistance.to_dicts()), {})
    rules = found.safety["rule"].to_list()
    result = {("definition", d.definition): row.get(f"{d.definition}|verdict") for d in found.definitions}
    result |= {("gate", rule): rule in rules for rule in GATES}
    for policy in FACTS.policies.values():
        stack = list(of_policy(policy, found, FACTS).criteria)
        while stack:
            decided = stack.pop()
            stack += decided.shown.parts
            if decided.rule in ("FT801", "FT802", "FT805"):
                result[("policy", f"{policy.policy}/{decided.criterion.criterion}")] = decided.shown.met
    return result


def widths(found):
    """How far least and most of each definition's count lie apart."""
    row = next(iter(found.resistance.to_dicts()), {})
    names = [d.definition for d in found.definitions]
    return {n: (row.get(f"{n}|most") or 0) - (row.get(f"{n}|least") or 0) for n in names}


def told(question, outcome):
    """The answer as somebody would write it, through the file of answers."""
    asked = question.unknown
    text = outcome.said.split()[0]
    answer = Given(asked.field, text, "person", AS_OF, question.text, asked.about, outcome.answer.records)
    return parse_answers("answers.json", answers_file([answer]), FACTS)


def holds(records, found, question):
    """Each answer of the question leads to exactly the verdicts and the counts that it named."""
    now = verdicts(found)
    assert question.before.verdicts == now
    for outcome in question.outcomes:
        after = examine(with_answers(records, "answers.json", told(question, outcome)), AS_OF, FACTS)
        assert verdicts(after) == outcome.verdicts
        assert widths(after) == outcome.widths
        assert {key for key, v in verdicts(after).items() if v is not None and now[key] is None} == set(
            question.settles(outcome)
        )


@settings(max_examples=15, deadline=None)
@given(person(most_uses=4), st.integers(0, 6))
def test_answering_a_question_does_what_it_said(rows, which):
    """For invented people of any kind, and any of the questions asked."""
    records = history({"p": rows})
    found = examine(records, AS_OF, FACTS)
    asked = questions(found, FACTS)
    if asked:
        holds(records, found, asked[min(which, len(asked) - 1)])


@pytest.mark.parametrize("name", ["undated-memories", "demo", "three-ssris", "low-dose-three-weeks"])
def test_the_top_question_of_an_example_does_what_it_said(name):
    """For people whose records were read from files."""
    records = fairtrial.read(EXAMPLES / name)
    found = examine(records, AS_OF, FACTS)
    asked = questions(found, FACTS)
    assert 0 < len(asked) <= 7
    holds(records, found, asked[0])


def test_questions_are_ranked_and_change_something():
    """No question without an effect, and none before one that settles more on average."""
    found = examine(fairtrial.read(EXAMPLES / "undated-memories"), AS_OF, FACTS)
    asked = questions(found, FACTS)
    settled = [sum(len(q.settles(o)) for o in q.outcomes) / len(q.outcomes) for q in asked]
    assert settled == sorted(settled, reverse=True)
    assert all(any(q.settles(o) or q.flips(o) or q.narrows(o) for o in q.outcomes) for q in asked)


def test_nothing_known_asks_nothing_about_trials():
    """A history without any record has no trial to ask about."""
    found = examine(history({"p": {"uses": [], "scores": [], "conditions": []}}), AS_OF, FACTS)
    assert all(question.unknown.trial is None for question in questions(found, FACTS))
