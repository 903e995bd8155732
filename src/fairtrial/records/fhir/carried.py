"""What our own FHIR documents carry beyond FHIR (bounds, told lengths, responses, purposes), and doses in turn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fairtrial.records.days import NO_DAYS, Days
from fairtrial.records.fhir.dosages import dosages
from fairtrial.records.fhir.fields import Fields
from fairtrial.tables import PURPOSES, RESPONSES

OURS = "urn:fairtrial:fhir:"
"""Start of the address of each of our extensions; the writer is fairtrial.report.fhir."""
Range = tuple[float | None, float | None]
_OPEN: Range = (None, None)


def bounds(fields: Fields, name: str, otherwise: Days) -> Days:
    """The bounds of a day as an extension gives them, or else what the elements say."""
    found = _extension(fields, name)
    if found is None:
        return otherwise
    inside = found.part("valuePeriod")
    return inside.days("start")[0], inside.days("end")[1]


def number_range(fields: Fields, name: str) -> Range:
    """Low and high of an extension; open where it is silent."""
    found = _extension(fields, name)
    if found is None:
        return _OPEN
    ends = found.part("valueRange")
    low, high = (ends.part(end).number("value") if ends.has(end) else None for end in ("low", "high"))
    return low, high


def response(fields: Fields) -> str | None:
    """The response as it was reported, in one of the four words."""
    found = _extension(fields, "response")
    word = found.text("valueCode") if found else ""
    return word if word in RESPONSES else None


def purpose(fields: Fields) -> str | None:
    """What it was for, in one of our words."""
    found = _extension(fields, "purpose")
    word = found.text("valueCode") if found else ""
    return word if word in PURPOSES else None


def doses_in_turn(fields: Fields) -> list[tuple[Fields, date, date]]:
    """(dosage, first day, first day after) of dosages that follow one another with their own dates."""
    found = list(_dated(fields))
    numbers = [element.raw("sequence") for element, _, _ in found]
    turns = len(found) > 1 and len(set(map(str, numbers))) == len(found) == len(dosages(fields))
    return sorted(found, key=lambda each: each[1]) if turns else []


def _dated(fields: Fields) -> Iterator[tuple[Fields, date, date]]:
    for element in dosages(fields):
        repeat = element.part("timing").part("repeat") if element.has("timing") else Fields({})
        start, stop = repeat.period("boundsPeriod") if repeat.has("boundsPeriod") else (NO_DAYS, NO_DAYS)
        if start[0] and start[0] == start[1] and stop[0] and stop[0] == stop[1] and start[0] < stop[0]:
            yield element, start[0], stop[0]


def _extension(fields: Fields, name: str) -> Fields | None:
    if not fields.has("extension"):
        return None
    return next((e for e in fields.parts("extension") if e.raw("url") == f"{OURS}{name}"), None)
