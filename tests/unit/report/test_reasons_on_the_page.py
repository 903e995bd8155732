"""Reasons, pathways and genes on the page, in the terminal and in the picture."""

from pathlib import Path

import pytest
from lxml import etree

import people
from fairtrial.facts import load
from fairtrial.facts.learn import lessons
from fairtrial.records import read
from fairtrial.report import pathways_picture
from fairtrial.report.one import review
from unit.report.reading import plain, squeezed

FACTS = load()
EXAMPLES = Path(__file__).parents[3] / "examples"
NAMES = ("demo", "ultrarapid-escitalopram", "low-dose-three-weeks", "late-bipolarity")
SVG = "{http://www.w3.org/2000/svg}"


def made(name):
    return review(read(EXAMPLES / name), people.AS_OF)


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_stands_on_the_page_and_in_the_terminal(name):
    whole = made(name)
    page, text = plain(whole.to_html()), squeezed(whole.to_text())
    findings = [f for reason in whole.to_dict()["reasons"] for f in reason["findings"]]
    assert len(findings) > 20
    assert [f["sentence"] for f in findings if squeezed(f["sentence"]) not in page] == []
    assert [f["sentence"] for f in findings if squeezed(f["sentence"]) not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_evidence_stands_on_the_page_with_its_source(name):
    whole = made(name)
    data, page = whole.to_dict(), plain(whole.to_html())
    evidence = [
        e
        for reason in data["reasons"]
        for e in [*reason["evidence"], *(e for f in reason["findings"] for e in f["evidence"])]
    ]
    assert [e["sentence"] for e in evidence if squeezed(e["sentence"]) not in page] == []
    assert {s for e in evidence for s in e["sources"]} <= set(data["sources"])


def test_the_picture_has_a_name_a_description_and_a_word_for_every_pathway():
    grid = made("demo").to_dict()["pathway_grid"]
    svg = etree.fromstring(pathways_picture.drawn(grid))
    assert svg.get("role") == "img"
    said = svg.find(f"{SVG}desc").text
    assert svg.find(f"{SVG}title").text
    words = {"fair": "fair trial", "possibly": "possibly fair", "not_fair": "not fair", "not_yet": "not yet"}
    for pathway in grid["pathways"]:
        assert f"{pathway['pathway']}: {words[pathway['state']]}" in said
    marks = [g for g in svg.iter(f"{SVG}g") if g.find(f"{SVG}title") is not None]
    assert len(marks) == sum(len(drug["pathways"]) for drug in grid["drugs"])


def test_the_states_differ_by_pattern_and_not_only_by_colour():
    fills = {
        state: pathways_picture.looks.fill(look, "p")["fill"]
        for state, look in pathways_picture.LOOKS.items()
    }
    assert fills["not_fair"].startswith("url(#")
    assert len(set(fills.values())) == 3


@pytest.mark.parametrize("count", [1, 8, 30])
def test_any_number_of_drugs_stays_within_the_picture(count):
    names = sorted(FACTS.drugs)[:count]
    drugs = [
        {"drug": n, "state": "fair", "trials": ["T1"], "pathways": ["NMDA"], "unverified": []} for n in names
    ]
    grid = {
        "drugs": drugs,
        "pathways": [{"pathway": "NMDA", "group": "glutamate", "meaning": "m", "state": "fair"}],
    }
    svg = etree.fromstring(pathways_picture.drawn(grid))
    width = float(svg.get("viewBox").split()[2])
    assert all(
        float(r.get("x")) + float(r.get("width")) <= width for r in svg.iter(f"{SVG}rect") if r.get("x")
    )


def test_nothing_is_drawn_when_nothing_was_tried():
    assert pathways_picture.drawn({"drugs": [], "pathways": []}) == ""


def test_a_gene_whose_calls_conflict_is_shown_and_left_open():
    page = plain(made("ultrarapid-escitalopram").to_html())
    said = ("unknown: the calls conflict", "Normal metabolizer", "not for prescribing", "CPIC 2023")
    assert [words for words in said if squeezed(words) not in page] == []


def test_the_explainer_stands_folded_on_the_page_topic_by_topic():
    html = made("demo").to_html()
    page = etree.HTML(html)
    topics = page.xpath("//section[@id='learn']/details/@id")
    assert topics == [f"learn-{lesson.learn}" for lesson in lessons(FACTS)]
    assert page.xpath("//section[@id='learn']/details/@open") == []
    linked = {
        href.removeprefix("#")
        for href in page.xpath("//section[@id='reasons']//a/@href")
        if href.startswith("#learn-")
    }
    assert linked
    assert linked <= set(topics)
