"""Checks of what a person may read: both languages, short sentences, kind words, nothing only recalled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from fairtrial.facts.check_circumstances import parts
from fairtrial.facts.learn import PLACEHOLDER, counts
from fairtrial.facts.load import Facts
from fairtrial.facts.options import Plain
from fairtrial.facts.problem import Problem
from fairtrial.facts.reasons import PlainText

LONGEST_SENTENCE_WORDS = 25
"""Ours: a sentence longer than this is hard to follow."""
NEVER = (
    "cause", "causes", "caused", "causing", "fail", "fails", "failed", "failure", "resistant", "compliant",
    "disorder", "causa", "causan", "fracaso", "fracasó", "fracasado", "resistente", "desequilibrio",
    "culpable",
)  # fmt: skip
"""Words that never stand on a patient page, in either language; a house test forbids more in every text."""
_SENTENCE = re.compile(r"[.!?:]+(?:\s|$)")


def plain_texts(facts: Facts) -> list[Problem]:
    """Plain texts of reasons and lessons that lack a language, are hard, unkind, or only recalled."""
    return [
        Problem(where, what, "Reword it, or find its source")
        for where, item in _told(facts)
        for text in parts(item, PlainText)
        for what in (*_standing(text), *words(text.en), *words(text.es), *_languages(text.en, text.es))
    ]


def lessons(facts: Facts) -> list[Problem]:
    """Lessons out of order, with placeholders that stand for nothing, or titled in one language only."""
    orders = sorted(lesson.order for lesson in facts.learn.values())
    found = []
    if orders != list(range(1, len(orders) + 1)):
        found.append(Problem("learn", "the orders are not 1, 2, 3 and so on", "Number the lessons in order"))
    for key, lesson in facts.learn.items():
        told = [text.value for text in lesson.clinician] + [t for p in lesson.plain for t in (p.en, p.es)]
        wrong = {name for text in told for name in PLACEHOLDER.findall(text)} - counts(facts).keys()
        where = f"learn/{key}.yaml"
        found += [Problem(where, f"'{{{name}}}' stands for nothing", "Mend it") for name in sorted(wrong)]
        found += [Problem(where, what, "Translate it") for what in _title(lesson.title)]
    return found


def _told(facts: Facts) -> Iterator[tuple[str, BaseModel]]:
    yield from ((f"reasons/{key}.yaml", item) for key, item in facts.reasons.items())
    yield from ((f"learn/{key}.yaml", item) for key, item in facts.learn.items())


def _title(title: Plain) -> Iterable[str]:
    return _languages(title.en, title.es)


def _standing(text: PlainText) -> Iterator[str]:
    if text.standing == "unverified":
        yield f"'{text.en[:30]}...' is only recalled"


def _languages(english: str, spanish: str) -> Iterator[str]:
    if not english.strip() or not spanish.strip() or english == spanish:
        yield f"'{english[:30]}...' is not in both languages"
    elif set(PLACEHOLDER.findall(english)) != set(PLACEHOLDER.findall(spanish)):
        yield f"'{english[:30]}...' counts other things in Spanish"


def words(text: str) -> Iterator[str]:
    """What is unkind or hard in a text that a person may read."""
    for word in NEVER:
        if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE):
            yield f"'{word}' is not a word for a patient page"
    for sentence in _SENTENCE.split(text):
        if len(sentence.split()) > LONGEST_SENTENCE_WORDS:
            yield f"'{sentence[:30]}...' is longer than {LONGEST_SENTENCE_WORDS} words"
