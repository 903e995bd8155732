"""The one time axis that everything in the picture shares."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from fairtrial.report.timeline.svg import line, text, width_of

_LABEL_ROOM = 14
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
_DAY_STEPS = (1, 2, 7, 14)


@dataclass(frozen=True)
class Axis:
    """Days from `first` to `last` over drawing units from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    def x(self, on: date) -> float:
        """Where a day stands; days outside the axis stand at its edge."""
        days = max((self.last - self.first).days, 1)
        share = (on - self.first).days / days
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)

    def ticks(self) -> list[tuple[float, str]]:
        """Place and label of each tick: as many as fit without touching."""
        for days, label in _ladders(self.first, self.last):
            ticks = [(self.x(on), label(on)) for on in days]
            if len(ticks) >= 2 and _fit(ticks):
                return ticks
        return [(self.x(self.first), _day_label(self.first))]


def axis_over(days: Iterable[date], left: float, right: float) -> Axis:
    """An axis over all days, with a little room at each end."""
    known = sorted(days)
    length = max((known[-1] - known[0]).days, 7)
    margin = timedelta(days=max(length // 20, 1))
    return Axis(known[0] - margin, known[0] + timedelta(days=length) + margin, left, right)


def drawn(axis: Axis, top: float, bottom: float) -> str:
    """Grid lines from top to bottom with labels above."""
    parts = [line(axis.left, top, axis.right, top, stroke="#59636e", stroke_width=1)]
    for x, label in axis.ticks():
        parts.append(line(x, top, x, bottom, stroke="#d9dee4", stroke_width=0.8))
        parts.append(text(_kept(x, label, axis), top - 6, label, 11.5, text_anchor="middle", fill="#3d4650"))
    return "".join(parts)


def _kept(x: float, label: str, axis: Axis) -> float:
    half = width_of(label, 11.5) / 2
    return min(max(x, axis.left + half), axis.right - half)


def _fit(ticks: list[tuple[float, str]]) -> bool:
    pairs = pairwise(ticks)
    return all(
        b[0] - a[0] > (width_of(a[1], 11.5) + width_of(b[1], 11.5)) / 2 + _LABEL_ROOM for a, b in pairs
    )


def _ladders(first: date, last: date) -> Iterator[tuple[list[date], Callable[[date], str]]]:
    for step in _DAY_STEPS:
        if (last - first).days / step <= 40:
            yield [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)], _day_label
    for step in _MONTH_STEPS:
        yield list(_months(first, last, step)), _month_label if step < 12 else _year_label


def _months(first: date, last: date, step: int) -> Iterator[date]:
    start = first.year * 12 + first.month - 1
    month = -(-start // step) * step
    while month <= last.year * 12 + last.month - 1:
        on = date(month // 12, month % 12 + 1, 1)
        if on >= first:
            yield on
        month += step


def _day_label(on: date) -> str:
    return f"{on.day} {calendar.month_abbr[on.month]} {on.year}"


def _month_label(on: date) -> str:
    return f"{calendar.month_abbr[on.month]} {on.year}"


def _year_label(on: date) -> str:
    return str(on.year)
