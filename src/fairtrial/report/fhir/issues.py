"""DetectedIssue: banners and gates of the review, each with its rule."""

from __future__ import annotations

from typing import Any

from fairtrial.report.fhir.parts import Resource

RULES = "urn:fairtrial:rule"
_SEVERITY = {"banner": "high", "gate": "moderate"}


def issue(each: dict[str, Any], subject: Resource, as_of: str) -> Resource:
    """One finding of safety; its severity says where it stands in a report, never how high a risk is."""
    return {
        "resourceType": "DetectedIssue",
        "status": "final",
        "code": {
            "coding": [{"system": RULES, "code": each["rule"]}],
            "text": each["topic"].replace("_", " "),
        },
        "severity": _SEVERITY[each["level"]],
        "patient": subject,
        "identifiedDateTime": as_of,
        "detail": each["sentence"],
    }
