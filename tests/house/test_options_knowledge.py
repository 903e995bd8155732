"""Options as data: every kind is there, none is ranked, and each says what is not known."""

from __future__ import annotations

import pytest

from fairtrial.facts import load

FACTS = load()
AUGMENTERS = (
    "aripiprazole", "brexpiprazole", "quetiapine", "cariprazine", "lumateperone", "olanzapine-fluoxetine",
    "lithium", "liothyronine", "bupropion", "mirtazapine", "buspirone", "lamotrigine",
)  # fmt: skip


def test_every_kind_of_option_is_there():
    """The list of the review: from the current drug to what is only under study."""
    kinds = {option.kind for option in FACTS.options.values()}
    assert kinds == {
        "optimise", "switch", "combine", "augment", "psychotherapy", "clinic", "device", "under_study",
    }  # fmt: skip


@pytest.mark.parametrize("drug", AUGMENTERS)
def test_each_augmentation_has_an_option(drug: str):
    """One file for each drug that may be added."""
    assert [o for o in FACTS.options.values() if o.kind == "augment" and o.drugs and drug in o.drugs.drugs]


def test_a_switch_may_go_to_every_us_antidepressant():
    """Nothing that counts as an antidepressant is out of reach of the two switch options."""
    switches = [o for o in FACTS.options.values() if o.kind == "switch"]
    for drug in FACTS.drugs.values():
        if drug.role == "antidepressant":
            assert all(o.drugs is not None and o.drugs.match(drug) for o in switches)


@pytest.mark.parametrize(
    ("option", "topic"),
    [
        ("esketamine_alone", "aneurysm"),
        ("esketamine_with_antidepressant", "avm"),
        ("esketamine_alone", "intracerebral_haemorrhage"),
        ("rtms", "seizure"),
        ("add_bupropion", "eating_disorder"),
        ("switch_other_class", "seizure"),
        ("combine", "seizure"),
        ("psilocybin", "psychosis"),
    ],
)
def test_a_contraindication_is_marked_as_one(option: str, topic: str):
    """These must stop an option, not merely be mentioned."""
    found = [a for a in FACTS.all_against(FACTS.options[option]) if topic in a.when.topics]
    assert any(a.weight == "contraindicated" for a in found)


def test_bipolarity_and_pregnancy_are_asked_before_every_added_or_new_antidepressant():
    """Gates come before options."""
    for option in FACTS.options.values():
        if option.kind in ("switch", "combine"):
            topics = {topic for a in option.against for topic in a.when.topics}
            assert {"bipolar", "mania", "pregnancy"} <= topics, option.option


def test_every_number_of_a_study_stands_beside_its_caution():
    """A figure without its caution misleads."""
    assert all(study.caution.value for study in FACTS.studies.values())


def test_no_option_carries_a_rank_or_a_score():
    """Grouped and filterable, never ranked."""
    fields = set(type(FACTS.options["rtms"]).model_fields)
    assert not fields & {"rank", "score", "order", "priority", "weight"}


def test_psilocybin_is_only_under_study():
    """It is not approved and never shown as a choice."""
    option = FACTS.options["psilocybin"]
    assert (option.kind, {s.value for s in option.status}) == ("under_study", {"investigational"})


def test_plain_names_are_in_both_languages():
    """A missing translation would reach a patient page as a hole."""
    assert all(o.plain.en and o.plain.es and o.plain.en != o.plain.es for o in FACTS.options.values())


def test_stard_shows_both_readings():
    """The product without drop-out, and the 2023 reanalysis with the reply to it."""
    last = FACTS.expectation.steps[-1]
    assert last.cumulative_if_nobody_left_percent.value == pytest.approx(67.1)
    assert last.reanalysis_cumulative_percent is not None
    assert last.reanalysis_cumulative_percent.value == 35
    assert FACTS.expectation.dispute.value
    assert FACTS.expectation.reply.value
