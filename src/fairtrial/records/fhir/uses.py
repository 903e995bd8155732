"""MedicationRequest, -Statement, -Dispense and -Administration: one use each."""

from __future__ import annotations

from datetime import timedelta

from fairtrial.records.days import NO_DAYS, Days, day_after
from fairtrial.records.directions import DailyDose, daily_dose, either_dose, quantity_in_mg
from fairtrial.records.directions_words import LONGEST_DIRECTIONS
from fairtrial.records.doses import without_absurd
from fairtrial.records.drug_names import DrugMatch, is_other_antidepressant
from fairtrial.records.fhir.annotations import response_in_notes
from fairtrial.records.fhir.carried import bounds, doses_in_turn, number_range, response
from fairtrial.records.fhir.dosages import bounds_of, directions_of, dosages, structure_of
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.medications import Named, medication_of
from fairtrial.records.fhir.purposes import purpose_of
from fairtrial.records.fhir.reading import Reading
from fairtrial.records.fhir.routes import route_of
from fairtrial.records.fhir.statuses import kind_of_use, status_of_use
from fairtrial.records.fhir.stopping import ended_as_an_order, reason_stopped, words_of_reason
from fairtrial.records.fhir.supply import days_supply, handed_out
from fairtrial.records.noting import IN_ERROR
from fairtrial.records.stop_words import improvement_of
from fairtrial.records.told_in_reason import dated, told_in_reason

Columns = dict[str, object]
_STARTS = (
    "effectiveDateTime", "occurrenceDateTime", "occurenceDateTime", "whenHandedOver", "whenPrepared",
    "authoredOn",
)  # fmt: skip
_PERIODS = ("effectivePeriod", "occurrencePeriod", "occurencePeriod")


def read_use(reading: Reading) -> None:
    """Add the use when the medication is one of our drugs; any other medication is context."""
    named = medication_of(reading)
    directions = directions_of(reading.fields)
    shown = (named.words if named else "", directions or structure_of(reading.fields))
    reading.words = " · ".join(part for part in shown if part)
    if reading.fields.word("status") == "entered-in-error":
        reading.became = IN_ERROR
        return
    _read_reason(reading)
    if named is None:
        reading.not_understood("medication", "names no medication; left out")
    elif named.match is not None:
        _add_use(reading, named, named.match, directions)
    elif is_other_antidepressant(named.words, reading.facts):
        told = "is an antidepressant of which nothing is known here; this treatment is not counted"
        reading.not_understood("medication", told)


def _read_reason(reading: Reading) -> None:
    """What the reason for stopping tells of the person, whatever the medication; then the words show it."""
    why = words_of_reason(reading)
    told = told_in_reason(why, reading.facts)
    stopped = _days(reading, kind_of_use(reading))[1] if told else NO_DAYS
    for table, columns in dated(told, stopped):
        reading.add(table, **columns)
    if told:
        reading.words = " · ".join(part for part in (reading.words, f"stopped: {why}") if part)


def _add_use(reading: Reading, named: Named, match: DrugMatch, directions: str) -> None:
    kind, fields = kind_of_use(reading), reading.fields
    started, stopped = _days(reading, kind)
    started, stopped = _checked(
        reading, bounds(fields, "started-on", started), bounds(fields, "stopped-on", stopped)
    )
    dose = _dose(reading, named, match, directions)
    days, supply = number_range(fields, "taken-for"), days_supply(reading, match.strength_mg, dose)
    called_off = _called_off(reading, kind)
    if called_off and stopped == NO_DAYS:
        stopped = _some_day_of(started, supply)
    whole: Columns = {
        "status": status_of_use(reading, kind),
        "stopped_on_least": stopped[0],
        "stopped_on_most": stopped[1],
        **_outcome(reading, match, called_off),
    }
    shared: Columns = {
        "drug": match.drug,
        "kind": kind,
        "asserted_on": _asserted(reading),
        "route": route_of(reading, match),
        "purpose": purpose_of(reading, f"{named.words}; {directions}"),
    }
    once: Columns = {
        "started_on_least": started[0],
        "started_on_most": started[1],
        "days_supply": supply,
        "days_reported_least": days[0],
        "days_reported_most": days[1],
        "dose_mg_per_day_least": dose.least,
        "dose_mg_per_day_most": dose.most,
    }
    for columns in _in_turn(reading, match, whole) or [whole | once]:
        reading.add("uses", **shared, **columns)
    reading.became = "use (drug recognised by a near spelling)" if match.how == "fuzzy" else "use"


def _outcome(reading: Reading, match: DrugMatch, called_off: bool) -> Columns:
    """Why it was stopped and what it did; "not enough" as the reason bounds the improvement where nothing else tells it."""
    why, improvement = reason_stopped(reading), number_range(reading.fields, "improvement")
    told = response(reading.fields) or response_in_notes(reading, match.drug)
    if told is None and improvement == (None, None):
        improvement = (None, improvement_of(why, reading.facts))
    return {
        "stop_reason": why or ("unknown" if called_off else None),
        "response": told,
        "improvement_percent_least": improvement[0],
        "improvement_percent_most": improvement[1],
    }


def _in_turn(reading: Reading, match: DrugMatch, whole: Columns) -> list[Columns]:
    """One use for each dose of a statement whose doses follow one another; the last ends as it does."""
    turns = doses_in_turn(reading.fields) if reading.entry.kind == "MedicationStatement" else []
    found: list[Columns] = []
    for element, start, stop in turns:
        dose = daily_dose(dosages=[element.data], words=element.text("text"), strength_mg=match.strength_mg)
        found.append({
            "started_on_least": start, "started_on_most": start,
            "stopped_on_least": stop, "stopped_on_most": stop,
            "dose_mg_per_day_least": dose.least, "dose_mg_per_day_most": dose.most, "status": "ended",
        })  # fmt: skip
    return [*found[:-1], found[-1] | whole] if found else []


def _days(reading: Reading, kind: str) -> tuple[Days, Days]:
    """First day, and first day without; an administration at a point of time lasts that day."""
    fields = reading.fields
    period = next((key for key in _PERIODS if fields.has(key)), None)
    if period:
        return fields.period(period)
    started, stopped = (NO_DAYS, NO_DAYS) if kind == "dispensed" else bounds_of(fields)
    if started == NO_DAYS:
        key = next((key for key in _STARTS if fields.has(key)), None)
        started = fields.days(key) if key else NO_DAYS
    if started == NO_DAYS and fields.has("dispenseRequest"):
        started = fields.part("dispenseRequest").period("validityPeriod")[0]
    if kind == "administered" and stopped == NO_DAYS:
        stopped = day_after(started)
    return started, stopped


def _called_off(reading: Reading, kind: str) -> bool:
    """Whether an order was stopped before it was used up; that one is completed, or renewed, does not say so."""
    stopped = kind == "prescribed" and reading.fields.word("status") == "stopped"
    return stopped and not ended_as_an_order(reading)


def _some_day_of(started: Days, supply: float | None) -> Days:
    """An order that was stopped on no known day was so from its first day on, at the latest when it was used up."""
    used_up = None if started[1] is None or supply is None else started[1] + timedelta(days=supply)
    return started[0], used_up


def _checked(reading: Reading, started: Days, stopped: Days) -> tuple[Days, Days]:
    """A stop before the start is left out."""
    if started[0] and stopped[1] and stopped[1] <= started[0]:
        reading.problem("stop", "the stop lies before the start; the stop was left out")
        return started, NO_DAYS
    return started, stopped


def _asserted(reading: Reading) -> object:
    """The day a statement or a handing-out speaks of; an order speaks of the day of the review (null)."""
    key = {"MedicationStatement": "dateAsserted", "MedicationDispense": "whenHandedOver"}.get(
        reading.entry.kind
    )
    return reading.fields.days(key)[1] if key else None


def _dose(reading: Reading, named: Named, match: DrugMatch, directions: str) -> DailyDose:
    fields = reading.fields
    carried = number_range(fields, "dose")
    dose = _of_strength(reading, named, directions, match.strength_mg)
    if match.worded_strength_mg is not None:
        dose = either_dose(dose, _of_strength(reading, named, directions, match.worded_strength_mg))
    if carried != (None, None):
        dose = DailyDose(*carried, "structured")
    if len(directions) > LONGEST_DIRECTIONS:
        reading.problem("dosage", "the directions are too long to be read; the words give no dose")
    if dose.differs:
        reading.problem("dosage", "words and structure give different doses; the range spans both")
    dose, absurd = without_absurd(match.drug, dose, reading.facts)
    if absurd:
        reading.problem("dosage", absurd)
    return dose


def _of_strength(reading: Reading, named: Named, directions: str, strength_mg: float | None) -> DailyDose:
    """The daily dose with units of this strength."""
    fields = reading.fields
    if reading.entry.kind == "MedicationAdministration":
        return _given(fields, strength_mg)
    quantity, days = handed_out(fields)
    return daily_dose(
        dosages=[element.data for element in dosages(fields)],
        words=directions or named.words,
        strength_mg=strength_mg,
        quantity=quantity,
        days_supply=days,
    )


def _given(fields: Fields, strength_mg: float | None) -> DailyDose:
    """The dose of one administration, as the dose of that day."""
    dosage = fields.part("dosage")
    mg = quantity_in_mg(dosage.raw("dose") or dosage.raw("quantity"), strength_mg)
    return DailyDose(mg, mg, "structured") if mg is not None else DailyDose()
