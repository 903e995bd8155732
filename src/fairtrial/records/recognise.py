"""What a file is, told from its content and not from its ending."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from fairtrial.records.ccda import looks_like_ccda
from fairtrial.records.csv import table_named, table_with_header
from fairtrial.records.errors import ReadError

_HEAD_BYTES = 65536

_DO = (
    "Give FHIR R4 as JSON or ndjson, C-CDA documents, or CSV tables as `fairtrial template DIR` writes them."
)
_SIGNATURES = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a zip archive or an office document (xlsx, docx)",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old office document (xls, doc)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "a database",
    b"{\\rtf": "an RTF document",
    b"MSH|": "an HL7 version 2 message",
}
_XML_KINDS = {
    rb"xmlns\s*=\s*[\"']http://hl7\.org/fhir[\"']": "FHIR as XML",
    rb"<(?:!DOCTYPE\s+)?html\b": "a web page",
}


@dataclass(frozen=True)
class Recognised:
    """FHIR JSON, a C-CDA document, or one of the CSV tables."""

    kind: Literal["fhir", "ccda", "csv"]
    table: str = ""


def recognise(name: str, data: bytes) -> Recognised:
    """Say what a file is. Raises ReadError that names the kind when it is one we do not read."""
    head = data[:_HEAD_BYTES]
    if not head.strip():
        raise ReadError(name, "it is empty", _DO)
    if looks_like_ccda(head):
        return Recognised("ccda")
    _refuse_other_kinds(name, head)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[")):
        return Recognised("fhir")
    return Recognised("csv", _table(name, head))


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


def _table(name: str, head: bytes) -> str:
    table = table_named(PurePath(name).stem) or table_with_header(head.decode("utf-8-sig", "replace"))
    if table is None:
        raise ReadError(name, "its first row does not name the columns of a table we know", _DO)
    return table
