"""supply: what was handed out."""

from __future__ import annotations

from fairtrial.records.ccda.dosage import times
from fairtrial.records.ccda.elements import Element, attribute, child, is_true, number
from fairtrial.records.ccda.reading import Reading
from fairtrial.records.ccda.times import Span, day, span
from fairtrial.records.days import DAYS_OF_UNIT, NO_DAYS, Days
from fairtrial.records.directions import DailyDose, daily_dose
from fairtrial.records.drug_names import DrugMatch

_COUNTS = ("tab", "cap", "patch", "pill", "each", "{", "c48542", "c48480")
_HANDED_OUT = "EVN"


def add_supplies(
    statement: Element, match: DrugMatch, dose: DailyDose, purpose: str | None, reading: Reading
) -> None:
    """Add a dispensed use for every supply of an entry that was handed out; an order repeats the entry."""
    for supply in statement.iterfind("entryRelationship/supply"):
        if attribute(supply, "moodCode").upper() == _HANDED_OUT:
            own = reading.part(supply)
            own.words, own.became = reading.words, "use"
            add_supply(supply, match, dose, purpose, own)
            own.finish()


def add_supply(
    supply: Element, match: DrugMatch, dose: DailyDose, purpose: str | None, reading: Reading
) -> None:
    """Add the dispensed use of a supply that was handed out, or the prescribed one of an order."""
    handed_out = attribute(supply, "moodCode").upper() in (_HANDED_OUT, "")
    started, quantity, stated = _started(supply, reading), _units(supply), _expected_days(supply)
    if dose.least is None:
        dose = daily_dose(strength_mg=match.strength_mg, quantity=quantity, days_supply=stated)
    days = stated if stated is not None else _days_it_lasts(quantity, match, dose)
    reading.add(
        "uses", drug=match.drug, kind="dispensed" if handed_out else "prescribed",
        status=_status(supply, handed_out),
        started_on_least=started[0], started_on_most=started[1], asserted_on=started[1],
        days_supply=days if handed_out else None,
        dose_mg_per_day_least=dose.least, dose_mg_per_day_most=dose.most, purpose=purpose,
    )  # fmt: skip


def _status(supply: Element, handed_out: bool) -> str:
    written = attribute(supply.find("statusCode"), "code").lower()
    if is_true(supply, "negationInd") or written in ("cancelled", "nullified", "aborted"):
        return "not_taken"
    return (
        "ended" if handed_out and written == "completed" else "active" if written == "active" else "unknown"
    )


def _started(supply: Element, reading: Reading) -> Days:
    wrong: list[str] = []
    spans = [found for each in times(supply) if (found := span(each, wrong)) != Span()]
    start = min((each.start for each in spans if each.start != NO_DAYS), key=str, default=NO_DAYS)
    if start == NO_DAYS:
        start = day(child(supply, "author", "time"), wrong)
    reading.about("supply/effectiveTime", wrong)
    return start


def _units(supply: Element) -> float | None:
    """Tablets, capsules or patches handed out; null for any other unit."""
    quantity = supply.find("quantity")
    value, unit = number(quantity), attribute(quantity, "unit").lower()
    counted = unit in ("", "1") or any(word in unit for word in _COUNTS)
    return value if value is not None and value > 0 and counted else None


def _expected_days(supply: Element) -> float | None:
    width = child(supply, "expectedUseTime", "width")
    value, each = number(width), DAYS_OF_UNIT.get(attribute(width, "unit").lower())
    return value * each if value is not None and value > 0 and each is not None else None


def _days_it_lasts(quantity: float | None, match: DrugMatch, dose: DailyDose) -> float | None:
    """Units handed out over units a day, where one daily dose and the strength are known."""
    if quantity is None or not match.strength_mg or not dose.least or dose.least != dose.most:
        return None
    return round(quantity * match.strength_mg / dose.least, 3)
