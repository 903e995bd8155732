"""The patient's page: the shape of knowledge/letter, one file of sentences for each language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from fairtrial.facts.models import Sourced, Strict

Language = Literal["en", "es"]
Sentences = dict[str, str]
ONCE = "mean.word"
"""The one sentence that may hold the word of the insurance forms, because it explains it."""


class LetterWords(Strict):
    """Every sentence of the page in one language; words in braces are filled in when it is written."""

    letter: Language
    page: Sentences
    heads: Sentences
    crisis: Sentences = Field(description="change it for another country")
    keep: Sentences
    been: Sentences
    facts: Sentences
    went: Sentences = Field(description="how it went with a medicine, as recorded")
    short_went: Sentences = Field(description="the same in few words")
    stopped: Sentences
    role: Sentences
    taken_for: Sentences = Field(description="what it was for, where that was not depression")
    current: Sentences
    day: Sentences
    length: Sentences
    dose: Sentences
    unseen: Sentences
    mean: Sentences
    open: Sentences
    ask: Sentences
    therapy: Sentences
    therapy_went: Sentences
    words: Sentences
    months: list[str] = Field(min_length=12, max_length=12)

    def every(self) -> Iterator[tuple[str, str]]:
        """(place, sentence) of each, such as ``crisis.line``."""
        for group, held in self:
            if isinstance(held, dict):
                yield from ((f"{group}.{key}", text) for key, text in held.items())


class Limit(Sourced):
    """How much of something the page holds, so that it stays two sheets."""

    value: int
    unit: str
    meaning: str


class LetterPage(Strict):
    """What the page takes from elsewhere, its limits, and the sources of what it claims."""

    lessons: list[str] = Field(description="topics of knowledge/learn whose plain texts are told")
    reasons_most: Limit
    medicines_most: Limit
    roomy_most: Limit
    brief_most: Limit
    named_most: Limit
    months_from_weeks: Limit
    questions: Limit
    questions_on_gaps: Limit
    claims: dict[str, Sourced] = Field(description="place of a sentence -> where it was read")
