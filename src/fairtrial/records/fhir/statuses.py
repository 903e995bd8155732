"""What the status of a medication resource says of the use."""

from __future__ import annotations

from fairtrial.records.fhir.reading import Reading

_STATUS = {
    "active": "active",
    "in-progress": "active",
    "completed": "ended",
    "stopped": "ended",
    "ended": "ended",
    "cancelled": "not_taken",
    "declined": "not_taken",
    "not-taken": "not_taken",
    "not-done": "not_taken",
    "on-hold": "on_hold",
    "draft": "planned",
    "intended": "planned",
    "preparation": "planned",
    "recorded": "unknown",
    "unknown": "unknown",
}
_ADHERENCE = {
    "not-taking": "not_taken", "never": "not_taken", "taking": "active", "stopped": "ended",
    "on-hold": "on_hold",
}  # fmt: skip
_PLANS = ("proposal", "plan", "option")
_WAITING = ("in-progress", "on-hold")
_NOT_TAKEN_STU3 = "n"


def kind_of_use(reading: Reading) -> str:
    """dispensed, administered, reported or prescribed."""
    kind, fields = reading.entry.kind, reading.fields
    if kind == "MedicationDispense":
        return "dispensed"
    if kind == "MedicationAdministration":
        return "administered"
    reported = True in (fields.raw("reportedBoolean"), fields.raw("reported")) or fields.has(
        "reportedReference"
    )
    return "reported" if kind == "MedicationStatement" or reported else "prescribed"


def status_of_use(reading: Reading, kind: str) -> str:
    """One of tables.STATUSES; an unknown or missing status is ``unknown`` and listed."""
    fields = reading.fields
    refused = True in (fields.raw("doNotPerform"), fields.raw("notGiven"), fields.raw("notDone"))
    if refused or fields.raw("taken") == _NOT_TAKEN_STU3:
        return "not_taken"
    if reading.entry.kind == "MedicationRequest" and kind == "prescribed" and fields.word("intent") in _PLANS:
        return "planned"
    waiting = fields.word("status") in _WAITING and not fields.has("whenHandedOver")
    if kind == "dispensed" and waiting:
        return "planned"
    return _adherence(reading) or _plain(reading)


def _plain(reading: Reading) -> str:
    status = reading.fields.word("status")
    if status not in _STATUS:
        told = (
            "is not a status that FHIR knows; taken as unknown" if status else "is missing; taken as unknown"
        )
        reading.problem("status", told)
    return _STATUS.get(status, "unknown")


def _adherence(reading: Reading) -> str | None:
    """R5: a recorded statement says how it is taken under adherence."""
    if not reading.fields.has("adherence"):
        return None
    code = reading.fields.part("adherence").word("code")
    return next((status for start, status in _ADHERENCE.items() if code.startswith(start)), None)
