"""Where a treatment stands on the axis: the days surely taken and the days perhaps taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fairtrial.report.quantities import ends
from fairtrial.timeline.day_numbers import DAYS_PER_WEEK


@dataclass(frozen=True)
class Span:
    """Days of one treatment. `sure` is empty (None) where start and stop may be in any order.

    `perhaps_from` and `perhaps_to` bound the uncertain days, None where nothing bounds them. A stop that only
    the day of the review bounds is not recorded, and neither drawn up to that day nor taken as ongoing.
    """

    sure_from: date | None
    sure_to: date | None
    perhaps_from: date | None
    perhaps_to: date | None
    ongoing: bool
    start_recorded: bool
    stop_recorded: bool

    @property
    def days(self) -> list[date]:
        """All days the picture must reach."""
        return [on for on in (self.sure_from, self.sure_to, self.perhaps_from, self.perhaps_to) if on]

    @property
    def dated(self) -> bool:
        """Whether any day is known."""
        return bool(self.days)

    @property
    def first(self) -> date:
        """The earliest day known, to order rows by."""
        return min(self.days, default=date.max)

    @property
    def last(self) -> date:
        """The latest day known."""
        return max(self.days, default=date.min)


def day_of(value: str | None) -> date | None:
    """A date of the review as a day."""
    return date.fromisoformat(value) if value else None


def span_of(treatment: Mapping[str, Any], as_of: date) -> Span:
    """The span of a trial or therapy of the review."""
    start_least, start_most = (day_of(end) for end in ends(treatment.get("started_on")))
    stop_least, stop_most = (day_of(end) for end in ends(treatment.get("stopped_on")))
    ongoing = treatment.get("ongoing") is True
    if ongoing:
        stop_least = stop_most = as_of
    elif stop_most == as_of and stop_least != as_of:
        stop_most = None
    said = (ongoing, start_least is not None, stop_most is not None)
    sure_from = start_most or _back(stop_least, treatment) or start_least
    sure_to = stop_least or _evidence_end(treatment, sure_from)
    if sure_from and sure_to and sure_to < sure_from:
        return Span(None, None, start_least or sure_to, stop_most or sure_from, *said)
    return Span(sure_from, sure_to, start_least, stop_most, *said)


def _back(stop: date | None, treatment: Mapping[str, Any]) -> date | None:
    """The latest start that fits the stop and the least number of weeks."""
    weeks = ends(treatment.get("weeks"))[0]
    return stop - timedelta(days=round(weeks * DAYS_PER_WEEK)) if stop and weeks is not None else None


def _evidence_end(treatment: Mapping[str, Any], start: date | None) -> date | None:
    """The last day for which a dose or a length is recorded, where the stop is not."""
    steps = [
        day_of(step["stopped_on"]) or day_of(step["started_on"]) for step in treatment.get("dose_steps", [])
    ]
    weeks = ends(treatment.get("weeks"))[0]
    by_length = start + timedelta(days=round(weeks * DAYS_PER_WEEK)) if start and weeks is not None else None
    return max((on for on in (*steps, by_length, start) if on), default=None)
