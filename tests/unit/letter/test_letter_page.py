"""The page of every example and of invented persons: what is always there, and what never is."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

import fairtrial
from fairtrial.facts import load
from fairtrial.report.letter import html_of, letter, text_of
from fairtrial.report.letter.went import HELPED
from reading_grade import grade
from unit.letter.kind_words import unkind
from unit.letter.pages import AS_OF, EXAMPLES, review_of, reviewed, said

sys.path.insert(0, str(Path(__file__).parents[2] / "agreement"))
from invented import history, person, score

FACTS = load()
LANGUAGES = ("en", "es")
CALM = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEWEST_WORDS = 120
"""Shorter texts have no grade worth the name."""


def assert_kind_and_whole(review, language):
    """What holds for every page."""
    page = letter(review, language=language)
    words = page.words
    for told in (said(html_of(page)), " ".join(text_of(page).split())):
        once = told.replace(words.mean["word"], "", 1)
        assert unkind(once) == []
        for sentence in (words.crisis["line"], words.keep["suddenly"], words.keep["watching"]):
            assert sentence in told
        assert told.count(words.mean["word"]) == 1
    assert len(page.questions) == 3
    assert len(set(page.questions)) == 3
    current = [each for each in page.medicines if each.current == words.current["yes"]]
    assert len(current) == sum(trial["ongoing"] is True for trial in review["trials"])


def body(page):
    """The sentences of the body; names of drugs are exempt, so they are left out of the list of medicines."""
    heads = {each.name for each in page.medicines}
    return " ".join(
        line for line in text_of(page).splitlines() if line and line.lower() not in {h.lower() for h in heads}
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda p: p.name)
def test_the_page_of_an_example(folder, language):
    """Kind, whole, marked as made up."""
    assert_kind_and_whole(reviewed(folder), language)
    assert letter(reviewed(folder), language=language).words.page["synthetic"] in html_of(
        letter(reviewed(folder), language=language)
    )


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda p: p.name)
def test_the_body_of_an_example_is_easy(folder):
    """Grade 6 at most."""
    text = body(letter(reviewed(folder)))
    assert len(text.split()) > FEWEST_WORDS
    assert grade(re.sub(r"[-=_]{3,}", ". ", text), FACTS) <= 6


@CALM
@given(person(), st.sampled_from(LANGUAGES))
def test_the_page_of_anyone(rows, language):
    """Any mix of fills, orders and reports."""
    assert_kind_and_whole(review_of(history({"p": rows})), language)


@CALM
@given(person())
def test_every_medicine_is_told_and_none_is_said_to_have_been_fair_when_it_was_not(rows):
    """Nothing is dropped; a trial that was not fair is never said not to have helped."""
    review = review_of(history({"p": rows}))
    page = letter(review)
    told = text_of(page).lower()
    assert all(trial["drug"] in told for trial in review["trials"])
    for trial, each in zip(review["trials"][-len(page.medicines) :], page.medicines, strict=False):
        if len(page.medicines) == len(review["trials"]) and trial["state"] == "adequate_no_response":
            assert each.went.startswith("The medicine did not help enough")
        if (
            len(page.medicines) == len(review["trials"])
            and trial["adequate"] == "no"
            and trial["state"] not in HELPED
        ):
            assert not each.went.startswith("The medicine did not help enough")


@CALM
@given(person(), st.lists(score(), min_size=1, max_size=3), st.integers(1, 3))
def test_the_answer_on_death_changes_no_letter_of_the_page(rows, scores, answer):
    """Not shown, not hinted at: the page is the same with and without it."""
    asked = [
        {
            "scale": "PHQ-9",
            "item": 9,
            "total": float(answer),
            **{k: v for k, v in s.items() if k.startswith("on")},
        }
        for s in scores
    ]
    without = review_of(history({"p": rows}))
    with_it = review_of(history({"p": {**rows, "scores": [*rows["scores"], *asked]}}))
    assert any(entry["rule"] == "FT901" for entry in with_it["safety"])
    assert html_of(letter(with_it)) == html_of(letter(without))


def test_every_gap_of_the_review_has_a_known_kind():
    """A gap that the review words anew would make no question: then this fails."""
    from fairtrial.report.letter.questions import KINDS, kind_of

    missing = {text for folder in EXAMPLES for d in reviewed(folder)["resistance"] for text in d["missing"]}
    assert len(missing) > 10
    assert [text for text in missing if kind_of(text) is None] == []
    assert {kind_of(text) for text in missing} >= {"dose", "long", "went", "stopped"}
    assert KINDS.keys() - FACTS.letter_words["en"].ask.keys() == {"current", "nothing"}


def test_questions_ask_for_what_is_missing():
    """The undated memories lack weeks at dose and results, so these are asked for."""
    page = letter(reviewed(next(p for p in EXAMPLES if p.name == "undated-memories")))
    assert page.questions[:2] == [
        "How long did I take amitriptyline, venlafaxine and sertraline at the highest dose?",
        "How did I feel on amitriptyline, venlafaxine and bupropion? Is there a note of it?",
    ]
    assert page.questions[-1] == page.words.ask["next"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_structure_can_be_heard_and_nothing_is_fetched(language):
    """Language, one h1, headings in order, labelled regions, no script, no address."""
    page = html_of(letter(reviewed(EXAMPLES[0]), language=language))
    tree = lxml_html.document_fromstring(page)
    assert tree.get("lang") == language
    levels = [int(node.tag[1]) for node in tree.xpath("//*[self::h1 or self::h2 or self::h3]")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = set(tree.xpath("//@id"))
    assert set(tree.xpath("//section/@aria-labelledby")) <= ids
    assert not re.search(r"https?://|<script|<link|<img|url\(|@import", page)


def _luminance(colour):
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_high():
    """7 to 1 for text, on paper and in the box (WCAG AAA); the headings at least 4.5 to 1."""
    style = html_of(letter(reviewed(EXAMPLES[0])))
    inks = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style))
    for ink, least in (("ink", 7), ("soft", 7), ("calm", 4.5)):
        for ground in ("paper", "mild"):
            light, dark = sorted((_luminance(inks[ink]), _luminance(inks[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= least, (ink, ground)


ASKED = {"late-bipolarity": ("highs", 0), "perinatal": ("baby", 0), "remission-kept": ("well", -1)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ASKED)
def test_what_comes_first_is_asked_first_and_a_remission_is_kept(name, language):
    """Mania and a new baby come before any gap; a person who is well is not asked what to try next."""
    page = letter(reviewed(next(p for p in EXAMPLES if p.name == name)), language=language)
    key, place = ASKED[name]
    assert page.questions[place] == page.words.ask[key]
    assert (page.words.ask["next"] in page.questions) is (name != "remission-kept")
    assert (page.words.mean["helped_now"] in page.mean) is (name == "remission-kept")


def test_what_was_planned_first_and_taken_later_is_told_as_taken():
    """A page that says of one medicine that it helped a little and that it was not taken would be distrusted."""
    uses = [
        {"drug": "sertraline", "status": "planned"},
        {"drug": "sertraline", "status": "ended", "kind": "reported", "response": "partial"},
        {"drug": "fluoxetine", "status": "planned"},
    ]
    found = history({"p": {"uses": uses, "scores": [], "conditions": []}})
    review = fairtrial.review(found, as_of=AS_OF).to_dict()
    told = " ".join(text_of(letter(review)).split())
    assert "not taken: fluoxetine." in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", ["other", "not_depression", "depression", None])
def test_what_it_was_for_is_told_where_it_was_something_else(purpose, language):
    """Kindly, with the one medicine it is said of; what was for depression, or for who knows what, says nothing."""
    uses = [
        {"drug": "sertraline", "status": "ended", "kind": "reported"},
        {"drug": "trazodone", "status": "ended", "kind": "reported", "purpose": purpose},
    ]
    found = history({"p": {"uses": uses, "scores": [], "conditions": []}})
    review = fairtrial.review(found, as_of=AS_OF).to_dict()
    page = letter(review, language=language)
    told = {
        each.name: [text for text in page.words.taken_for.values() if text in each.more]
        for each in page.medicines
    }
    wanted = [page.words.taken_for[purpose]] if purpose in page.words.taken_for else []
    assert told == {"sertraline (Zoloft)": [], "trazodone (Desyrel)": wanted}
