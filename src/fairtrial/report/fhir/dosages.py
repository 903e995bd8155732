"""The dose of a trial: one dose, doses one after the other with their own dates, or a range."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from fairtrial.report.fhir.parts import Bounds, Resource, between, known, quantity

Trial = dict[str, Any]
_ONE_DAY = timedelta(days=1)
_DAILY = {"frequency": 1, "period": 1, "periodUnit": "d"}


def dosages(trial: Trial) -> list[Resource]:
    """Dosage elements; none when no dose is recorded, or when a side of it is open (see :func:`open_dose`).

    A dose that changed is never given for the whole trial: that would make it look higher for longer.
    """
    steps, highest = trial["dose_steps"], trial["highest_dose_mg_per_day"]
    doses = [step["dose_mg_per_day"] for step in steps]
    if all(dose == highest for dose in doses):
        return [dosage(highest)] if whole(highest) else []
    followed = _followed(steps)
    if followed:
        return [dosage(s["dose_mg_per_day"], n, _bounds(s)) for n, s in enumerate(followed, start=1)]
    spread = _spread([*doses, highest])
    return [dosage(spread)] if spread else []


def open_dose(trial: Trial) -> Resource | None:
    """The highest dose as a Range where a Dosage cannot say it: one side of it is open."""
    highest = trial["highest_dose_mg_per_day"]
    return None if dosages(trial) else between(highest, "mg")


def _followed(steps: list[Trial]) -> list[Trial]:
    """Dated steps of the one kind of evidence with the most of them, if each has a dose and they differ."""
    kinds = {step["kind"] for step in steps}
    rows = [
        sorted((s for s in steps if s["kind"] == k), key=lambda s: str(s["started_on"]))
        for k in sorted(kinds)
    ]
    usable = [row for row in rows if len(row) > 1 and all(_dated(step) for step in row)]
    return max(usable, key=len, default=[])


def _dated(step: Trial) -> bool:
    bounds = whole(step["dose_mg_per_day"])
    return (
        bounds and bool(step["started_on"] and step["stopped_on"]) and step["started_on"] < step["stopped_on"]
    )


def _bounds(step: Trial) -> Resource:
    last = date.fromisoformat(step["stopped_on"]) - _ONE_DAY
    return {"start": step["started_on"], "end": last.isoformat()}


def dosage(dose: Bounds, sequence: int | None = None, bounds: Resource | None = None) -> Resource:
    """One dose, once a day; ``sequence`` and ``bounds`` where doses follow one another."""
    exact = dose["least"] == dose["most"]
    amount = {"doseQuantity": quantity(dose["most"], "mg")} if exact else {"doseRange": between(dose, "mg")}
    repeat = known(boundsPeriod=bounds) | _DAILY
    return known(sequence=sequence, timing={"repeat": repeat}, doseAndRate=[amount])


def whole(dose: Bounds) -> bool:
    """Whether both sides of a dose are known."""
    return dose["least"] is not None and dose["most"] is not None


def _spread(doses: list[Bounds]) -> Bounds | None:
    if not all(whole(dose) for dose in doses):
        return None
    return {"least": min(d["least"] for d in doses), "most": max(d["most"] for d in doses)}
