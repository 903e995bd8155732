"""The page: one file, no network, no script, a structure that can be heard and walked by keyboard."""

from __future__ import annotations

import re
import time

import pytest
from lxml import html as lxml_html

from fairtrial.report.html import html_of
from unit.report.samples import SAMPLES, hostile, long, rich

PAGES = {**SAMPLES, "hostile": hostile}


@pytest.fixture(params=PAGES)
def page(request):
    """The page of one sample."""
    return html_of(PAGES[request.param]())


def test_nothing_is_fetched(page):
    """No address of another place; the SVG namespace is a name and is not fetched."""
    without = page.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(
        r"https?://|//[a-z]+\.|@import|url\((?!#)|\bsrcset=|<link|<iframe|<object|<embed", without
    )
    assert not re.search(r"<(img|script|video|audio|source)\b", without)


def test_ids_are_unique_and_links_lead_somewhere(page):
    """Every reference can be opened."""
    tree = lxml_html.document_fromstring(page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(tree.xpath("//@href")) <= {f"#{id}" for id in ids}


def test_headings_do_not_skip_a_level(page):
    """One h1; each heading is at most one level deeper than the one before."""
    tree = lxml_html.document_fromstring(page)
    levels = [int(node.tag[1]) for node in tree.xpath("//main//*[self::h2 or self::h3 or self::h4]")]
    assert len(tree.xpath("//h1")) == 1
    assert all(after <= before + 1 for before, after in zip([1, *levels], levels, strict=False))


def test_landmarks_skip_link_and_language(page):
    """Banner, navigation, main and footer, reachable by a skip link."""
    tree = lxml_html.document_fromstring(page)
    assert tree.get("lang") == "en"
    assert tree.xpath("//body/a[1]/@href") == ["#main"]
    for landmark in ("header", "nav", "main", "footer"):
        assert len(tree.xpath(f"//body/{landmark}")) == 1


def test_tables_have_captions_and_scopes(page):
    """Each table says what it is; each header says what it heads."""
    tree = lxml_html.document_fromstring(page)
    for table in tree.xpath("//table"):
        assert table.xpath("./caption")[0].text_content().strip()
    assert all(node.get("scope") in {"row", "col"} for node in tree.xpath("//th"))


def test_verdicts_have_words_and_symbols():
    """Yes, no and unknown differ without colour."""
    page = html_of(rich())
    tree = lxml_html.document_fromstring(page)
    said = {node.text_content().strip() for node in tree.xpath("//*[contains(@class, 'answer')]")}
    assert said == {"● yes", "○ no", "? unknown"}


def _luminance(colour):
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ink", ["#1f2933", "#4a5560", "#1d4f73", "#8f1d1d", "#5f1313", "#3d4650"])
@pytest.mark.parametrize("ground", ["#ffffff", "#f7f6f3", "#fdf4f3", "#dfe6ee"])
def test_contrast_is_at_least_aa(ink, ground):
    """Every ink of the page on every ground: 4.5 to 1 or better (WCAG 2.2 AA)."""
    light, dark = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_every_ink_of_the_page_is_tested_for_contrast():
    """A new text colour must be added to the test above."""
    page = html_of(rich())
    texts = set(re.findall(r"<text[^>]*fill=\"(#[0-9a-f]{6})\"", page))
    assert texts <= {"#1f2933", "#4a5560", "#3d4650"}
    inks = set(re.findall(r"[^-]color: (#[0-9a-f]{3,6})", page)) - {"#fff", "#000"}
    assert inks <= {"#1d4f73", "#5f1313"}


def test_a_long_history_renders_quickly():
    """Measured: 0.1 s of the processor; ten times that would be another way of working."""
    data = long()
    start = time.process_time()
    html_of(data)
    assert time.process_time() - start <= 1
