"""DocumentReference and DiagnosticReport: a note whose text lies in the file, for the notes reader."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from fairtrial.records.errors import ReadError
from fairtrial.records.fhir.days_of import day_of
from fairtrial.records.fhir.fields import NO_DAYS, Days, Fields
from fairtrial.records.fhir.reading import CONTEXT_ONLY, IN_ERROR, Reading
from fairtrial.records.fhir.wording import context_words
from fairtrial.records.note_file import text_of
from fairtrial.records.note_inside import READ

_PLAIN, _MARKED = ("text/plain", ""), ("text/html", "application/xhtml+xml")
_ELSEWHERE = "context only: the document itself is not in the file"
_OTHER_KIND = "holds a document that is not plain text or HTML; it was not read, give it as a file of its own"


def read_document(reading: Reading) -> None:
    """Keep the text of a document for the notes reader; one of another kind is named, one elsewhere is context."""
    fields = reading.fields
    reading.words = fields.text("description") or context_words(fields)
    if fields.word("docStatus") == "entered-in-error":
        reading.became = IN_ERROR
    if reading.became == IN_ERROR or reading.left_out_by_status("superseded"):
        return
    attachments = list(_attachments(fields))
    held = [(each, data) for each in attachments if (data := _data(each, reading))]
    reading.texts = [text for each, data in held if (text := _text(each, data)).strip()]
    reading.written = _written(fields)
    if reading.texts:
        reading.became = READ
    elif held:
        reading.not_understood("content", _OTHER_KIND)
    else:
        reading.became = _ELSEWHERE if attachments else CONTEXT_ONLY


def _attachments(fields: Fields) -> Iterator[Fields]:
    yield from fields.parts("presentedForm")
    for content in fields.parts("content"):
        yield content.part("attachment")


def _data(attachment: Fields, reading: Reading) -> bytes:
    """The bytes of an attachment, inside it or in a Binary of the same file; none when they are elsewhere."""
    held = attachment.text("data")
    if not held and attachment.has("url"):
        binary = reading.references.target(attachment.text("url"), reading.fields.data)
        held = Fields(binary).text("data") if binary else ""
    try:
        return base64.b64decode(held, validate=False)
    except (binascii.Error, ValueError):
        return b""


def _text(attachment: Fields, data: bytes) -> str:
    """The text of a plain or marked-up attachment; nothing for any other kind."""
    kind = attachment.text("contentType").lower().partition(";")[0].strip()
    if kind in _MARKED:
        from fairtrial.records.html_text import text_of_html  # few files hold a page

        return text_of_html(data)
    if kind not in _PLAIN or b"\0" in data:
        return ""
    try:
        return text_of("attachment", data)
    except ReadError:
        return ""


def _written(fields: Fields) -> Days:
    """The day of the visit, or else the day on which the document was written."""
    visit = fields.part("context") if isinstance(fields.raw("context"), dict) else fields  # R5 has it outside
    told = (visit.period("period")[0] if visit.has("period") else NO_DAYS, day_of(fields, "effective"))
    days = (*told, fields.days("date"), fields.days("issued"))
    return next((day for day in days if day != NO_DAYS), NO_DAYS)
