"""Bytes of an XML file to text, whatever encoding they say they have."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup
from html.entities import html5

_BOMS = ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_DECLARATION = re.compile(r"^[\s\ufeff]*<\?xml[^>]*\?>")
_FALLBACK = "cp1252"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})


def decoded(data: bytes) -> tuple[str, list[str]]:
    """The text without its XML declaration, and what had to be mended on the way.

    >>> decoded('<?xml version="1.0" encoding="utf-16"?><a/>'.encode())
    ('<a/>', [])
    """
    text, problems = _text(data)
    text = _DECLARATION.sub("", text, count=1).lstrip("\ufeff \t\r\n")
    text, odd = _NOT_XML.subn(" ", text)
    if odd:
        problems.append("holds characters that XML does not allow; read as blanks")
    return _NAMED.sub(_character, text), problems


def _text(data: bytes) -> tuple[str, list[str]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace"), []
    if data[:1] == b"\0" or data[1:2] == b"\0":
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace"), []
    try:
        return data.decode(_declared(data)), []
    except UnicodeDecodeError:
        return data.decode(_FALLBACK, "replace"), ["is not in the encoding it declares; read as Windows-1252"]


def _declared(data: bytes) -> str:
    """The declared encoding; UTF-8 where none is known, or UTF-16 is declared and is not."""
    found = _DECLARED.match(data[:1024])
    try:
        name = lookup(found[1].decode("ascii")).name if found else "utf-8"
    except LookupError:
        return "utf-8"
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else name


def _character(match: re.Match[str]) -> str:
    """Names of characters that HTML knows and XML does not, such as ``&nbsp;``."""
    name = match[1]
    return match[0] if name in _XML_NAMES else html5.get(f"{name};", match[0])
