"""Structured dose and timing of an entry (doseQuantity, PIVL_TS, EIVL_TS) as FHIR-shaped dosages."""

from __future__ import annotations

from typing import Any

from lxml import etree

from fairtrial.records.ccda.elements import Element, attribute, child, is_null, number, one_line
from fairtrial.records.ccda.reading import Reading
from fairtrial.records.directions import quantity_in_mg
from fairtrial.records.doses import highest_dose_mg_per_day
from fairtrial.records.drug_names import DrugMatch

_UNITS = {
    "hr": "h",
    "hour": "h",
    "hours": "h",
    "day": "d",
    "days": "d",
    "week": "wk",
    "weeks": "wk",
    "w": "wk",
}
_ONCE = frozenset(
    [
        "HS",
        "WAKE",
        "CM",
        "CD",
        "CV",
        "ACM",
        "ACD",
        "ACV",
        "PCM",
        "PCD",
        "PCV",
        "ICM",
        "ICD",
        "ICV",
        "MORN",
        "EVE",
        "NIGHT",
        "NOON",
    ]
)
"""Events that come once a day; a bare "meal" (C, AC, PC) comes a number of times that is not said."""
_BARE = ("", "1")
Dosage = dict[str, Any]


def times(statement: Element) -> list[Element]:
    """Every effectiveTime, the parts of a compound one by one."""
    found: list[Element] = []
    for each in statement.iterchildren("effectiveTime"):
        parts = list(each.iterchildren("comp"))
        found += parts or [each]
    return found


def dosages(statement: Element, match: DrugMatch, reading: Reading) -> list[Dosage]:
    """FHIR-shaped dosages of an entry; none when it does not say how often.

    Steps of a schedule follow one another.
    """
    steps = [
        inner for inner in _steps(statement) if inner.find("doseQuantity") is not None and _timings(inner)
    ]
    if len(steps) > 1 and not _timings(statement):
        return [
            {**dosage, "sequence": at}
            for at, step in enumerate(steps)
            for dosage in _of_one(step, match, reading)
        ]
    return _of_one(statement, match, reading)


def _steps(statement: Element) -> list[Element]:
    inside = statement.iterfind("entryRelationship/substanceAdministration")
    return [step for step in inside if step.find("code") is None]


def _of_one(statement: Element, match: DrugMatch, reading: Reading) -> list[Dosage]:
    dose = dose_shape(statement, match, reading)
    needed = {"asNeededBoolean": True} if statement.find("precondition") is not None else {}
    return [{"timing": {"repeat": repeat}, **dose, **needed} for repeat in _timings(statement)]


def _timings(statement: Element) -> list[Dosage]:
    """One FHIR ``repeat`` per periodic time; the events of a day together when there is no period."""
    periodic, seen, events = [], set[bytes](), set[str]()
    for each in times(statement):
        same = etree.tostring(each, with_tail=False)
        if same not in seen and (repeat := _period(each)):
            periodic.append(repeat)
        seen.add(same)
        events |= {
            attribute(event, "code").upper() for event in each.iterchildren("event") if not is_null(event)
        }
    if periodic:
        return periodic
    return [{"when": sorted(events)}] if events and events <= _ONCE else []


def _period(time: Element) -> Dosage | None:
    period, frequency = time.find("period"), time.find("frequency")
    if period is None:
        return _rate(frequency)
    low, high = period.find("low"), period.find("high")
    if low is not None and high is not None:
        shortest, longest, unit = number(low), number(high), attribute(low, "unit") or attribute(high, "unit")
    else:
        shortest, longest, unit = number(period), number(period), attribute(period, "unit")
    if not shortest or not longest:
        return None
    return {"frequency": 1, "period": shortest, "periodMax": longest, "periodUnit": _unit(unit)}


def _rate(frequency: Element | None) -> Dosage | None:
    """Times in a length of time."""
    count, length = child(frequency, "numerator"), child(frequency, "denominator")
    often, value = number(count), number(length)
    if not often or not value:
        return None
    return {"frequency": often, "period": value, "periodUnit": _unit(attribute(length, "unit"))}


def _unit(unit: str) -> str:
    return _UNITS.get(unit.lower(), unit.lower())


def dose_shape(statement: Element, match: DrugMatch, reading: Reading) -> Dosage:
    """``doseQuantity`` or ``doseRange`` of a FHIR dosage; empty when the entry gives no dose."""
    dose = statement.find("doseQuantity")
    if dose is None:
        return {}
    if is_null(dose):
        if attribute(dose, "value"):
            reading.problem("doseQuantity", "has a value and says that it has none; the value was left out")
        return {}
    low, high = number(dose.find("low")), number(dose.find("high"))
    unit = _dose_unit(statement, dose)
    if low is not None and high is not None:
        return {"doseRange": {"low": {"value": low, "unit": unit}, "high": {"value": high, "unit": unit}}}
    value = number(dose)
    if value is None:
        if attribute(dose, "value"):
            reading.problem("doseQuantity", "is not a number; left out")
        return {}
    return {"doseQuantity": {"value": value, "unit": _meant(value, unit, match, reading)}}


def _dose_unit(statement: Element, dose: Element) -> str:
    unit = attribute(dose, "unit") or attribute(dose.find("low"), "unit")
    if unit in _BARE:
        unit = one_line(child(dose, "translation", "originalText")) or unit
    if unit in _BARE and (form := attribute(statement.find("administrationUnitCode"), "displayName")):
        unit = form
    return _plain(unit)


def _plain(unit: str) -> str:
    """A unit as directions know it: ``tab(s)`` and ``Tablet dosing unit`` are tablets."""
    lower = unit.lower().replace("(s)", "s").replace("{", "").replace("}", "").strip()
    for form in ("tablet", "capsule", "patch"):
        if form in lower:
            return form
    return "" if lower in _BARE else lower


def _meant(value: float, unit: str, match: DrugMatch, reading: Reading) -> str:
    """A bare number counts tablets, unless that many would exceed the labelled maximum: then it is mg."""
    highest = highest_dose_mg_per_day(match.drug, reading.facts)
    if unit or match.strength_mg is None or highest is None or value * match.strength_mg <= highest:
        return unit
    reading.problem(
        "doseQuantity", "has no unit and would as a number of units exceed the labelled maximum; read as mg"
    )
    return "mg"


def one_dose_mg(statement: Element, match: DrugMatch, reading: Reading) -> float | None:
    """Mg given at one time."""
    return quantity_in_mg(dose_shape(statement, match, reading).get("doseQuantity"), match.strength_mg)
