"""The Dosage elements of a record: the elements, their words, and the period they give."""

from __future__ import annotations

from fairtrial.records.days import NO_DAYS, Days
from fairtrial.records.fhir.fields import Fields


def dosages(fields: Fields) -> list[Fields]:
    """dosageInstruction of orders and dispenses, dosage of statements; an administration has one dosage."""
    key = "dosageInstruction" if fields.has("dosageInstruction") else "dosage"
    if fields.raw("resourceType") == "MedicationAdministration":
        return [fields.part(key)] if fields.has(key) else []
    return list(fields.parts(key)) if fields.has(key) else []


def directions_of(fields: Fields) -> str:
    """Directions in words; elements that follow one another are joined by "then"."""
    found = [(d.raw("sequence"), d.text("text") or d.text("patientInstruction")) for d in dosages(fields)]
    if not found:
        return fields.text("renderedDosageInstruction")
    sequential = len({str(sequence) for sequence, _ in found}) > 1
    return (" then " if sequential else " and ").join(text for _, text in found if text)


def structure_of(fields: Fields) -> str:
    """The structured directions put in words, for records that hold no text ("1 tablet, 2 times in 1 d")."""
    return "; ".join(told for element in dosages(fields) if (told := _told(element)))


def _told(element: Fields) -> str:
    rates = [rate for rate in element.parts("doseAndRate") if rate.has("doseQuantity")]
    holder = rates[0] if rates else element
    quantity = holder.part("doseQuantity") if holder.has("doseQuantity") else Fields({})
    amount, unit = quantity.number("value"), quantity.text("unit").strip("{}") or "unit"
    return ", ".join(
        part for part in (f"{amount:g} {unit}" if amount is not None else "", _often(element)) if part
    )


def _often(element: Fields) -> str:
    timing = element.part("timing") if element.has("timing") else Fields({})
    repeat = timing.part("repeat") if timing.has("repeat") else Fields({})
    frequency, period, unit = repeat.number("frequency"), repeat.number("period"), repeat.text("periodUnit")
    if frequency is None or period is None:
        return timing.word("code") if timing.has("code") else ""
    return f"{frequency:g} times in {period:g} {unit}"


def bounds_of(fields: Fields) -> tuple[Days, Days]:
    """The earliest start that the elements give, and the latest stop when every one of them gives it."""
    repeats = [d.part("timing").part("repeat") for d in dosages(fields) if d.has("timing")]
    periods = [repeat.period("boundsPeriod") for repeat in repeats if repeat.has("boundsPeriod")]
    starts = [start for start, _ in periods if start != NO_DAYS]
    stops = [stop for _, stop in periods]
    whole = bool(stops) and NO_DAYS not in stops and len(stops) == len(repeats)
    return min(starts, key=str, default=NO_DAYS), max(stops, key=str) if whole else NO_DAYS
