"""PDF documents with a text layer: their text goes to the notes reader; a scanned one is named as such."""

from __future__ import annotations

from dataclasses import dataclass

from fairtrial.facts import Facts
from fairtrial.records.errors import ReadError
from fairtrial.records.rows import Rows
from fairtrial.tables import History, joined

PDF_START = b"%PDF-"
MOST_PAGES = 2_000
MOST_CHARACTERS = 20_000_000
"""Longer documents are refused (our choice)."""
FEWEST_LETTERS = 10
"""A page with fewer letters and digits holds no text layer: a picture with a page number (our choice)."""

_START_WITHIN = 1024
_HYPHEN_AT_LINE_END = "\ufffe"
_SCANNED = "its pages are pictures without a text layer (scanned)"


@dataclass(frozen=True)
class PdfText:
    """The text of all pages, a blank line between pages, and how many of how many pages hold none."""

    text: str
    pages: int
    without_text: int


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF document; its mark may stand a little after the start.

    >>> is_pdf(b"%PDF-1.7"), is_pdf(b"note")
    (True, False)
    """
    return PDF_START in data[:_START_WITHIN]


def text_of_pdf(name: str, data: bytes) -> PdfText:
    """The text layer of a PDF. Raises ReadError when it is scanned, locked, damaged or too long."""
    pages = _pages(name, data)
    without = sum(1 for page in pages if not _holds_text(page))
    if without == len(pages):
        raise ReadError(name, _SCANNED, "Make it searchable (OCR), or type what it says into a text file.")
    return PdfText("\n\n".join(pages), len(pages), without)


def _holds_text(page: str) -> bool:
    return sum(letter.isalnum() for letter in page) >= FEWEST_LETTERS


def _pages(name: str, data: bytes) -> list[str]:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        with pypdfium2.PdfDocument(data) as document:
            return _page_texts(name, document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(name, "it is locked with a password", "Save it without a password.") from None
        raise ReadError(name, "the PDF document is damaged", "Save or print it as PDF again.") from None


def _page_texts(name: str, document: object) -> list[str]:
    count = len(document)  # type: ignore[arg-type]
    if count > MOST_PAGES:
        raise ReadError(name, f"it has more than {MOST_PAGES} pages", "Give the pages that matter.")
    texts: list[str] = []
    for number in range(count):
        texts.append(_page_text(document[number]))  # type: ignore[index]
        if sum(map(len, texts)) > MOST_CHARACTERS:
            raise ReadError(name, "it holds more text than is read at once", "Give the pages that matter.")
    return texts


def _page_text(page: object) -> str:
    """One page; its objects are closed at once, so that memory stays small."""
    textpage = page.get_textpage()  # type: ignore[attr-defined]
    text: str = textpage.get_text_range()
    textpage.close()
    page.close()  # type: ignore[attr-defined]
    return text.replace("\r\n", "\n").replace("\r", "\n").replace(_HYPHEN_AT_LINE_END, "-").replace("\0", "")


def read_pdf(name: str, data: bytes, facts: Facts) -> History:
    """The history that a PDF's text tells, through the notes reader; places are characters of that text.

    Raises ReadError when there is no text to read.
    """
    from fairtrial.records.notes import history

    found = text_of_pdf(name, data)
    rows = Rows()
    if found.without_text:
        told = f"{found.without_text} of {found.pages} pages are pictures without text and were not read"
        rows.problem(None, None, name, "pages", None, told, True)
    return joined([history(found.text, name, None, facts), rows.history()])
