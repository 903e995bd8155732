"""How much was handed out or ordered, and how long it lasts."""

from __future__ import annotations

from fairtrial.records.days import DAYS_OF_UNIT
from fairtrial.records.directions import DailyDose, counts_units, unit_of
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.reading import Reading

_DAYS_IN = {**DAYS_OF_UNIT, "": 1.0}
"""A length without a unit is one in days."""
_LONGEST_DAYS = 3660
"""A supply longer than ten years is a typing error (our choice)."""


def handed_out(fields: Fields) -> tuple[float | None, float | None]:
    """Units of one handing-out (null unless tablets or the like) and the days it is stated to last."""
    order = _order(fields)
    amount = order.part("quantity") if order.has("quantity") else Fields({})
    quantity = amount.number("value") if amount.data and counts_units(amount.data) else None
    return quantity, _stated_days(order)


def days_supply(reading: Reading, strength_mg: float | None, dose: DailyDose) -> float | None:
    """Days that the quantity lasts, repeats included: as stated, or else quantity x strength / daily dose."""
    quantity, days = handed_out(reading.fields)
    if days is None and quantity and strength_mg and dose.least and dose.least == dose.most:
        days = quantity * strength_mg / dose.least
    if days is None:
        return None
    total = days * (1 + _repeats(reading.fields))
    if 0 < total <= _LONGEST_DAYS:
        return total
    reading.problem("daysSupply", "the days of supply are zero, negative or above ten years; left out")
    return None


def _order(fields: Fields) -> Fields:
    return fields.part("dispenseRequest") if fields.has("dispenseRequest") else fields


def _stated_days(order: Fields) -> float | None:
    key = next((key for key in ("daysSupply", "expectedSupplyDuration") if order.has(key)), None)
    if key is None:
        return None
    duration = order.part(key)
    value, days_in = duration.number("value"), _DAYS_IN.get(unit_of(duration.data))
    if value is not None and days_in is None:
        duration.note("unit", "is not a unit of fixed length (hours, days, weeks); the supply was left out")
    return value * days_in if value is not None and days_in is not None else None


def _repeats(fields: Fields) -> float:
    order = _order(fields)
    repeats = order.number("numberOfRepeatsAllowed") if order.has("numberOfRepeatsAllowed") else None
    return repeats if repeats is not None and repeats > 0 else 0
