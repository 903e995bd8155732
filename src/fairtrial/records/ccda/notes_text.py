"""Narrative sections and plain-text bodies, through the notes reader."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from fairtrial.records.ccda.elements import Element, attribute, child, one_line, plain_text
from fairtrial.records.ccda.reading import Document, Section
from fairtrial.records.ccda.times import day, span
from fairtrial.records.days import NO_DAYS, Days, one_day
from fairtrial.records.note_inside import READ, note_inside
from fairtrial.tables import History

_BODY = "nonXMLBody"
_BODY_PLACE = "body"


def read_notes_section(document: Document, section: Section) -> Iterator[History]:
    """What the narrative of a section tells, note by note where they are of different days."""
    title = one_line(section.element.find("title"))
    acts = list(section.element.iterfind("entry/act"))
    dated = [(act, _written(act)) for act in acts]
    if len({days for _, days in dated}) > 1:
        for number, (act, days) in enumerate(dated, start=1):
            text = plain_text(document.narrative.target(act.find("text"))) or plain_text(act.find("text"))
            yield _told(document, f"{section.name}/note[{number}]", title, text, days)
    else:
        days = dated[0][1] if dated else NO_DAYS
        yield _told(document, f"{section.name}/note", title, plain_text(section.element.find("text")), days)


def read_body_text(document: Document, root: Element) -> Iterator[History]:
    """A body that is plain text; any other file inside the document is named and not read."""
    for text in root.iterfind(f"component/{_BODY}/text"):
        kind = attribute(text, "mediaType").lower()
        if kind in ("", "text/plain") and (words := _body(text)):
            yield _told(document, _BODY_PLACE, "", words, NO_DAYS)
        else:
            problem = "the body is another file inside the document, which is not read"
            document.rows.problem(document.person_id, None, document.file, _BODY_PLACE, "text", problem, True)


def _body(text: Element) -> str:
    if attribute(text, "representation").upper() != "B64":
        return plain_text(text)
    try:
        return base64.b64decode("".join(map(str, text.itertext())), validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _written(act: Element) -> Days:
    found = span(act.find("effectiveTime"), []).start
    return found if found != NO_DAYS else day(child(act, "author", "time"), [])


def _told(document: Document, name: str, title: str, body: str, days: Days) -> History:
    """The note's history under this person, with places inside the document; the note itself is a record."""
    if not body:
        return History()
    place = document.rows.free_place(document.file, name)
    words = document.shown(title or "note")
    document.rows.record(document.person_id, document.file, place, "note", words, READ)
    return note_inside(
        f"{title}:\n{body}" if title else body, document.file, place, document.person_id,
        one_day(days) or one_day(document.written_on), document.facts, document.shown,
    )  # fmt: skip
