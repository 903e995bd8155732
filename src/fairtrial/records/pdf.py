"""PDF documents with a text layer: their text goes to the notes reader; a scanned one is named as such."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairtrial.facts import Facts
from fairtrial.records.errors import ReadError
from fairtrial.records.note_file import day_of_note
from fairtrial.records.rows import Rows
from fairtrial.tables import History, together

PDF_START = b"%PDF-"
MOST_PAGES = 2_000
MOST_CHARACTERS = 20_000_000
"""Longer documents are refused (our choice)."""
FEWEST_LETTERS = 10
"""A page with fewer letters and digits holds no text layer: a picture with a page number (our choice)."""

MEMORY_BYTES = 2 * 1024**3
SECONDS, SECONDS_PER_MB = 20, 10
"""What reading a document may take (our choice)."""

_START_WITHIN = 1024
_REFUSED = {
    "locked": ("it is locked with a password", "Save it without a password."),
    "damaged": ("the PDF document is damaged", "Save or print it as PDF again."),
    "pages": ("it has too many pages to be read at once", "Give the pages that matter."),
    "characters": ("it holds more text than is read at once", "Give the pages that matter."),
}
_SCANNED = "its pages are pictures without a text layer (scanned)"


@dataclass(frozen=True)
class PdfText:
    """The text of all pages, a blank line between pages, and how many of how many pages hold none."""

    text: str
    pages: int
    without_text: int

    @property
    def left_out(self) -> str:
        """What of it could not be read; "" when all of it was."""
        told = f"{self.without_text} of {self.pages} pages are pictures without text and were not read"
        return told if self.without_text else ""


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
    """The text of each page, read by a process with limits of its own."""
    found = _answer(name, data)
    if "pages" in found:
        pages: list[str] = found["pages"]
        return pages
    what, do = _REFUSED[found["refused"]]
    raise ReadError(name, what, do)


def _answer(name: str, data: bytes) -> dict[str, Any]:
    seconds = SECONDS + SECONDS_PER_MB * (len(data) >> 20)
    limits = (MEMORY_BYTES, seconds, MOST_PAGES, MOST_CHARACTERS)
    command = [sys.executable, "-P", str(Path(__file__).with_name("pdf_pages.py")), *map(str, limits)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=2 * seconds, check=True)
        answer: dict[str, Any] = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        what = "reading it takes far more memory or time than it should"
        raise ReadError(name, what, "Save or print it as PDF again.") from None
    return answer


def read_pdf(name: str, data: bytes, facts: Facts) -> History:
    """The history that a PDF's text tells, through the notes reader; places are characters of that text.

    Raises ReadError when there is no text to read.
    """
    from fairtrial.records.notes import history

    found = text_of_pdf(name, data)
    rows = Rows()
    if found.left_out:
        rows.problem(None, None, name, "pages", None, found.left_out, True)
    return together([history(found.text, name, day_of_note(name, found.text), facts), rows.history()])
