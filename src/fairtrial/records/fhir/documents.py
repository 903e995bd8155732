"""DocumentReference and DiagnosticReport: a note whose text lies in the file, for the notes reader."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from fairtrial.records.days import NO_DAYS, Days
from fairtrial.records.errors import ReadError
from fairtrial.records.fhir.attachments import OTHER_KIND, Clinical, is_of_another
from fairtrial.records.fhir.days_of import day_of
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.reading import Reading
from fairtrial.records.fhir.wording import context_words
from fairtrial.records.note_inside import READ
from fairtrial.records.noting import CONTEXT_ONLY, IN_ERROR, NOT_UNDERSTOOD

_ELSEWHERE = "context only: the document itself is not in the file"
_ANOTHER = "holds a C-CDA document that names another birth date than the patient's; it was left out"
_NO_BASE64 = "holds a document whose content is not the base64 text that FHIR asks for; it was not read"
READ_CCDA = "document, read as C-CDA"


def read_document(reading: Reading) -> None:
    """Keep what a document holds for its reader; one of another kind is named, one elsewhere is context."""
    fields = reading.fields
    reading.words = fields.text("description") or context_words(fields)
    if fields.word("docStatus") == "entered-in-error":
        reading.became = IN_ERROR
    if reading.became == IN_ERROR or reading.left_out_by_status("superseded"):
        return
    attachments = list(_attachments(fields))
    held = [(each, coded) for each in attachments if (coded := _coded(each, reading))]
    for each, coded in held:
        _take(each.text("contentType"), coded, reading)
    reading.written = _written(fields)
    if reading.texts or reading.documents:
        reading.became = READ_CCDA if reading.documents else READ
    elif held:
        reading.became = NOT_UNDERSTOOD
    else:
        reading.became = _ELSEWHERE if attachments else CONTEXT_ONLY


def _take(kind: str, coded: str, reading: Reading) -> None:
    """Keep what an attachment holds, or name what it cannot be read for."""
    try:
        found = reading.contents.of(kind, _decoded(coded))
    except ReadError as error:
        reading.problem("content", error.what, left_out=True)
        return
    if isinstance(found, Clinical) and is_of_another(found, _born(reading)):
        reading.problem("content", _ANOTHER, left_out=True)
    elif isinstance(found, Clinical):
        reading.documents.append(found)
    elif found.text.strip():
        reading.texts.append(found.text)
        if found.left_out:
            reading.problem("content", found.left_out, left_out=True)
    else:
        reading.problem("content", OTHER_KIND, left_out=True)


def _born(reading: Reading) -> Days:
    """The birth date of the patient whose record it is, where the patient is in the file."""
    subject = reading.fields.part("subject").text("reference")
    patient = reading.references.target(subject, reading.fields.data) if subject else None
    return Fields(patient).days("birthDate") if patient else NO_DAYS


def _attachments(fields: Fields) -> Iterator[Fields]:
    yield from fields.parts("presentedForm")
    for content in fields.parts("content"):
        yield content.part("attachment")


def _coded(attachment: Fields, reading: Reading) -> str:
    """The content of an attachment, inside it or in a Binary of the same file; none when it is elsewhere."""
    held = attachment.text("data")
    if held or not attachment.has("url"):
        return held
    binary = reading.references.target(attachment.text("url"), reading.fields.data)
    return Fields(binary).text("data") if binary else ""


def _decoded(coded: str) -> bytes:
    try:
        return base64.b64decode("".join(coded.split()), validate=True)
    except ValueError:
        raise ReadError("attachment", _NO_BASE64, "") from None


def _written(fields: Fields) -> Days:
    """The day of the visit, or else the day on which the document was written."""
    visit = fields.part("context") if isinstance(fields.raw("context"), dict) else fields  # R5 has it outside
    told = (visit.period("period")[0] if visit.has("period") else NO_DAYS, day_of(fields, "effective"))
    days = (*told, fields.days("date"), fields.days("issued"))
    return next((day for day in days if day != NO_DAYS), NO_DAYS)
