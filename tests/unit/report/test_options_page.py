"""Options in the page and in the terminal: gates first, everything cited, filters without script."""

from __future__ import annotations

import functools
import re
from datetime import date
from pathlib import Path

import pytest
from lxml import html as lxml_html

import fairtrial
from fairtrial.facts import load

EXAMPLES = Path(__file__).parents[3] / "examples"
PEOPLE = ("late-bipolarity", "maoi-next", "perinatal", "undated-memories")


@functools.cache
def review(person):
    return fairtrial.review(fairtrial.read(EXAMPLES / person), as_of=date(2026, 1, 31))


@functools.cache
def page(person):
    return lxml_html.document_fromstring(review(person).to_html())


@pytest.mark.parametrize("person", PEOPLE)
def test_gates_come_before_any_option(person):
    """In the page and in the text."""
    section = page(person).get_element_by_id("options")
    places = [node.get("id") for node in section.iter() if node.get("id")]
    first = next(place for place in places if place.startswith("option-"))
    assert places.index("options-gates-heading") < places.index(first)
    text = review(person).to_text()
    assert (
        0 < text.index("Look at these before any option") < text.index("Optimise the current antidepressant")
    )


@pytest.mark.parametrize("person", PEOPLE)
def test_every_option_is_shown_with_its_gates(person):
    """A card per option, each with the gates that stand before it."""
    data = review(person).to_dict()["options"]
    names = {gate["rule"]: gate["name"] for gate in data["gates"]}
    for item in data["items"]:
        card = page(person).get_element_by_id(f"option-{item['option']}")
        said = card.text_content()
        assert all(names[rule] in said for rule in item["gates"])
        assert item["name"] in said


@pytest.mark.parametrize("person", PEOPLE)
def test_ids_are_unique_and_links_lead_somewhere(person):
    """With all parts of a whole review on one page."""
    tree = page(person)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(tree.xpath("//@href")) <= {f"#{id}" for id in ids}


def test_filters_name_every_kind_and_need_no_script():
    """Each kind has a radio button and a style rule; print shows all."""
    tree = page("maoi-next")
    kinds = {o.kind for o in load().options.values()}
    assert {node.get("id") for node in tree.xpath("//input[@name='kind']")} == {
        "kind-all",
        *(f"kind-{k}" for k in kinds),
    }
    style = tree.xpath("string(//style)")
    assert all(f"#kind-{kind}:checked) .group:not(.group-{kind})" in style for kind in kinds)
    assert not tree.xpath("//script")


def test_results_are_natural_frequencies_with_their_caution():
    """Never a bare percentage of an arm; a caution for each study."""
    card = page("maoi-next").get_element_by_id("option-add_bupropion").text_content()
    assert re.search(r"about \d+ in 100 with add bupropion", card)
    assert card.count("Caution: ") == len(load().options["add_bupropion"].studies)


def test_no_ranking_and_no_personal_chance():
    """Words that would turn a list to weigh into advice."""
    said = page("maoi-next").get_element_by_id("options").text_content().lower()
    assert not re.findall(
        r"\b(best option|recommended for you|your chance|most likely to help|ranked)\b", said
    )
    assert "a list to weigh, not a recommendation" in said


def test_a_silent_record_is_never_called_absent():
    """Nobody recorded seizures: the card asks, and does not say that there were none."""
    card = page("undated-memories").get_element_by_id("option-add_bupropion")
    heads = [head.text_content() for head in card.xpath(".//h5")]
    assert "Not recorded, and would speak against it" in heads
    assert "Epilepsy or seizures" in card.text_content()
