"""Small pieces that every resource is made of: references, concepts, quantities, days, extensions."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

Resource = dict[str, Any]
Bounds = dict[str, Any]

OURS = "urn:fairtrial:fhir:"
"""Start of the address of each extension that only fairtrial reads."""
UCUM = "http://unitsofmeasure.org"
SYNTHETIC = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST", "display": "synthetic",
}  # fmt: skip
_SPACE = uuid.UUID("6f2c9a2e-52a1-5d0e-9f57-0d6a4f1f5e11")


def address(*parts: str) -> str:
    """The address of a resource: the same for the same parts, and telling nothing of them."""
    return f"urn:uuid:{uuid.uuid5(_SPACE, '|'.join(parts))}"


def known(**fields: Any) -> Resource:
    """Only the fields that hold something."""
    return {name: value for name, value in fields.items() if value not in (None, [], {}, "")}


def quantity(value: float, unit: str) -> Resource:
    """A number with its UCUM unit.

    >>> quantity(50.0, "mg")["value"]
    50
    """
    whole = int(value) if float(value).is_integer() else value
    return {"value": whole, "unit": unit, "system": UCUM, "code": unit}


def between(bounds: Bounds, unit: str, times: float = 1) -> Resource | None:
    """A Range; an open end is left out, and nothing is left when both are open."""
    ends = {"low": bounds["least"], "high": bounds["most"]}
    return {k: quantity(round(v * times, 2), unit) for k, v in ends.items() if v is not None} or None


def extension(name: str, kind: str, value: Any) -> list[Resource]:
    """One extension of ours, or none where there is no value."""
    return [] if value is None else [{"url": f"{OURS}{name}", f"value{kind}": value}]


def as_written(bounds: Bounds) -> str | None:
    """The FHIR date that means exactly these days: a day, a month or a year; null when there is none.

    >>> as_written({"least": "2014-01-01", "most": "2014-12-31"})
    '2014'
    """
    least, most = bounds["least"], bounds["most"]
    if least is None or most is None:
        return None
    if least == most:
        return str(least)
    after = (date.fromisoformat(most) + timedelta(days=1)).isoformat()
    whole = least.endswith("-01") and after.endswith("-01")
    if whole and least[:7] == most[:7]:
        return str(least[:7])
    return (
        str(least[:4])
        if whole and least[:4] == most[:4] and least[5:7] == "01" and most[5:7] == "12"
        else None
    )


def period(bounds: Bounds) -> Resource | None:
    """Bounds of a day as a Period: its first and last possible day."""
    return known(start=bounds["least"], end=bounds["most"]) or None
