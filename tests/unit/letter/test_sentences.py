"""Every sentence that can reach the patient's page: kind, short, easy, and in both languages."""

from __future__ import annotations

import dataclasses
import re

import pytest

from fairtrial.facts import check_letter, load
from fairtrial.facts.learn import filled
from fairtrial.facts.letter import ONCE
from reading_grade import grade
from unit.letter.kind_words import unkind

FACTS = load()
EN, ES = FACTS.letter_words["en"], FACTS.letter_words["es"]
LANGUAGES = ("en", "es")
HIGHEST_GRADE, LONGEST = 6, 25


def reaching(language):
    """(place, sentence) of all texts that can reach a page."""
    yield from FACTS.letter_words[language].every()
    for topic in FACTS.letter_page.lessons:
        yield from ((f"learn.{topic}", filled(getattr(t, language), FACTS)) for t in FACTS.learn[topic].plain)
    yield from ((key, getattr(reason.plain, language)) for key, reason in FACTS.reasons.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_unkind_word_in_anything_that_can_reach_the_page(language):
    """The word of the insurance forms stands once, where it is explained."""
    held = dict(FACTS.letter_words[language].every())
    assert [
        (place, unkind(text)) for place, text in reaching(language) if place != ONCE and unkind(text)
    ] == []
    assert "insurance forms" in EN.mean["word"]
    assert "seguro" in ES.mean["word"]
    assert (
        len(re.findall(r"resisten", " ".join(held.values()))) + len(re.findall("resistant", held[ONCE])) == 1
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short(language):
    """25 words at most."""
    parts = [p for _, text in reaching(language) for p in re.split(r"[.!?:;]+(?:\s|$)", text)]
    assert [p for p in parts if len(p.split()) > LONGEST] == []


def test_english_is_easy_to_read():
    """The whole of what can be said, at most grade 6; and each section of it."""
    texts = [text for place, text in reaching("en") if not place.startswith(("day.", "length.", "dose."))]
    assert grade(" ".join(t if t.endswith((".", "?")) else f"{t}." for t in texts), FACTS) <= HIGHEST_GRADE


def test_the_shipped_letters_are_sound():
    """Same sentences in both languages, filled in with the same things."""
    assert check_letter.letters(FACTS) == []


def test_a_sentence_that_one_language_lacks_is_noticed():
    """Also a different placeholder, and an unkind word."""
    for group, key, text in (
        ("ask", "next", None),
        ("dose", "one", "{x} mg"),
        ("went", "short", "It failed."),
    ):
        held = {**getattr(ES, group)}
        held.pop(key)
        broken = ES.model_copy(update={group: held if text is None else {**held, key: text}})
        facts = dataclasses.replace(FACTS)
        facts.__dict__["letter_words"] = {"en": EN, "es": broken}
        assert [p.where for p in check_letter.letters(facts)] == ["letter/es.yaml"]


def test_the_ban_notices_what_it_is_for():
    """The test above can fail."""
    for text in (
        "The treatment failed", "a refractory case", "the cause of it", "low serotonin", "You should stop it",
        "the best choice", "a 30 percent chance", "usted debe dejarla", "un fracaso", "la mejor opción",
        "70 %",
    ):  # fmt: skip
        assert unkind(text), text
    assert not unkind("Side effects, because of them")


def test_the_fixed_words_are_those_that_were_asked_for():
    """These three stand on every page, word for word."""
    assert "Do not stop suddenly; talk to your prescriber." in EN.keep["suddenly"]
    assert "988" in EN.crisis["line"]
    assert "988" in ES.crisis["line"]
    assert "Nobody is watching this page" in EN.keep["watching"]
    assert "not enough time or dose to know" in EN.went["short"]
    assert EN.went["no_response"] == "The medicine did not help enough."
    assert EN.went["unseen"] == "We could not see how it went."
