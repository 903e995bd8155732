"""What a person may read is easy and kind; no text says 'cause' or 'failed'."""

from __future__ import annotations

import re

import pytest

from fairtrial.facts import load
from fairtrial.facts.learn import Lesson, counts, filled, lessons
from fairtrial.facts.reasons import Reason
from reading_grade import grade

FACTS = load()
HIGHEST_GRADE = 6
TOLD = {
    **{f"learn {key}": lesson.plain for key, lesson in FACTS.learn.items()},
    "reasons": [reason.plain for reason in FACTS.reasons.values()],
}


@pytest.mark.parametrize("place", TOLD)
def test_plain_english_is_at_most_grade_six(place: str):
    """Body text of a patient page, measured."""
    text = " ".join(filled(told.en, FACTS) for told in TOLD[place])
    assert grade(text, FACTS) <= HIGHEST_GRADE, (grade(text, FACTS), text)


def test_the_measure_notices_hard_text():
    """The test above could not fail if the measure were blind."""
    assert (
        grade("Pharmacological augmentation necessitates interdisciplinary consideration.", FACTS)
        > HIGHEST_GRADE
    )


def test_topics_come_in_the_order_in_which_they_are_told():
    """Depression first, a next step last."""
    assert [lesson.learn for lesson in lessons(FACTS)] == [
        "many_kinds", "how_many", "main_classes", "why_not", "how_common", "not_your_fault", "when_they_help",
        "next_step",
    ]  # fmt: skip


def test_counts_are_computed_from_the_drug_files():
    """One more drug changes what is told."""
    found = counts(FACTS)
    listed = [drug for drug in FACTS.drugs.values() if drug.role == "antidepressant"]
    assert found["n_antidepressants"] == len(listed)
    assert found["n_ssri"] == sum(drug.drug_class == "SSRI" for drug in listed)
    typed = [p.en for lesson in FACTS.learn.values() for p in lesson.plain if str(len(listed)) in p.en]
    assert typed == [], "a count is typed where a placeholder should stand"


def test_an_unknown_placeholder_is_an_error():
    """It must not reach a page as braces."""
    with pytest.raises(KeyError):
        filled("{n_wonders} drugs", FACTS)


@pytest.mark.parametrize(
    "item", [*FACTS.reasons.values(), *FACTS.learn.values()], ids=lambda i: type(i).__name__
)
def test_no_text_says_cause_or_failed(item: Reason | Lesson):
    """Possible contributors, and medicines that did not help enough."""
    words = re.findall(
        r"\b(?:caus\w+|fail\w*)\b", item.model_dump_json(exclude={"source", "locator"}).lower()
    )
    assert words == []


def test_every_reason_of_the_review_is_there():
    """FT401 to FT408."""
    assert sorted(FACTS.reasons) == [f"FT40{n}" for n in range(1, 9)]


def test_bands_of_early_improvement_never_say_never():
    """Even without early improvement somebody responds in every row."""
    assert all(later.percent_least > 0 for later in FACTS.early_improvement.values())


def test_the_list_of_what_may_lie_underneath_covers_what_must_be_asked():
    """Each of these is recorded or asked about."""
    covered = {topic for item in FACTS.alongside.values() for topic in item.when.topics}
    assert {
        "bipolar", "mania", "psychosis", "ptsd", "trauma", "anxiety", "adhd", "personality_disorder",
        "substance_use", "alcohol_use", "thyroid", "anaemia", "b12_deficiency", "sleep_apnoea", "chronic_pain",
        "perimenopause", "postpartum", "dementia", "neurological_illness",
    } <= covered  # fmt: skip
    assert any(m.measure == "crp" for item in FACTS.alongside.values() for m in item.when.measures)
    assert all(item.ask for item in FACTS.alongside.values())
