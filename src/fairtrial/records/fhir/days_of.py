"""Dates of a record in the shapes that FHIR allows: a point of time or a period."""

from __future__ import annotations

from fairtrial.records.days import NO_DAYS, Days, day_after
from fairtrial.records.fhir.fields import Fields

_POINTS = ("DateTime", "Date", "Instant")


def span(fields: Fields, *stems: str) -> tuple[Days, Days]:
    """First day, and first day after, of ``<stem>DateTime`` or ``<stem>Period``; null if not said."""
    for stem in stems:
        for ending in _POINTS:
            if fields.has(stem + ending):
                day = fields.days(stem + ending)
                return day, day_after(day)
        if fields.has(stem + "Period"):
            return fields.period(stem + "Period")
    return NO_DAYS, NO_DAYS


def day_of(fields: Fields, *stems: str) -> Days:
    """The day something was filled in or measured; somewhere in the period where only that is known."""
    for stem in stems:
        if fields.has(stem + "Period"):
            inside = fields.part(stem + "Period")
            start, end = inside.days("start"), inside.days("end")
            return (start[0], end[1]) if start[0] and end[1] and start[0] <= end[1] else start
    return span(fields, *stems)[0]
