"""Events from FHIR resources, read as the measures' logic reads them: days as written, statuses as listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from fairtrial.population.fhir_source import person_of
from fairtrial.population.measures.codes import (
    HOSPICE_QUESTION,
    PALLIATIVE_QUESTION,
    YES,
    Code,
    Codes,
    system_of,
)
from fairtrial.population.measures.events import Events, table
from fairtrial.records.days import DAYS_OF_UNIT

Resource = dict[str, Any]
DISPENSED = {"completed", "in-progress", "on-hold"}
PERFORMED = {"finished", "arrived", "triaged", "in-progress", "onleave"}
SAID = {"final", "amended", "corrected"}
NOT_OFFICE = {"EMER", "IMP", "ACUTE", "NONAC", "OBSENC", "PRENC", "SS"}
"""Classes of encounters that are no office visit; used when a site gives no value sets of visits."""
ACTIVE = {"active", "recurrence", "relapse"}
ASSUMED_VISITS = "visits are told by their class, not by their codes (no value sets given)"
ASSUMED_CARE = "hospice and palliative care are told by the words of their codes (no value sets given)"


def from_fhir(resources: Iterable[Resource], codes: Codes, measure: str) -> Events:
    """Events of these resources; a resource that names no person is left out."""
    reader = _Reader(codes, measure)
    every = list(resources)
    reader.medications = {r["id"]: r for r in every if r.get("resourceType") == "Medication" and "id" in r}
    for resource in every:
        reader.take(resource)
    return reader.events()


class _Reader:
    """Collects rows; each kind of resource has one method."""

    def __init__(self, codes: Codes, measure: str) -> None:
        self.codes, self.measure = codes, measure
        self.medications: dict[str, Resource] = {}
        self.rows: dict[str, list[tuple[object, ...]]] = {}
        self.told_by_class = False

    def take(self, resource: Resource) -> None:
        """Add what one resource says."""
        read: dict[str, Callable[[str, Resource], None]] = {
            "Patient": self._patient, "MedicationDispense": self._dispense, "MedicationRequest": self._order,
            "Condition": self._diagnosis, "Encounter": self._visit, "Observation": self._observation,
            "ServiceRequest": self._service, "Procedure": self._procedure,
        }  # fmt: skip
        who, kind = person_of(resource), resource.get("resourceType")
        if who is not None and kind in read:
            read[kind](who, resource)

    def events(self) -> Events:
        """All rows as tables."""
        assumed = (
            *([ASSUMED_VISITS] if self.told_by_class else []),
            *([] if self.codes.site else [ASSUMED_CARE]),
        )
        return Events(**{name: table(name, rows) for name, rows in self.rows.items()}, assumed=assumed)

    def _add(self, name: str, *row: object) -> None:
        self.rows.setdefault(name, []).append(row)

    def _patient(self, who: str, r: Resource) -> None:
        died = day(r.get("deceasedDateTime")) or (date.min if r.get("deceasedBoolean") is True else None)
        self._add("persons", who, day(r.get("birthDate")), died)

    def _dispense(self, who: str, r: Resource) -> None:
        start = day(r.get("whenHandedOver")) or day(r.get("whenPrepared"))
        days = _days_of(r.get("daysSupply")) or _calculated(r, r.get("quantity"))
        if r.get("status") in DISPENSED and start and days and self.codes.antidepressant(self._medication(r)):
            self._add("dispenses", who, start, _last(start, days))

    def _order(self, who: str, r: Resource) -> None:
        if r.get("status") != "active" or r.get("intent") != "order":
            return
        period = _order_period(r)
        if period is not None and self.codes.antidepressant(self._medication(r)):
            self._add("orders", who, *period)

    def _medication(self, r: Resource) -> list[Code]:
        concept = r.get("medicationCodeableConcept")
        if concept is None:
            reference = str((r.get("medicationReference") or {}).get("reference", "")).rsplit("/", 1)[-1]
            contained = {c.get("id"): c for c in r.get("contained", [])}
            found = contained.get(reference.removeprefix("#")) or self.medications.get(reference) or {}
            concept = found.get("code")
        return coded(concept)

    def _diagnosis(self, who: str, r: Resource) -> None:
        start, end = _span(r, "onset"), _span(r, "abatement")
        status = {code for _, code in coded(r.get("clinicalStatus"))}
        verified = {code for _, code in coded(r.get("verificationStatus"))}
        confirmed = bool(status & ACTIVE) and "confirmed" in verified
        for name in self.codes.valuesets(coded(r.get("code"))):
            self._add("diagnoses", who, start[0], end[1], name, confirmed)
        care = self.codes.care(coded(r.get("code")), words_of(r.get("code")))
        if care is not None and start[0] is not None:
            self._add("care", who, start[0], end[1], care)

    def _visit(self, who: str, r: Resource) -> None:
        start, end = period_of(r.get("period"))
        if r.get("status") not in PERFORMED or start is None:
            return
        types = [c for concept in r.get("type", []) for c in coded(concept)]
        office = self.codes.visit(self.measure, types)
        if office is None:
            self.told_by_class, office = True, str((r.get("class") or {}).get("code")) not in NOT_OFFICE
        self._add("visits", who, start, end or start, r.get("status") == "finished", office)
        leaving = (r.get("hospitalization") or {}).get("dischargeDisposition")
        words = " ".join(words_of(concept) for concept in [*r.get("type", []), leaving])
        care = self.codes.care(types, words)
        if care is not None:
            self._add("care", who, start, end or start, care)

    def _observation(self, who: str, r: Resource) -> None:
        start = _effective(r)
        if r.get("status") not in SAID or start is None:
            return
        asked = {code for system, code in coded(r.get("code")) if system == "loinc"}
        total = _number(r)
        if asked & self.codes.phq9 and total is not None:
            self._add("scores", who, start, total, len(self.rows.get("scores", [])))
        yes = YES in {code for _, code in coded(r.get("valueCodeableConcept"))}
        if HOSPICE_QUESTION in asked and yes:
            self._add("care", who, start, start, "hospice")
        if PALLIATIVE_QUESTION in asked:
            self._add("care", who, start, start, "palliative")

    def _service(self, who: str, r: Resource) -> None:
        start = day(r.get("authoredOn"))
        ordered = r.get("status") in ("active", "completed") and str(r.get("intent")).endswith("order")
        if ordered and not r.get("doNotPerform") and self._care_of(r) == "hospice" and start:
            self._add("care", who, start, start, "hospice")

    def _procedure(self, who: str, r: Resource) -> None:
        start, end = _span(r, "performed")
        care = self._care_of(r)
        if r.get("status") == "completed" and care is not None and start:
            self._add("care", who, start, end or start, care)

    def _care_of(self, r: Resource) -> str | None:
        return self.codes.care(coded(r.get("code")), words_of(r.get("code")))


def coded(concept: Any) -> list[Code]:
    """The codes of a CodeableConcept."""
    codings = concept.get("coding", []) if isinstance(concept, dict) else []
    return [(system_of(str(c.get("system", ""))), str(c.get("code"))) for c in codings if isinstance(c, dict)]


def words_of(concept: Any) -> str:
    """Display words and text of a CodeableConcept, in lower case."""
    if not isinstance(concept, dict):
        return ""
    shown = [str(c.get("display", "")) for c in concept.get("coding", []) if isinstance(c, dict)]
    return " ".join([*shown, str(concept.get("text", ""))]).lower()


def day(value: Any) -> date | None:
    """The calendar day of a FHIR date or time as written; null when the day is not given.

    >>> day("2026-01-01T23:30:00-05:00")
    datetime.date(2026, 1, 1)
    >>> day("2026-01") is None
    True
    """
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def period_of(period: Any) -> tuple[date | None, date | None]:
    """First and last day of a Period."""
    held = period if isinstance(period, dict) else {}
    return day(held.get("start")), day(held.get("end"))


def _span(r: Resource, name: str) -> tuple[date | None, date | None]:
    """First and last day of onset, abatement or performed, as time or period."""
    point = day(r.get(f"{name}DateTime"))
    return (point, point) if point else period_of(r.get(f"{name}Period"))


def _effective(r: Resource) -> date | None:
    return _span(r, "effective")[0] or day(r.get("effectiveInstant"))


def _number(r: Resource) -> float | None:
    quantity = r.get("valueQuantity")
    value = r.get("valueInteger", quantity.get("value") if isinstance(quantity, dict) else None)
    return float(value) if isinstance(value, int | float) else None


_PER_DAY = {**DAYS_OF_UNIT, "mo": 30.0, "a": 365.0}
"""Months and years, which have no fixed length, as the measure takes them."""


def _days_of(quantity: Any) -> float | None:
    if not isinstance(quantity, dict) or not isinstance(quantity.get("value"), int | float):
        return None
    return float(quantity["value"]) * _PER_DAY.get(
        str(quantity.get("code") or quantity.get("unit") or "d"), 1.0
    )


def _calculated(r: Resource, quantity: Any) -> float | None:
    """Days from quantity, dose and how often; null when one of them is not given."""
    dosages = r.get("dosageInstruction") or []
    if len(dosages) != 1 or not isinstance(quantity, dict) or "value" not in quantity:
        return None
    doses = dosages[0].get("doseAndRate") or [{}]
    high = (doses[0].get("doseRange") or {}).get("high") or doses[0].get("doseQuantity") or {}
    repeat = (dosages[0].get("timing") or {}).get("repeat") or {}
    often = repeat.get("frequencyMax") or repeat.get("frequency")
    period = _days_of({"value": repeat.get("period"), "code": repeat.get("periodUnit")})
    times = often / period if often and period else len(repeat.get("timeOfDay", []))
    taken = (high.get("value") or 0) * times
    return float(quantity["value"]) / taken if taken else None


def _last(start: date, days: float) -> date:
    """The last covered day."""
    return start + timedelta(days=int(days) - 1)


def _order_period(r: Resource) -> tuple[date, date] | None:
    request = r.get("dispenseRequest") or {}
    dosages = r.get("dosageInstruction") or []
    bounds = (
        ((dosages[0].get("timing") or {}).get("repeat") or {}).get("boundsPeriod")
        if len(dosages) == 1
        else None
    )
    first, last = period_of(bounds)
    start = first or day(r.get("authoredOn")) or period_of(request.get("validityPeriod"))[0]
    supply = _days_of(request.get("expectedSupplyDuration")) or _calculated(r, request.get("quantity"))
    if start is None:
        return None
    if supply:
        return start, _last(start, supply * (1 + (request.get("numberOfRepeatsAllowed") or 0)))
    return (start, last) if last else None
