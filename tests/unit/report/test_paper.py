"""The review on paper: two sheets that say what was found, nothing lost after them, few sheets in all."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from lxml import html as lxml_html

import fairtrial
from fairtrial.report.html import paper_of
from fairtrial.report.view import view_of
from unit.report.reading import plain, squeezed
from unit.report.samples import SAMPLES, hostile

EXAMPLES = Path(__file__).parents[3] / "examples"
PEOPLE = sorted(p.name for p in EXAMPLES.iterdir() if p.is_dir())
FIRST = ("Safety first", "At a glance", "Timeline", "Questions that would change most")
MOST_SHEETS = 18


@cache
def reviewed(person):
    """One invented person."""
    return fairtrial.review(fairtrial.read(EXAMPLES / person), as_of=date(2026, 1, 31))


def sheets(pdf):
    """The words of each sheet."""
    pdfium = pytest.importorskip("pypdfium2")
    return [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf)]


@pytest.mark.parametrize("name", [*SAMPLES, "hostile"])
def test_ids_are_unique_and_links_lead_somewhere(name):
    """Every record that is named can be looked up."""
    tree = lxml_html.document_fromstring(paper_of({**SAMPLES, "hostile": hostile}[name]()))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(tree.xpath("//@href")) <= {f"#{id}" for id in ids}


def test_two_sheets_answer_and_the_rest_is_short():
    """What was found, the timeline and the questions stand on the first two sheets of the demo."""
    pages = sheets(reviewed("demo").to_pdf())
    assert len(pages) <= MOST_SHEETS
    first_two = " ".join(pages[:2])
    assert [heading for heading in FIRST if heading not in first_two] == []
    assert "Each trial" not in first_two


@pytest.mark.parametrize("person", PEOPLE)
def test_each_option_and_everything_to_ask_stands_on_paper(person):
    """An option is a row; what no record tells stands once, with the options it would speak against."""
    data = reviewed(person).to_dict()
    page, options = plain(paper_of(data)), view_of(data).options
    for card in (card for group in options.groups for card in group.cards):
        said = [card.name, card.tried.words, *card.needed, *(item.words for item in card.against)]
        assert [words for words in said if squeezed(words) not in page] == []
    silent = {
        thing
        for item in data["options"]["items"]
        for e in item["against"]
        if e["state"] == "not_recorded"
        for thing in e["not_recorded"]
    }
    assert [thing for thing in silent if squeezed(thing) not in page] == []


@pytest.mark.parametrize("person", PEOPLE)
def test_every_source_that_is_named_is_listed_and_no_other(person):
    """The list of sources is that of the paper, not that of the whole review."""
    tree = lxml_html.document_fromstring(paper_of(reviewed(person).to_dict()))
    listed = tree.xpath("//section[h2='Sources named here']//b/text()")
    before = plain(lxml_html.tostring(tree, encoding="unicode").split("Sources named here")[0])
    assert listed
    assert [source for source in listed if source not in before] == []
