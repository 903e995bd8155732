"""The Dosage elements of a record: the elements, their words, and the period they give."""

from __future__ import annotations

from fairtrial.records.fhir.fields import NO_DAYS, Days, Fields


def dosages(fields: Fields) -> list[Fields]:
    """dosageInstruction of orders and dispenses, dosage of statements."""
    key = "dosageInstruction" if fields.has("dosageInstruction") else "dosage"
    return list(fields.parts(key)) if fields.has(key) else []


def directions_of(fields: Fields) -> str:
    """Directions in words; elements that follow one another are joined by "then"."""
    found = [(d.raw("sequence"), d.text("text") or d.text("patientInstruction")) for d in dosages(fields)]
    if not found:
        return fields.text("renderedDosageInstruction")
    sequential = len({str(sequence) for sequence, _ in found}) > 1
    return (" then " if sequential else " and ").join(text for _, text in found if text)


def bounds_of(fields: Fields) -> tuple[Days, Days]:
    """The earliest start that the elements give, and the latest stop when every one of them gives it."""
    repeats = [d.part("timing").part("repeat") for d in dosages(fields) if d.has("timing")]
    periods = [repeat.period("boundsPeriod") for repeat in repeats if repeat.has("boundsPeriod")]
    starts = [start for start, _ in periods if start != NO_DAYS]
    stops = [stop for _, stop in periods]
    whole = bool(stops) and NO_DAYS not in stops and len(stops) == len(repeats)
    return min(starts, key=str, default=NO_DAYS), max(stops, key=str) if whole else NO_DAYS
