"""What this may mean: plain texts of the knowledge that fit the review, as possible contributors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fairtrial.facts import Facts
from fairtrial.facts.learn import filled
from fairtrial.facts.letter import Language
from fairtrial.facts.pathways import antidepressant_pathways
from fairtrial.report.letter.went import HELPED, unhelped, unseen

Data = dict[str, Any]


def lessons(facts: Facts, language: Language) -> list[str]:
    """Plain texts of the topics that the page tells."""
    return [
        filled(getattr(text, language), facts)
        for topic in facts.letter_page.lessons
        for text in facts.learn[topic].plain
    ]


def reasons(data: Data, facts: Facts, language: Language) -> list[str]:
    """Plain texts of the reasons that fit, general ones last; none where every medicine helped."""
    if not unhelped(data["trials"]):
        return []
    fitting = [rule for rule in dict.fromkeys(_fitting(data, facts)) if rule in facts.reasons]
    return [
        getattr(facts.reasons[rule].plain, language)
        for rule in fitting[: facts.letter_page.reasons_most.value]
    ]


def helped(data: Data) -> bool:
    """Whether any medicine is known to have helped."""
    return any(trial["state"] in HELPED for trial in data["trials"])


def _fitting(data: Data, facts: Facts) -> Iterator[str]:
    """Rule ids of reasons: what the trials show first, what is worth a look in any case last."""
    trials = unhelped(data["trials"])
    if any(t["adequate"] != "yes" for t in trials):
        yield "FT401"
    if _same_pathway(trials, facts):
        yield "FT403"
    if any(unseen(t) for t in trials):
        yield "FT408"
    if not any(each["therapy"] == "psychotherapy" for each in data["therapies"]):
        yield "FT407"
    yield from ("FT406", "FT405", "FT404", "FT402")


def _same_pathway(trials: list[Data], facts: Facts) -> bool:
    """Whether two different medicines act on one pathway that treats depression."""
    drugs: dict[str, set[str]] = {}
    for trial in trials:
        for pathway in antidepressant_pathways(trial["drug"], facts):
            drugs.setdefault(pathway, set()).add(trial["drug"])
    return any(len(held) > 1 for held in drugs.values())
