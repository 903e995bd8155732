"""What an attachment of a document holds: text for the notes reader, a C-CDA document, or why neither."""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from fairtrial.records.ccda.recognised import looks_like_ccda
from fairtrial.records.days import Days
from fairtrial.records.errors import ReadError
from fairtrial.records.note_file import text_of
from fairtrial.records.pdf import is_pdf, text_of_pdf
from fairtrial.records.rtf import is_rtf

if TYPE_CHECKING:
    from fairtrial.records.ccda import Parsed

MOST_BYTES = 50_000_000
"""A document above this is named and not read (our choice)."""
OTHER_KIND = "holds a document that is not text, HTML, RTF, PDF or C-CDA; it was not read, give it as a file of its own"

FAIR_SECONDS, FAIR_SECONDS_PER_MB = 1, 1
"""What reading a PDF inside a document may take without being counted as slow (our choice)."""
MOST_SLOW_SECONDS = 60
"""Beyond what is fair, the PDFs of one file may take this long together (our choice)."""
_SLOW = "holds a PDF; others of this file took so long that it was not read, give it as a file of its own"

_PLAIN, _MARKED = ("text/plain", ""), ("text/html", "application/xhtml+xml")
_HEAD = 4096


@dataclass(frozen=True)
class Text:
    """Text, and what of the document could not be read ("" when all of it was)."""

    text: str
    left_out: str = ""


@dataclass(frozen=True)
class Clinical:
    """A C-CDA document, parsed and as it was."""

    parsed: Parsed
    data: bytes


class Contents:
    """The attachments of one file: what is held more than once is read once, and slow PDFs only up to a limit."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, bytes], Text | Clinical | ReadError] = {}
        self._slow_seconds = 0.0

    def of(self, kind: str, data: bytes) -> Text | Clinical:
        """As :func:`content_of`."""
        key = kind, sha256(data).digest()
        if key not in self._read:
            self._read[key] = self._timed(kind, data)
        found = self._read[key]
        if isinstance(found, ReadError):
            raise found
        return found

    def _timed(self, kind: str, data: bytes) -> Text | Clinical | ReadError:
        slow = is_pdf(data)
        if slow and self._slow_seconds > MOST_SLOW_SECONDS:
            return ReadError("attachment", _SLOW, "")
        begun = time.monotonic()
        try:
            return content_of(kind, data)
        except ReadError as error:
            return error
        finally:
            fair = FAIR_SECONDS + FAIR_SECONDS_PER_MB * len(data) / 1e6
            self._slow_seconds += max(0.0, time.monotonic() - begun - fair) if slow else 0.0


def content_of(kind: str, data: bytes) -> Text | Clinical:
    """Text, or a C-CDA document. ``kind`` is the content type as written. Raises ReadError when it is neither.

    >>> content_of("text/plain; charset=utf-8", b"On Zoloft.").text
    'On Zoloft.'
    """
    kind = kind.lower().partition(";")[0].strip()
    if len(data) > MOST_BYTES:
        raise ReadError("attachment", "holds a document that is too large to be read inside another", "")
    if is_pdf(data):
        found = text_of_pdf("attachment", data)
        return Text(found.text, found.left_out)
    if looks_like_ccda(data[:_HEAD]):
        from fairtrial.records.ccda import parse  # few files hold one

        return Clinical(parse(data, "attachment"), data)
    if kind in _MARKED:
        from fairtrial.records.html_text import text_of_html  # few files hold a page

        return Text(text_of_html(data))
    if is_rtf(data):
        return Text(text_of("attachment", data))
    if kind not in _PLAIN or b"\0" in data:
        raise ReadError("attachment", OTHER_KIND, "")
    return Text(text_of("attachment", data))


def is_of_another(held: Clinical, born: Days) -> bool:
    """Whether a C-CDA document names a birth date that cannot be the one given."""
    from fairtrial.records.ccda.people import born_on

    named = [days for each in held.parsed.documents if (days := born_on(each, []))[0] and days[1]]
    first, last = born
    return first is not None and last is not None and any(a > last or b < first for a, b in named if a and b)
