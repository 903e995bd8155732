"""Topics of condition codes and of short free words, and words that deny or doubt them."""

from __future__ import annotations

import functools
import re

from fairtrial.facts import Facts

_RELATIVE = (
    r"family|fhx?|mother|father|mom|dad|parents?|sister|brother|siblings?|aunt|uncle|cousin|niece|nephew"
    r"|grand(?:mother|father|ma|pa|parents?)|son|daughter|(?:mother|father|sister|brother)-in-law"
)
_DENIES = re.compile(
    r"\b(?:no|not|never|denies|denied|negative|excluded|ruled out|declined|screen|screening|counsel\w*|education"
    r"|" + _RELATIVE + r")\b|\brisk\b(?!.{0,9}\bsuicid)",
    re.IGNORECASE,
)
_PARTNER = re.compile(
    r"\b(?:husband|wife|spouse|partner)(?:['’]s|\s+(?:has|had|with|is|was))\b"
    r"|\bin\s+(?:(?:a|the|her|his)\s+)?(?:husband|wife|spouse|partner)\b",
    re.IGNORECASE,
)
_DONE_BY = re.compile(rf"\bby\s+(?:(?:an?|her|his|the)\s+)?(?:{_RELATIVE})\b", re.IGNORECASE)
"""What a relative did to the person is the person's."""
_WITHOUT = re.compile(r"\bwithout\b[^,;.]*", re.IGNORECASE)
_DOUBTS = re.compile(
    r"\?|\b(?:possibl[ey]|probabl[ey]|(?:un)?likely|suspect(?:ed)?|query|maybe|rule out|r/o|question of|consider"
    r"|concern for|presumed|presumptive|differential|versus|vs|misdiagnos\w*)\b",
    re.IGNORECASE,
)


def denied(words: str) -> bool:
    """Whether short words deny, speak of somebody else or only of a risk: then no topic is read from them.

    >>> denied("no history of bipolar disorder")
    True
    """
    return any(pattern.search(_DONE_BY.sub(" ", words)) for pattern in (_DENIES, _PARTNER))


def doubted(words: str) -> bool:
    """Whether short words leave something open.

    >>> doubted("? bipolar")
    True
    """
    return _DOUBTS.search(words) is not None


def topics_of_code(system: str, code: str, facts: Facts) -> list[str]:
    """Topics of a condition code: those of the exact code, or else of its longest known prefix.

    >>> from fairtrial.facts import load
    >>> topics_of_code("icd10cm", "f31.81", load())
    ['bipolar']
    """
    exact, prefixes = _codes(facts)
    bare = _bare(code)
    starts = [prefixes.get((system, bare[:length])) for length in range(len(bare), 0, -1)]
    found = exact.get((system, bare)) or next((topics for topics in starts if topics), None)
    return sorted(found or ())


def topics_in(words: str, facts: Facts) -> list[str]:
    """Ids of topics whose words stand in ``words``, in order of id; none is guessed.

    The longest phrase is taken first and used up, so that "bipolar depression" is not also "depression".
    What follows "without", up to a comma, is not read.

    >>> from fairtrial.facts import load
    >>> topics_in("major depressive disorder without psychosis", load())
    ['major_depression']
    """
    text, found = f" {_joined(_WITHOUT.sub(' ', words))} ", set[str]()
    for phrase, topics in _phrases(facts):
        if phrase in text:
            found.update(topics)
            text = text.replace(phrase, " | ")
    return sorted(found)


_Topics = dict[tuple[str, str], frozenset[str]]


@functools.cache
def _codes(facts: Facts) -> tuple[_Topics, _Topics]:
    """System and bare code to topics: codes as a whole, and codes that stand for all that begin with them."""
    whole: dict[tuple[str, str], set[str]] = {}
    prefixes: dict[tuple[str, str], set[str]] = {}
    for row in facts.condition_codes.rows(named=True):
        key = (row["system"], _bare(row["code"]))
        for table in (whole, prefixes) if row["match"] == "prefix" else (whole,):
            table.setdefault(key, set()).add(row["topic"])
    return _frozen(whole), _frozen(prefixes)


def _frozen(table: dict[tuple[str, str], set[str]]) -> _Topics:
    return {key: frozenset(topics) for key, topics in table.items()}


@functools.cache
def _phrases(facts: Facts) -> list[tuple[str, list[str]]]:
    """Every phrase with the topics it names, longest first."""
    named: dict[str, list[str]] = {}
    for topic, entry in facts.topics.items():
        for known in {_joined(words) for words in (topic, *entry.words)}:
            named.setdefault(f" {known} ", []).append(topic)
    return sorted(named.items(), key=lambda item: (-len(item[0]), item[0]))


def _bare(code: str) -> str:
    return code.replace(".", "").replace(" ", "").upper()


def _joined(words: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", words.replace("'", "")).lower().split())
