"""PDF documents: their text, and why a PDF is not read."""

import zlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairtrial.facts import load
from fairtrial.records import pdf
from fairtrial.records.errors import ReadError
from fairtrial.records.pdf import is_pdf, read_pdf, text_of_pdf
from fairtrial.tables import History

LINES = ["Tried sertraline 100 mg in 2019, it did not help.", "PHQ-9 total 18."]


def bomb(content):
    """A page of which the content unpacks to far more."""
    return document(LINES, compress=True, content=content)


def document(*pages, trailer=b"", compress=False, content=None):
    """A PDF with one page for each list of lines; an empty list is a page with a picture only."""
    font = 3 + 2 * len(pages)
    kids = b" ".join(b"%d 0 R" % (3 + 2 * n) for n in range(len(pages)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids)]
    for n, lines in enumerate(pages):
        shown = b"".join(b"(%s) Tj 0 -16 Td " % line.encode("latin-1") for line in lines)
        drawn = content or b"BT /F 12 Tf 50 700 Td " + shown + b"ET" if lines else b"0 0 200 200 re f"
        packed = zlib.compress(drawn) if compress else drawn
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font<</F %d 0 R>>>>>>" % (4 + 2 * n, font)
        )
        how = b"/Filter/FlateDecode" if compress else b""
        objects.append(b"<</Length %d%s>>stream\n%s\nendstream" % (len(packed), how, packed))
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    return _assembled(objects, trailer)


def _assembled(objects, trailer):
    data, places = b"%PDF-1.4\n", []
    for n, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (n, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    end = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, trailer, len(data))
    return data + head + table + end


_LOCK = b"/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(a)]" % (b"x" * 32, b"y" * 32)


@pytest.mark.parametrize("compress", [False, True])
def test_the_text_of_all_pages_in_order(compress):
    found = text_of_pdf("a.pdf", document(LINES, ["Second page of the letter."], compress=compress))
    assert found.text.split("\n\n") == ["\n".join(LINES), "Second page of the letter."]
    assert (found.pages, found.without_text) == (2, 0)


REFUSED = {
    "scanned": (document([], []), "scanned.*OCR"),
    "scanned, with page numbers": (document(["1"], ["2"]), "scanned"),
    "locked": (document(LINES, trailer=_LOCK), "locked with a password"),
    "cut": (document(LINES)[:60], "damaged"),
    "in name only": (b"%PDF-1.4\nnot really", "damaged"),
}


@pytest.mark.parametrize(("data", "why"), REFUSED.values(), ids=REFUSED)
def test_a_pdf_without_text_to_read_is_refused_with_the_reason(data, why):
    with pytest.raises(ReadError, match=why):
        text_of_pdf("a.pdf", data)


@pytest.mark.parametrize("content", [b"BT /F 12 Tf " + b"(aaaa) Tj " * 10_000_000, b"q " * 50_000_000])
def test_a_pdf_that_unpacks_without_bound_is_refused_and_harms_nobody(content, monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 3)
    monkeypatch.setattr(pdf, "MEMORY_BYTES", 500_000_000)
    with pytest.raises(ReadError, match=r"far more memory or time|damaged|more text"):
        text_of_pdf("a.pdf", bomb(content))


def test_limits_of_pages_and_letters(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    assert text_of_pdf("a.pdf", document(LINES, LINES)).pages == 2
    with pytest.raises(ReadError, match="too many pages"):
        text_of_pdf("a.pdf", document(LINES, LINES, LINES))
    monkeypatch.setattr(pdf, "MOST_CHARACTERS", 100)
    with pytest.raises(ReadError, match="more text than is read"):
        text_of_pdf("a.pdf", document(LINES, LINES))


def test_pages_without_text_beside_others_are_told(monkeypatch):
    seen = []
    monkeypatch.setattr(
        "fairtrial.records.notes.history", lambda *given: seen.append(given) or History(), raising=False
    )
    history = read_pdf("a.pdf", document(LINES, []), load())
    assert seen[0][0].startswith(LINES[0])
    assert seen[0][1] == "a.pdf"
    assert history.problems["problem"].to_list() == [
        "1 of 2 pages are pictures without text and were not read"
    ]
    assert history.problems["left_out"].to_list() == [True]


def test_the_mark_may_stand_a_little_after_the_start():
    assert is_pdf(b"\xef\xbb\xbf" + document(LINES))
    assert not is_pdf(b"x" * 2000 + b"%PDF-1.4")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 255)), min_size=1, max_size=8), st.booleans())
def test_changed_bytes_are_read_or_refused(cuts, compress):
    data = bytearray(document(LINES, LINES, compress=compress))
    for place, byte in cuts:
        data[place % len(data)] = byte
    try:
        found = text_of_pdf("a.pdf", bytes(data))
    except ReadError:
        return
    assert found.pages >= 1


def test_the_day_of_the_note_is_read_from_its_words():
    page = ["Progress note", "Date of service: 05/03/2024", "Stopped Zoloft 2 weeks ago."]
    assert read_pdf("a.pdf", document(page), load()).uses["asserted_on"].to_list() == [date(2024, 5, 3)]
