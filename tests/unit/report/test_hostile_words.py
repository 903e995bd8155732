"""Words of records are words: they never become markup, terminal commands or template code."""

from __future__ import annotations

from lxml import html as lxml_html

from fairtrial.report.html import html_of, paper_of
from fairtrial.report.quantities import shown
from fairtrial.report.text import text_of
from unit.report.reading import plain, squeezed
from unit.report.samples import hostile


def test_no_element_comes_from_a_record():
    """No script, image or foreign attribute on the page, and the words still stand there."""
    for page in (html_of(hostile()), paper_of(hostile())):
        tree = lxml_html.document_fromstring(page)
        assert tree.xpath("//script | //img | //*[@onerror] | //*[@onload]") == []
        assert squeezed('<script>alert("x")</script>') in plain(page)


def test_template_code_in_a_record_is_not_run():
    """Braces stay braces."""
    assert "{{ 7 * 7 }}" in html_of(hostile())


def test_control_and_direction_characters_are_made_visible():
    """An escape sequence or a change of direction becomes a mark; Arabic letters stay."""
    for said in (html_of(hostile()), paper_of(hostile()), text_of(hostile())):
        assert "\x1b" not in said
        assert "\x00" not in said
        assert "\u202e" not in said
        assert "\N{REPLACEMENT CHARACTER}" in said
        assert "مرحبا" in said


def test_words_of_ten_kilobytes_are_shown_whole():
    """A long note is wrapped and not cut."""
    words = squeezed(shown(hostile()["records"]["r1"]["words"]))
    assert len(words) > 8_000
    assert words in plain(html_of(hostile()))
    assert words in squeezed(text_of(hostile()))


def test_text_lines_fit_the_width():
    """No line of the terminal view is wider than 100 columns."""
    assert max(len(line) for line in text_of(hostile()).splitlines()) <= 100
