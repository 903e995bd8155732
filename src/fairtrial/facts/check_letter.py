"""Checks of the patient's page: the same sentences in both languages, kind words, claims that were read."""

from __future__ import annotations

from collections.abc import Iterator

from fairtrial.facts.check_plain import words
from fairtrial.facts.learn import PLACEHOLDER
from fairtrial.facts.letter import ONCE
from fairtrial.facts.load import Facts
from fairtrial.facts.problem import Problem


def letters(facts: Facts) -> list[Problem]:
    """Sentences that one language lacks, that fill in other things, or that are hard or unkind."""
    told = {language: dict(held.every()) for language, held in facts.letter_words.items()}
    every = sorted({place for held in told.values() for place in held})
    found = [
        Problem(f"letter/{language}.yaml", f"'{place}' {what}", "Write it in both languages")
        for language, held in told.items()
        for place in every
        for what in _faults(place, held, told["en"])
    ]
    return found + _claims(facts, set(every))


def _faults(place: str, held: dict[str, str], english: dict[str, str]) -> Iterator[str]:
    text = held.get(place, "")
    if not text.strip():
        yield "is not there"
        return
    if place in english and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(english[place])):
        yield "fills in other things than in English"
    if place != ONCE:
        yield from (f"has a fault: {what}" for what in words(text))


def _claims(facts: Facts, every: set[str]) -> list[Problem]:
    page = facts.letter_page
    lost = [place for place in page.claims if place not in every]
    recalled = [place for place, claim in page.claims.items() if claim.standing == "unverified"]
    lessons = [topic for topic in page.lessons if topic not in facts.learn]
    return [
        *(Problem("letter/page.yaml", f"no sentence is called '{place}'", "Mend the name") for place in lost),
        *(
            Problem("letter/page.yaml", f"'{place}' is only recalled", "Find its source")
            for place in recalled
        ),
        *(
            Problem("letter/page.yaml", f"no lesson is called '{topic}'", "Mend the name")
            for topic in lessons
        ),
    ]
