"""Topics in short free words, and words that deny or doubt them."""

from __future__ import annotations

import re

from fairtrial.facts import Facts
from fairtrial.records.csv.cells import plain

_DENIES = re.compile(
    r"\b(?:no|not|never|denies|denied|without|negative|excluded|ruled out|family|mother|father|sister|brother"
    r"|aunt|uncle|parent|grandmother|grandfather|son|daughter)\b",
    re.IGNORECASE,
)
_DOUBTS = re.compile(
    r"\?|\b(?:possible|possibly|probable|suspected|query|maybe|rule out|r/o)\b", re.IGNORECASE
)


def denied(words: str) -> bool:
    """Whether short words deny something or speak of a relative: then no topic is read from them.

    >>> denied("no history of bipolar disorder")
    True
    """
    return _DENIES.search(words) is not None


def doubted(words: str) -> bool:
    """Whether short words leave something open.

    >>> doubted("? bipolar")
    True
    """
    return _DOUBTS.search(words) is not None


def topics_in(words: str, facts: Facts) -> list[str]:
    """Ids of topics whose words stand in ``words``, in order of id; none is guessed.

    The longest phrase is taken first and used up, so that "bipolar depression" is not also "depression".
    """
    text, found = f"_{_joined(words)}_", set[str]()
    for phrase, topics in _phrases(facts):
        if phrase in text:
            found.update(topics)
            text = text.replace(phrase, "_|_")
    return sorted(found)


def _phrases(facts: Facts) -> list[tuple[str, list[str]]]:
    """Every phrase with the topics it names, longest first."""
    named: dict[str, list[str]] = {}
    for topic, entry in facts.topics.items():
        for known in {_joined(words) for words in (topic, *entry.words)}:
            named.setdefault(f"_{known}_", []).append(topic)
    return sorted(named.items(), key=lambda item: (-len(item[0]), item[0]))


def _joined(words: str) -> str:
    return plain(re.sub(r"[^\w\s-]", " ", words.replace("'", ""))).strip("_")
