"""Three questions for the visit, made from what the review says is missing."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from fairtrial.facts import Facts
from fairtrial.facts.letter import LetterWords
from fairtrial.report.letter.listing import named
from fairtrial.report.letter.went import well_now

Data = dict[str, Any]
KINDS = {
    "dose": re.compile(r"Dose of .*"),
    "long": re.compile(r"Weeks of .*"),
    "went": re.compile(r"How much .* helped .*"),
    "stopped": re.compile(r"Why .* was stopped .*"),
    "taken": re.compile(r"Whether .* was taken .*"),
    "episode": re.compile(r"Whether .* belongs to the current episode .*"),
    "current": re.compile(r"Whether .* is still taken .*"),
    "nothing": re.compile(r"No treatment .*"),
}
"""Kind of gap -> how the review says it. Kinds without a question are told elsewhere on the page."""
_LAST = "episode"
"""Easier to answer once the others are known."""
_TRIAL = re.compile(r"\((T\d+)\)")


_FIRST = {"FT910": "highs", "FT912": "baby"}
"""Rule of what is looked at before any option -> the question about it."""


def questions(data: Data, facts: Facts, words: LetterWords) -> list[str]:
    """On what comes before any option, then on the widest gaps, then in general; the last one always looks
    ahead."""
    page = facts.letter_page
    found = {item["rule"] for item in data["safety"]}
    first = [words.ask[key] for rule, key in _FIRST.items() if rule in found]
    told = [*first, *_on_gaps(data, facts, words)][: page.questions_on_gaps.value]
    therapy = any(each["therapy"] == "psychotherapy" for each in data["therapies"])
    general = [words.ask["else"], *([] if therapy else [words.ask["around"]]), words.ask["wait"]]
    room = page.questions.value - 1 - len(told)
    return [*told, *general[:room], words.ask["well" if well_now(data["trials"]) else "next"]]


def kind_of(sentence: str) -> str | None:
    """The kind of a sentence of ``resistance[].missing``.

    >>> kind_of("Dose of sertraline (T1) is not certain.")
    'dose'
    """
    return next((kind for kind, pattern in KINDS.items() if pattern.fullmatch(sentence)), None)


def _on_gaps(data: Data, facts: Facts, words: LetterWords) -> list[str]:
    """One question for each kind of gap, the kind that most definitions wait for first."""
    waiting = _waiting(data)
    drugs = {trial["id"]: trial["drug"] for trial in data["trials"]}
    kinds = [kind for kind in KINDS if kind in words.ask and waiting.get(kind)]
    kinds.sort(key=lambda kind: (kind == _LAST, -waiting[kind].total()))
    return [
        _ask(kind, [drugs[t] for t, _ in waiting[kind].most_common() if t in drugs], facts, words)
        for kind in kinds
    ]


def _ask(kind: str, drugs: list[str], facts: Facts, words: LetterWords) -> str:
    return words.ask[kind].format(drugs=named(drugs, facts, words))


def _waiting(data: Data) -> dict[str, Counter[str]]:
    """Kind of gap -> trial -> how many definitions wait for it."""
    found: dict[str, Counter[str]] = {}
    for definition in data["resistance"]:
        for sentence in definition["missing"]:
            kind, trial = kind_of(sentence), _TRIAL.search(sentence)
            if kind and trial:
                found.setdefault(kind, Counter())[trial[1]] += 1
    return found
