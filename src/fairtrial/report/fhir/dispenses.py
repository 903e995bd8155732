"""MedicationDispense: the days for which fills left a supply, so that days without one stay visible."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from fairtrial.facts import Facts
from fairtrial.report.fhir.dosages import dosage, whole
from fairtrial.report.fhir.parts import Resource, known, quantity
from fairtrial.report.fhir.statements import drug_concept

Data = dict[str, Any]


def dispenses(trial: Data, subject: Resource, facts: Facts) -> Iterator[Resource]:
    """One for each unbroken supply at one dose; none where fills show that it was taken."""
    if trial["criteria"]["adherence"] == "yes":
        return
    for step in trial["dose_steps"]:
        if step["kind"] == "dispensed" and step["started_on"] and step["stopped_on"]:
            for start, stop in _supplied(step, trial["gaps"]):
                yield _dispense(trial["drug"], step["dose_mg_per_day"], start, stop, subject, facts)


def _supplied(step: Data, gaps: list[Data]) -> Iterator[tuple[str, str]]:
    """The days of a step without the gaps inside it."""
    start = step["started_on"]
    for gap in sorted(gaps, key=lambda g: str(g["started_on"])):
        if start < gap["started_on"] < step["stopped_on"]:
            yield start, gap["started_on"]
        if step["started_on"] < gap["stopped_on"] <= step["stopped_on"]:
            start = max(start, gap["stopped_on"])
    if start < step["stopped_on"]:
        yield start, step["stopped_on"]


def _dispense(drug: str, dose: Data, start: str, stop: str, subject: Resource, facts: Facts) -> Resource:
    days = (date.fromisoformat(stop) - date.fromisoformat(start)).days
    return known(
        resourceType="MedicationDispense",
        status="completed",
        medicationCodeableConcept=drug_concept(drug, facts),
        subject=subject,
        daysSupply=quantity(days, "d"),
        whenHandedOver=start,
        dosageInstruction=[dosage(dose)] if whole(dose) else None,
    )
