"""The daily dose that directions state, as an interval in mg."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from fairtrial.records.directions_words import Dose, dose_in_words
from fairtrial.records.strengths import in_mg
from fairtrial.records.timings import finite, times_per_day

_MASS_UNITS = ("mg", "milligram", "milligrams", "mcg", "ug", "microgram", "micrograms", "g", "gram", "grams")
_COUNT_UNITS = (
    "", "1", "tablet", "tablets", "tab", "tabs", "capsule", "capsules", "cap", "caps", "pill", "pills",
    "patch", "patches", "dose form", "each", "ea", "unt", "count", "system",
)  # fmt: skip


@dataclass(frozen=True)
class DailyDose:
    """Least and most mg a day (null when not known), where it was read, and whether two places differ."""

    least: float | None = None
    most: float | None = None
    how: Literal["structured", "words", "supply"] | None = None
    differs: bool = False


def daily_dose(
    *,
    dosages: Sequence[object] = (),
    words: str = "",
    strength_mg: float | None = None,
    quantity: float | None = None,
    days_supply: float | None = None,
) -> DailyDose:
    """Mg a day from FHIR dosages, else from free text, else strength x quantity / days supply.

    ``quantity`` counts units (tablets, capsules, patches). When dosages and words both state a dose,
    the interval spans both; ``differs`` is true when they cannot both be right.

    >>> daily_dose(words="take 2 tablets by mouth twice daily", strength_mg=50)
    DailyDose(least=200.0, most=200.0, how='words', differs=False)
    >>> daily_dose(strength_mg=50, quantity=60, days_supply=30)
    DailyDose(least=100.0, most=100.0, how='supply', differs=False)
    """
    structured = dose_in_dosages(dosages, strength_mg)
    told = dose_in_words(words, strength_mg) if words else None
    if structured and told:
        return DailyDose(*_rounded(_hull([structured, told])), "structured", not _overlap(structured, told))
    if structured:
        return DailyDose(*_rounded(structured), "structured")
    if told:
        return DailyDose(*_rounded(told), "words")
    if strength_mg and quantity and days_supply and quantity > 0 and days_supply > 0:
        dose = strength_mg * quantity / days_supply
        return DailyDose(*_rounded((dose, dose)), "supply")
    return DailyDose()


def either_dose(one: DailyDose, other: DailyDose) -> DailyDose:
    """A dose that may be the one or the other; open where one of them is.

    >>> either_dose(DailyDose(50, 50, "words"), DailyDose(100, 100, "words"))
    DailyDose(least=50, most=100, how='words', differs=False)
    """
    if None in (one.least, one.most, other.least, other.most):
        return DailyDose()
    bounds = [bound for dose in (one, other) for bound in (dose.least, dose.most) if bound is not None]
    return DailyDose(min(bounds), max(bounds), one.how, one.differs or other.differs)


def dose_in_dosages(dosages: Sequence[object], strength_mg: float | None) -> Dose | None:
    """Mg a day of FHIR Dosage elements (R4, R5 and STU3 shapes); null unless every one of them says.

    Elements with the same ``sequence`` (or none) are taken together; different ones follow one another.
    """
    by_sequence: dict[object, list[Dose]] = {}
    for dosage in dosages:
        dose = _one_dosage(dosage, strength_mg) if isinstance(dosage, Mapping) else None
        if dose is None or not isinstance(dosage, Mapping):
            return None
        by_sequence.setdefault(finite(dosage.get("sequence")), []).append(dose)
    together = [(sum(d[0] for d in group), sum(d[1] for d in group)) for group in by_sequence.values()]
    return _hull(together) if together else None


def _one_dosage(dosage: Mapping[str, object], strength_mg: float | None) -> Dose | None:
    rate, amount = times_per_day(dosage.get("timing")), _amount(dosage, strength_mg)
    if rate is None or amount is None:
        return None
    needed = dosage.get("asNeededBoolean") is True or dosage.get("asNeeded") is True
    needed = needed or any(dosage.get(key) for key in ("asNeededCodeableConcept", "asNeededFor"))
    return (0.0 if needed else rate[0] * amount[0]), rate[1] * amount[1]


def _amount(dosage: Mapping[str, object], strength_mg: float | None) -> Dose | None:
    """Mg taken at one time."""
    per_dose = dosage.get("doseAndRate")
    shapes = [dosage, *(per_dose if isinstance(per_dose, list) else [])]
    found = [mg for shape in shapes if isinstance(shape, Mapping) and (mg := _dose_of(shape, strength_mg))]
    return _hull(found) if found else None


def _dose_of(shape: Mapping[str, object], strength_mg: float | None) -> Dose | None:
    dose_range = shape.get("doseRange")
    if isinstance(dose_range, Mapping):
        low, high = (quantity_in_mg(dose_range.get(end), strength_mg) for end in ("low", "high"))
        return (low, high) if low is not None and high is not None and low <= high else None
    mg = quantity_in_mg(shape.get("doseQuantity"), strength_mg)
    return (mg, mg) if mg is not None else None


def quantity_in_mg(quantity: object, strength_mg: float | None) -> float | None:
    """Mg of a FHIR Quantity: a mass, or a number of units times the strength; null for anything else.

    >>> quantity_in_mg({"value": 2, "unit": "{tablet}"}, 50), quantity_in_mg({"value": 5, "unit": "mL"}, 50)
    (100.0, None)
    """
    if not isinstance(quantity, Mapping):
        return None
    value, unit = finite(quantity.get("value")), unit_of(quantity)
    if value is None:
        return None
    if unit in _MASS_UNITS:
        return in_mg(value, unit)
    return value * strength_mg if unit in _COUNT_UNITS and strength_mg is not None else None


def counts_units(quantity: Mapping[str, object]) -> bool:
    """Whether a FHIR Quantity counts tablets, capsules or patches."""
    return unit_of(quantity) in _COUNT_UNITS


def unit_of(quantity: Mapping[str, object]) -> str:
    """The unit in lower case without UCUM braces; the code where no unit is written."""
    unit = quantity.get("unit") or quantity.get("code") or ""
    return unit.strip().strip("{}[]").lower() if isinstance(unit, str) else "?"


def _hull(doses: Sequence[Dose]) -> Dose:
    return min(least for least, _ in doses), max(most for _, most in doses)


def _overlap(one: Dose, other: Dose) -> bool:
    return one[0] <= other[1] * 1.001 and other[0] <= one[1] * 1.001


def _rounded(dose: Dose) -> Dose:
    """Without the noise of dividing by seven."""
    return round(dose[0], 6), round(dose[1], 6)
