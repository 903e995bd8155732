"""The page as plain parts, before it is HTML or text. Answers to the item on death are never among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fairtrial.facts import Facts, load
from fairtrial.facts.letter import Language, LetterWords
from fairtrial.report.letter import meaning
from fairtrial.report.letter.days import full, when
from fairtrial.report.letter.listing import named
from fairtrial.report.letter.medicines import Medicine, medicines
from fairtrial.report.letter.questions import questions
from fairtrial.report.letter.unseen import gaps
from fairtrial.report.letter.went import well_now

_OPEN = ("talking", "dose", "kinds", "clinic", "health")
"""What is still open, in general terms and in no order of worth."""
Data = dict[str, Any]


@dataclass(frozen=True)
class Letter:
    """Every sentence of the page, in order.

    ``words``: headings and fixed sentences. ``roomy``: there is room for larger print.
    """

    language: Language
    words: LetterWords
    synthetic: bool
    roomy: bool
    tried: str
    earlier: str | None
    medicines: list[Medicine]
    also: list[str]
    unseen: list[str]
    mean: list[str]
    reasons: list[str]
    open: list[str]
    questions: list[str]
    made: str


def letter(review: Mapping[str, Any], facts: Facts | None = None, language: Language = "en") -> Letter:
    """The page of a review in the shape of :meth:`fairtrial.Review.to_dict`."""
    data, known = dict(review), facts or load()
    words, as_of = known.letter_words[language], date.fromisoformat(data["as_of"])
    told, earlier = medicines(data["trials"], as_of, known, words)
    return Letter(
        language=language,
        words=words,
        synthetic=data["person"]["synthetic"],
        roomy=len(told) <= known.letter_page.roomy_most.value,
        tried=_tried(data, words),
        earlier=earlier,
        medicines=told,
        also=[text for text in (_others(data, as_of, words), _planned(data, known, words)) if text],
        unseen=gaps(data, known, words),
        mean=_mean(data, known, words),
        reasons=meaning.reasons(data, known, language),
        open=[words.open[key] for key in _OPEN],
        questions=questions(data, known, words),
        made=words.page["made"].format(day=full(as_of, words)),
    )


def _tried(data: Data, words: LetterWords) -> str:
    count = len({trial["drug"] for trial in data["trials"]})
    return words.page[{0: "tried_none", 1: "tried_one"}.get(count, "tried_many")].format(count=count)


def _mean(data: Data, facts: Facts, words: LetterWords) -> list[str]:
    """That it is nobody's fault, what helped, and the word on the forms."""
    now = "helped_now" if well_now(data["trials"]) else "helped"
    helped = [words.mean[now]] if meaning.helped(data) else []
    return [*helped, *meaning.lessons(facts, words.letter), words.mean["word"]]


def _others(data: Data, as_of: date, words: LetterWords) -> str | None:
    """Treatments other than medicines, each with when and how it went."""
    told = [_therapy(each, as_of, words) for each in data["therapies"]]
    return words.been["others"].format(told="; ".join(dict.fromkeys(told))) if told else None


def _therapy(each: Data, as_of: date, words: LetterWords) -> str:
    days = when({**each, "ongoing": None}, as_of, words)
    went = words.therapy_went[each["response"]] if each["response"] else None
    inside = ", ".join(part for part in (days, went) if part)
    return f"{words.therapy[each['therapy']]}{f' ({inside})' if inside else ''}"


def _planned(data: Data, facts: Facts, words: LetterWords) -> str | None:
    """Medicines that records name and that were not taken; what was planned first and taken later is told as taken."""
    taken = {trial["drug"] for trial in data["trials"]}
    drugs = [each["drug"] for each in data["never_taken"] if each["drug"] not in taken]
    return words.been["planned"].format(drugs=named(drugs, facts, words)) if drugs else None
