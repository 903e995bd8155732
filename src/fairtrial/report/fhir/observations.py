"""Observations: scores, staging, and the verdict of each definition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fairtrial.facts import Facts
from fairtrial.report.fhir.parts import Bounds, Resource, as_written, between, known, period, quantity

Data = dict[str, Any]
LOINC = "http://loinc.org"
_STAGES = {
    "maudsley": ("Maudsley staging", "total"),
    "thase_rush": ("Thase-Rush stage", "stage"),
    "athf": ("Adequate trials, in the manner of the ATHF", "adequate_trials"),
}


def score(each: Data, subject: Resource, facts: Facts) -> Resource:
    """A total of a scale, with the band it falls in."""
    coding = [{"system": LOINC, "code": code.value} for code in facts.scales[each["scale"]].loinc_total[:1]]
    day = as_written(each["on"])
    return known(
        resourceType="Observation",
        status="final",
        code=known(coding=coding, text=f"{each['scale']} total score"),
        subject=subject,
        effectiveDateTime=day,
        effectivePeriod=None if day else period(each["on"]),
        valueQuantity=quantity(each["total"], "{score}"),
        interpretation=[{"text": each["label"]}] if each["label"] else None,
    )


def staging(data: Data, subject: Resource) -> Iterator[Resource]:
    """Each stage as an interval: an open end stays open."""
    for key, (name, field) in _STAGES.items():
        yield _derived(name, subject, data["as_of"]) | known(
            valueRange=between(_numbers(data["staging"][key][field]), "{score}")
        )


def definition(each: Data, subject: Resource, as_of: str) -> Resource:
    """Whether the history counts as treatment-resistant under one definition: yes, no or unknown."""
    said = [each["sentence"], *each["missing"], *(f"Gate: {gate}." for gate in each["gates"])]
    return _derived(f"{each['name']}, version {each['version']}", subject, as_of) | {
        "valueCodeableConcept": {"text": each["verdict"]},
        "note": [{"text": text} for text in said],
    }


def _derived(name: str, subject: Resource, as_of: str) -> Resource:
    return {
        "resourceType": "Observation", "status": "final", "code": {"text": name}, "subject": subject,
        "effectiveDateTime": as_of,
    }  # fmt: skip


def _numbers(bounds: Bounds) -> Bounds:
    return {side: None if bounds[side] is None else float(bounds[side]) for side in ("least", "most")}
