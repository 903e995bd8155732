"""The few questions whose answers could change most, as the report tells them."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.findings import Findings
from fairtrial.outlook.questions import Outcome, Question, keyed, settled_at_most
from fairtrial.outlook.questions import questions as worked_out

Entry = dict[str, object]


def questions(found: Findings, facts: Facts) -> list[Entry]:
    """At most seven, the one that settles most first."""
    return [_entry(n, question) for n, question in enumerate(worked_out(found, facts), start=1)]


def _entry(number: int, question: Question) -> Entry:
    asked = question.unknown
    return {
        "id": f"Q{number}",
        "text": question.text,
        "effect": question.effect,
        "about": {"trial": asked.trial, "field": asked.field, "what": asked.drug or asked.about},
        "answers": [_answer(question, outcome) for outcome in question.outcomes],
        "settles_count": settled_at_most(question),
    }


def _answer(question: Question, outcome: Outcome) -> Entry:
    return {
        "answer": outcome.said,
        "settles": keyed(question.settles(outcome), outcome.verdicts),
        "flips": keyed(question.flips(outcome), outcome.verdicts),
        "narrows": question.narrows(outcome),
    }
