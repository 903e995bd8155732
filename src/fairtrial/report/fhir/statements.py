"""One MedicationStatement for each trial."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from fairtrial.facts import Facts
from fairtrial.report.content.values import span
from fairtrial.report.fhir.dosages import dosages, open_dose
from fairtrial.report.fhir.parts import Bounds, Resource, as_written, between, extension, known, period
from fairtrial.timeline.day_numbers import DAYS_PER_WEEK

Trial = dict[str, Any]
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
_STATUS = {True: "active", False: "stopped", None: "unknown"}
_ONE_DAY = timedelta(days=1)


def statement(trial: Trial, subject: Resource, as_of: str, facts: Facts) -> Resource:
    """The trial: drug, when, dose, why it was stopped, and how it is known."""
    return known(
        resourceType="MedicationStatement",
        extension=_extensions(trial),
        identifier=[{"system": "urn:fairtrial:trial", "value": trial["id"]}],
        status=_STATUS[trial["ongoing"]],
        statusReason=_reason(trial),
        medicationCodeableConcept=drug_concept(trial["drug"], facts),
        subject=subject,
        effectivePeriod=_period(trial),
        dateAsserted=as_of,
        note=[{"text": f"Evidence: {trial['evidence']}. Role: {trial['role']}. State: {trial['state']}."}],
        dosage=dosages(trial),
    )


def drug_concept(drug: str, facts: Facts) -> Resource:
    """The drug by its RxNorm ingredient, where one is known, and by name."""
    code = facts.drugs[drug].codes.rxcui
    coding = [{"system": RXNORM, "code": code.value, "display": drug}] if code else None
    return known(coding=coding, text=drug.replace("_", " "))


def _reason(trial: Trial) -> list[Resource] | None:
    reason = trial["stop_reason"]
    return [{"text": reason.replace("_", " ")}] if reason else None


def _period(trial: Trial) -> Resource | None:
    """Dates that FHIR can say: whole days, months and years; the end is the last day with the medicine."""
    start, end = as_written(trial["started_on"]), _end(trial)
    backwards = start is not None and end is not None and end < start[: len(end)]
    return known(start=start, end=None if backwards else end) or None


def _end(trial: Trial) -> str | None:
    written = None if trial["ongoing"] else as_written(trial["stopped_on"])
    if written is None or written != trial["stopped_on"]["least"]:
        return written
    return (date.fromisoformat(written) - _ONE_DAY).isoformat()


def _extensions(trial: Trial) -> list[Resource]:
    """What the elements of FHIR cannot say, for our own reader and in words for anyone."""
    days = {side: None if v is None else round(v * DAYS_PER_WEEK) for side, v in trial["weeks"].items()}
    response = trial["reported_response"]
    improvement = None if trial["endpoint"] else between(trial["improvement_percent"], "%")
    return [
        *extension("started-on", "Period", _unsaid(trial["started_on"])),
        *extension(
            "stopped-on", "Period", None if trial["ongoing"] else _unsaid(trial["stopped_on"], last_day=True)
        ),
        *extension("taken-for", "Range", between(days, "d") if any(days.values()) else None),
        *extension("dose", "Range", open_dose(trial)),
        *extension("purpose", "Code", trial["purpose"]),
        *extension("response", "Code", response),
        *extension("improvement", "Range", improvement),
        *(e for text in _in_words(trial) for e in extension("not-carried", "String", text)),
    ]


def _unsaid(bounds: Bounds, last_day: bool = False) -> Resource | None:
    """Bounds that a FHIR date does not mean exactly; a stop known to the month is a day off there."""
    written = as_written(bounds)
    exact = written is not None and (not last_day or written == bounds["least"])
    return None if exact else period(bounds)


def _in_words(trial: Trial) -> Iterator[str]:
    """Open intervals as sentences, without inventing an end."""
    for name, field in (("Started", "started_on"), ("First day without it", "stopped_on")):
        if as_written(trial[field]) is None and not (field == "stopped_on" and trial["ongoing"]):
            yield f"{name}: {span(trial[field])}."
    yield f"Weeks taken: {span(trial['weeks'])}."
    yield f"Weeks at or above the minimum dose: {span(trial['weeks_at_dose'])}."
    yield f"Highest dose held: {span(trial['highest_dose_mg_per_day'], ' mg a day')}."
    yield f"Fair trial: {trial['adequate']}."
