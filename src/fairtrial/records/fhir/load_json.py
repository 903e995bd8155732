"""Bytes to FHIR resources: a Bundle, one resource, a list, or ndjson."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import orjson

from fairtrial.records.errors import ReadError
from fairtrial.records.fhir.entries import BROKEN_LINE, entries
from fairtrial.records.fhir.kinds import CONTEXT, DSTU2, READ

_DO = "Export it again as FHIR R4 JSON (a Bundle, a resource, or ndjson)."
_OF_USE = READ | CONTEXT
_HALF_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_DIGITS_OF_64_BITS = 18


def load_json(data: bytes, where: str = "the file") -> list[dict[str, Any]]:
    """The resources and Bundles of a file, as plain dicts, ready for ``read_fhir``.

    In ndjson a broken line becomes a marker that ``read_fhir`` lists as a problem. Raises ReadError when
    nothing can be read: not JSON, cut off, nested too deeply, empty, only other types, only FHIR DSTU2.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.strip():
        raise ReadError(where, "the file is empty", _DO)
    try:
        found = _parsed(data)
    except (ValueError, TypeError, RecursionError) as error:
        lines = _lines(data)
        if lines is None:
            raise ReadError(where, _what(data, error), _DO) from None
        found = lines
    resources = found if isinstance(found, list) else [found]
    _holds_records(resources, where)
    return resources


def _parsed(data: bytes) -> Any:
    """JSON. What JSON forbids and some programs write all the same spoils its own value only: NaN and numbers out of
    range become words, half characters and bytes that are no UTF-8 become the replacement character."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        text = _HALF_CHARACTER.sub(r"\\ufffd", data.decode("utf-8", "replace"))
        try:
            return json.loads(text, parse_constant=str, parse_float=_number, parse_int=_whole, strict=False)
        except ValueError:
            raise error from None


def _number(told: str) -> float | str:
    return number if math.isfinite(number := float(told)) else told


def _whole(told: str) -> int | str:
    return int(told) if len(told) <= _DIGITS_OF_64_BITS else told


def _lines(data: bytes) -> list[Any] | None:
    """The lines of an ndjson file, with markers for broken ones; null when it is not ndjson."""
    lines = data.splitlines()
    found = [_line(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    whole = [item for item in found if isinstance(item, dict) and "resourceType" in item]
    return found if len(found) > 1 and whole else None


def _line(number: int, line: bytes) -> Any:
    try:
        return _parsed(line)
    except (ValueError, TypeError, RecursionError):
        return {BROKEN_LINE: number}


def _what(data: bytes, error: Exception) -> str:
    told = str(error).lower()
    if "recursion" in told or "depth" in told or isinstance(error, RecursionError):
        return "the JSON is nested too deeply to be FHIR"
    if data.lstrip()[:1] not in (b"{", b"["):
        return "it is not JSON"
    position = getattr(error, "pos", 0)
    if "unexpected end" in told or position >= len(data.decode("utf-8", "replace").rstrip()):
        return "the JSON is cut off before its end (a truncated file)"
    line = data[:position].count(b"\n") + 1
    return f"it is not valid JSON (line {line})"


def _holds_records(resources: list[Any], where: str) -> None:
    """Raise ReadError unless at least one resource is of a type that is read."""
    if any(entry.kind in _OF_USE for entry in entries(resources)):
        return
    found = list(entries(resources))
    if not found:
        raise ReadError(
            where, "it holds no resource (an empty Bundle)", "Export it again with the person's records."
        )
    if any(entry.kind in DSTU2 for entry in found):
        raise ReadError(where, "it is FHIR DSTU2, which is not read", "Export it as FHIR R4.")
    if not any(entry.typed for entry in found):
        raise ReadError(where, "it is JSON but not FHIR (no resourceType)", _DO)
    what = "it holds no resource about treatment, scores or diagnoses"
    raise ReadError(where, what, "Give Patient, Medication*, Observation, Condition or Procedure resources.")
