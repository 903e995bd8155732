"""Questions in words: what is asked, why, and what each answer would lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairtrial.report.blocks import Block, Line
from fairtrial.report.quantities import count
from fairtrial.report.words import words

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """One question with its answers: each answer and what it would lead to."""

    id: str
    text: str
    effect: str
    trial: str | None
    answers: Sequence[tuple[str, str]]


def questions_of(data: Data) -> list[Asked]:
    """The questions of a review; a review of an older shape has none."""
    return [
        Asked(
            item["id"],
            item["text"],
            item["effect"],
            item["about"]["trial"],
            [_answer(a) for a in item["answers"]],
        )
        for item in data.get("questions", [])
    ]


def block_of(questions: Sequence[Asked]) -> list[Block]:
    """The questions in the terminal view."""
    lines = [
        line
        for asked in questions
        for line in (
            Line(f"{asked.text} {asked.effect}", f"{asked.id} "),
            *(Line(f"{answer}: {leads_to}", "   ") for answer, leads_to in asked.answers),
        )
    ]
    head = [Line(words()["questions"]["sentence"])]
    return [Block(words()["questions"]["title"], [*head, *lines])] if lines else []


def short_block_of(questions: Sequence[Asked]) -> list[Block]:
    """The questions without their answers."""
    lines = [Line(f"{asked.text} {asked.effect}", f"{asked.id} ") for asked in questions]
    return [Block(words()["questions"]["title"], lines)] if lines else []


def _answer(answer: Data) -> tuple[str, str]:
    said = words()["questions"]["answers"].get(answer["answer"], answer["answer"])
    parts = [
        _told("settles", answer["settles"]),
        _told("changes", answer["flips"]),
        f"narrows the count under {count(len(answer['narrows']), 'definition')}" if answer["narrows"] else "",
    ]
    return said, "; ".join(part for part in parts if part) or words()["questions"]["nothing"]


def _told(does: str, verdicts: Sequence[Data]) -> str:
    """Definitions and gates by name with the verdict they get; criteria of policies as a number."""
    if not verdicts:
        return ""
    named = [f"{v['id']} ({v['verdict']})" for v in verdicts if v["what"] == "definition"]
    named += [f"gate {v['id']}" for v in verdicts if v["what"] == "gate"]
    policies = sum(1 for v in verdicts if v["what"] == "policy")
    named += [count(policies, "criterion of a policy", "criteria of policies")] if policies else []
    return f"{does} {', '.join(named)}"
