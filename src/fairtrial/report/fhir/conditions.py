"""Condition: what the review knows of diagnoses, so that no gate is lost on the way."""

from __future__ import annotations

from typing import Any

from fairtrial.report.fhir.parts import Resource, as_written, known

_CERTAINTY = {"confirmed": "confirmed", "possible": "provisional", "refuted": "refuted"}
_CODES = "http://terminology.hl7.org/CodeSystem/condition-"


def condition(each: dict[str, Any], subject: Resource) -> Resource:
    """The topic in words; its own code stands in the source record."""
    return known(
        resourceType="Condition",
        clinicalStatus=None if each["status"] == "unknown" else _coded("clinical", each["status"]),
        verificationStatus=_coded("ver-status", _CERTAINTY[each["certainty"]]),
        code={"text": each["topic"].replace("_", " ")},
        subject=subject,
        onsetDateTime=as_written(each["started_on"]),
        abatementDateTime=as_written(each["ended_on"]) if each["status"] == "resolved" else None,
        note=[{"text": each["meaning"]}],
    )


def _coded(system: str, code: str) -> Resource:
    return {"coding": [{"system": f"{_CODES}{system}", "code": code}]}
