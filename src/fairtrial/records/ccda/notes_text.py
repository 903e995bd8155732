"""Narrative sections and plain-text bodies, through the notes reader."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from datetime import date

import polars as pl

from fairtrial.records import notes
from fairtrial.records.ccda.elements import Element, attribute, child, one_line, plain_text
from fairtrial.records.ccda.reading import Document, Section
from fairtrial.records.ccda.times import day, span
from fairtrial.records.fhir.fields import NO_DAYS, Days
from fairtrial.tables import HISTORY_TABLES, History

_BODY = "nonXMLBody"
_BODY_PLACE = "body"
_READ, _KEPT = "note, read as text", "context only"


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
    own = document.rows.free_place(document.file, name)
    words, read = document.shown(title or "note"), getattr(notes, "history", None)
    document.rows.record(document.person_id, document.file, own, "note", words, _READ if read else _KEPT)
    if read is None:
        told = "the narrative is listed and not read"
        document.rows.problem(document.person_id, None, document.file, own, "text", told, True)
        return History()
    text = f"{title}:\n{body}" if title else body
    written = _one_day(days) or _one_day(document.written_on)
    return _as_part(read(text, f"{document.file}#{own}", written, document.facts), document, own)


def _one_day(days: Days) -> date | None:
    return days[0] if days[0] == days[1] else None


def _as_part(told: History, document: Document, name: str) -> History:
    tables = {}
    for table in HISTORY_TABLES:
        frame = getattr(told, table).with_columns(person_id=pl.lit(document.person_id, pl.String))
        if "file" in frame.columns:
            inside = pl.concat_str(pl.lit(f"{name}/"), pl.col("place").fill_null("text"))
            frame = frame.with_columns(file=pl.lit(document.file), place=inside)
        tables[table] = frame
    shown = [document.shown(words) if words else words for words in tables["records"]["words"].to_list()]
    tables["records"] = tables["records"].with_columns(pl.Series("words", shown, pl.String))
    return History(**tables)
