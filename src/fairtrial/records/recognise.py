"""What a file is, told from its content and not from its ending."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from fairtrial.facts import Facts
from fairtrial.records import pharmacy
from fairtrial.records.archive import is_workbook
from fairtrial.records.ccda import looks_like_ccda
from fairtrial.records.csv import table_named, table_with_header
from fairtrial.records.errors import ReadError
from fairtrial.records.form import looks_like_answers
from fairtrial.records.pdf import is_pdf
from fairtrial.records.pharmcat import looks_like_pharmcat
from fairtrial.records.rtf import is_rtf

_HEAD_BYTES = 65536

_DO = (
    "Give FHIR R4 as JSON or ndjson, C-CDA documents, or CSV tables as `fairtrial template DIR` writes them."
)
_SIGNATURES = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "an archive inside an archive, or an office document (docx)",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old office document (xls, doc)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format 3": "a database",
    b"MSH|": "an HL7 version 2 message",
}
_NOTE_ENDINGS = (".txt", ".text", ".md")
"""Plain words have no mark of their own: what is no table and ends like this is read as a note."""
_XML_KINDS = {
    rb"xmlns\s*=\s*[\"']http://hl7\.org/fhir[\"']": "FHIR as XML",
    rb"<(?:!DOCTYPE\s+)?html\b": "a web page",
}


@dataclass(frozen=True)
class Recognised:
    """FHIR JSON, a PharmCAT report, C-CDA, a PDF, a table of fills, one of the CSV tables, answers, or a note."""

    kind: Literal["fhir", "pharmcat", "ccda", "pdf", "pharmacy", "csv", "answers", "note"]
    table: str = ""


def recognise(name: str, data: bytes, facts: Facts, mapped: bool = False) -> Recognised:
    """Say what a file is. Raises ReadError that names the kind when it is one we do not read.

    ``mapped`` says that there is a mapping of columns, so that a table with any names may be one of fills.
    """
    head = data[:_HEAD_BYTES]
    if not head.strip():
        raise ReadError(name, "it is empty", _DO)
    if looks_like_ccda(head):
        return Recognised("ccda")
    if is_pdf(head):
        return Recognised("pdf")
    if is_rtf(head):
        return Recognised("note")
    if head.startswith(pharmacy.PARQUET_START) or is_workbook(data) or _utf16_fills(head, facts, mapped):
        return Recognised("pharmacy")
    _refuse_other_kinds(name, head)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[")):
        if looks_like_answers(head):
            return Recognised("answers")
        return Recognised("pharmcat" if looks_like_pharmcat(head) else "fhir")
    return _table(name, head, facts, mapped)


def _refuse_other_kinds(name: str, head: bytes) -> None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for signature, kind in _SIGNATURES.items():
        if start.startswith(signature):
            raise ReadError(name, f"it is {kind}, which is not read", _DO)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReadError(name, "it is saved as UTF-16", "Save it as UTF-8.")
    if b"\0" in head:
        raise ReadError(name, "it holds binary data, which is not read", _DO)
    if start.startswith(b"<"):
        raise ReadError(name, f"it is {_xml_kind(head)}, which is not read", _DO)


def _xml_kind(head: bytes) -> str:
    kinds = (kind for pattern, kind in _XML_KINDS.items() if re.search(pattern, head, re.IGNORECASE))
    return next(kinds, "an XML document")


def _table(name: str, head: bytes, facts: Facts, mapped: bool) -> Recognised:
    named = table_named(PurePath(name).stem)
    if named is None and pharmacy.looks_like_fills(head, facts):
        return Recognised("pharmacy")
    table = named or table_with_header(head.decode("utf-8-sig", "replace"))
    if table is not None:
        return Recognised("csv", table)
    note = PurePath(name).suffix.lower() in _NOTE_ENDINGS
    if mapped and not (note and _is_prose(head)):
        return Recognised("pharmacy")
    if note:
        return Recognised("note")
    do = f"{_DO} For a table of fills from a pharmacy or payer run `fairtrial map FILE`."
    raise ReadError(name, "its first row does not name the columns of a table we know", do)


def _is_prose(head: bytes) -> bool:
    """Whether no mark cuts the first two lines into the same number of cells: a mapping is not meant for these."""
    lines = [line for line in head.splitlines() if line.strip()][:2]
    counts = [{line.count(mark) for line in lines} for mark in (b",", b";", b"\t", b"|")]
    return not any(len(count) == 1 and count != {0} for count in counts)


def _utf16_fills(head: bytes, facts: Facts, mapped: bool) -> bool:
    return head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and (
        mapped or pharmacy.looks_like_fills(head, facts)
    )
