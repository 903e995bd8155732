"""Records as bulk FHIR R4: one ndjson file per kind of resource and block, every resource tagged as test
data.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson

from fairtrial.facts import Facts
from fairtrial.simulate.as_csv import partial
from fairtrial.simulate.complete import Tables

TAG = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
    "code": "HTEST",
    "display": "synthetic",
}
RXNORM, ICD10 = "http://www.nlm.nih.gov/research/umls/rxnorm", "http://hl7.org/fhir/sid/icd-10-cm"
UCUM = "http://unitsofmeasure.org"
Resource = dict[str, Any]


def write_fhir(folder: Path, number: int, tables: Tables, facts: Facts) -> None:
    """One ndjson file for each kind of resource of the block."""
    lines: dict[str, list[bytes]] = {}
    for resource in _resources(tables, facts):
        lines.setdefault(resource["resourceType"], []).append(
            orjson.dumps({**resource, "meta": {"tag": [TAG]}})
        )
    for kind, found in lines.items():
        (folder / f"{kind}-{number:05d}.ndjson").write_bytes(b"\n".join(found) + b"\n")


def _resources(tables: Tables, facts: Facts) -> Iterator[Resource]:
    for row in tables["people"].to_dicts():
        yield _known(
            resourceType="Patient",
            id=row["person_id"],
            gender=row["sex"],
            birthDate=str(row["born_on_least"].year),
        )
    uses = tables["uses"].with_columns(partial("started_on"), partial("stopped_on"))
    for row in uses.to_dicts():
        yield _USES[row["kind"]](row, facts)
    for row in tables["scores"].to_dicts():
        yield _observation(row, facts)
    for row in tables["conditions"].with_columns(partial("started_on")).to_dicts():
        yield _condition(row)


def _common(row: Resource, kind: str) -> Resource:
    who = row["person_id"]
    return {"resourceType": kind, "id": f"{who}-{row['record']}", "subject": {"reference": f"Patient/{who}"}}


def _drug(row: Resource, facts: Facts) -> Resource:
    code = facts.drugs[row["drug"]].codes.rxcui
    coding = [{"system": RXNORM, "code": code.value, "display": row["drug"]}] if code else None
    return _known(coding=coding, text=row["drug"])


def _dosage(row: Resource) -> list[Resource] | None:
    """Once daily, the dose where it is recorded, and for an order that ended the last day with it."""
    dose, stop = row["dose_mg_per_day_least"], row["stopped_on_least"]
    if dose is None and stop is None:
        return None
    bounds = None if stop is None else {"start": row["started_on"], "end": str(stop - timedelta(days=1))}
    amount = [{"doseQuantity": {"value": dose, "unit": "mg", "system": UCUM, "code": "mg"}}]
    repeat = _known(boundsPeriod=bounds, frequency=1, period=1, periodUnit="d")
    return [_known(timing={"repeat": repeat}, doseAndRate=None if dose is None else amount)]


def _dispense(row: Resource, facts: Facts) -> Resource:
    days = row["days_supply"]
    supply = None if days is None else {"value": days, "unit": "days", "system": UCUM, "code": "d"}
    return _known(
        **_common(row, "MedicationDispense"),
        status="completed",
        medicationCodeableConcept=_drug(row, facts),
        whenHandedOver=row["started_on"],
        daysSupply=supply,
        dosageInstruction=_dosage(row),
    )


_ORDER_STATUS = {"active": "active", "ended": "completed", "not_taken": "cancelled", "unknown": "unknown"}
_TAKEN_STATUS = {"active": "active", "ended": "stopped", "not_taken": "not-taken", "unknown": "unknown"}


def _request(row: Resource, facts: Facts) -> Resource:
    """An order; one that ended for a reason was stopped, another was completed."""
    stopped = row["status"] == "ended" and row["stop_reason"] is not None
    return _known(
        **_common(row, "MedicationRequest"),
        status="stopped" if stopped else _ORDER_STATUS[row["status"]],
        intent="order",
        medicationCodeableConcept=_drug(row, facts),
        authoredOn=row["started_on"],
        dosageInstruction=_dosage(row),
        statusReason=_reason(row),
    )


def _statement(row: Resource, facts: Facts) -> Resource:
    reason, word = _reason(row), row["response"]
    return _known(
        **_common(row, "MedicationStatement"),
        status=_TAKEN_STATUS[row["status"]],
        medicationCodeableConcept=_drug(row, facts),
        effectivePeriod={"start": row["started_on"]},
        statusReason=None if reason is None else [reason],
        note=None if word is None else [{"text": f"Patient reports: {_SAID[word]}."}],
    )


_SAID = {
    "none": "it did not help",
    "partial": "it helped in part",
    "response": "it helped a lot",
    "remission": "symptoms went away",
}
_USES = {"dispensed": _dispense, "prescribed": _request, "reported": _statement}


def _reason(row: Resource) -> Resource | None:
    reason = row["stop_reason"]
    return None if reason is None else {"text": reason.replace("_", " ")}


def _observation(row: Resource, facts: Facts) -> Resource:
    codes = facts.scales[row["scale"]].loinc_total
    coding = [{"system": "http://loinc.org", "code": codes[0].value}] if codes else None
    return _known(
        **_common(row, "Observation"),
        status="final",
        code=_known(coding=coding, text=f"{row['scale']} total score"),
        effectiveDateTime=str(row["on_least"]),
        valueQuantity={"value": row["total"]},
    )


def _condition(row: Resource) -> Resource:
    return _known(
        **_common(row, "Condition"),
        code={"coding": [{"system": ICD10, "code": row["code"]}]},
        onsetDateTime=row["started_on"],
        verificationStatus={"coding": [{"code": row["certainty"]}]},
        clinicalStatus={"coding": [{"code": row["status"]}]},
    )


def _known(**fields: Any) -> Resource:
    """Only the fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}
