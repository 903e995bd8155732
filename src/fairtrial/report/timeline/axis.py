"""The one time axis that everything in the picture shares."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from fairtrial.report.quantities import count
from fairtrial.report.timeline.svg import element, line, rect, text, title, width_of
from fairtrial.report.words import picture_numbers

Days = tuple[date, date]
_LABEL_ROOM = 14
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
_DAY_STEPS = (1, 2, 7, 14)


@dataclass(frozen=True)
class Axis:
    """Days from `first` to `last` over drawing units from `left` to `right`.

    `breaks` are long stretches, in order, in which nothing lies: each is drawn `break_width` units wide.
    """

    first: date
    last: date
    left: float
    right: float
    breaks: tuple[Days, ...] = ()

    def x(self, on: date) -> float:
        """Where a day stands; days outside the axis stand at its edge."""
        on = min(max(on, self.first), self.last)
        return (
            self.left + self._day * (on - self.first).days + sum(self._saved(on, gap) for gap in self.breaks)
        )

    def left_out(self) -> list[tuple[float, str]]:
        """Place and length of each break in words."""
        return [((self.x(a) + self.x(b)) / 2, count(_whole_years(a, b), "year")) for a, b in self.breaks]

    @property
    def _day(self) -> float:
        """Drawing units of a day outside the breaks."""
        days = (self.last - self.first).days - sum((end - begin).days for begin, end in self.breaks)
        return (self.right - self.left - len(self.breaks) * _width()) / max(days, 1)

    def _saved(self, on: date, gap: Days) -> float:
        """How much further left a day stands for a break before it or around it."""
        begin, end = gap
        inside = min(max((on - begin).days, 0), (end - begin).days)
        return inside * (_width() / (end - begin).days - self._day)

    def ticks(self) -> list[tuple[float, str]]:
        """Place and label of each tick: as many as fit without touching."""
        for days, label in _ladders(self.first, self.last):
            ticks = [(self.x(on), label(on)) for on in days if not any(a <= on <= b for a, b in self.breaks)]
            if len(ticks) >= 2 and _fit(sorted([*ticks, *self.left_out()])):
                return ticks
        return [(self.x(self.first), _day_label(self.first))]


def axis_over(stretches: Iterable[Days], until: date, left: float, right: float) -> Axis:
    """An axis over all stretches of days and up to `until`, with a little room at each end.

    It is broken where nothing lies between two stretches for long, but not before `until`: what was taken last may go on.
    """
    known = sorted(stretches)
    begin, end = min(known[0][0], until), max(until, *(last for _, last in known))
    empty = _broken(_empty(known), max((end - begin).days, 7))
    length = max((end - begin).days - sum((b - a).days for a, b in empty), 7)
    margin = timedelta(days=max(length // 20, 1))
    inside = tuple((a + margin, b - margin) for a, b in empty)
    return Axis(begin - margin, max(end, begin + timedelta(days=length)) + margin, left, right, inside)


def _empty(known: list[Days]) -> Iterator[Days]:
    """What lies between the stretches, from the earliest to the latest."""
    reached = known[0][1]
    for first, last in known:
        if first > reached:
            yield reached, first
        reached = max(reached, last)


def _broken(empty: Iterable[Days], length: int) -> list[Days]:
    """Those that take so large a part of the axis that the rest could not be read."""
    numbers = picture_numbers()
    least = max(numbers["break_share"] * length, numbers["break_days"])
    return [(a, b) for a, b in empty if (b - a).days >= least]


def _width() -> float:
    return picture_numbers()["break_width"]


def drawn(axis: Axis, top: float, bottom: float) -> str:
    """Grid lines from top to bottom with labels above."""
    parts = [line(axis.left, top, axis.right, top, stroke="#59636e", stroke_width=1)]
    for x, label in axis.ticks():
        parts.append(line(x, top, x, bottom, stroke="#d9dee4", stroke_width=0.8))
        parts.append(text(_kept(x, label, axis), top - 6, label, 11.5, text_anchor="middle", fill="#3d4650"))
    parts += [_break(axis, gap, top, bottom) for gap in axis.breaks]
    parts += [
        text(x, top - 6, words, 10.5, text_anchor="middle", fill="#3d4650") for x, words in axis.left_out()
    ]
    return "".join(parts)


def _break(axis: Axis, gap: Days, top: float, bottom: float) -> str:
    """A break: two strokes through the axis, between dotted edges."""
    begin, end = (axis.x(day) for day in gap)
    strokes = ((begin + end) / 2 + away for away in (-3, 3))
    edge = {"stroke": "#aab4be", "stroke_width": 0.8, "stroke_dasharray": "1.5 3"}
    return element(
        "g",
        title(f"{count(_whole_years(*gap), 'year')} of which nothing is drawn, made short"),
        rect(begin, top - 1.5, end - begin, 3, fill="#ffffff"),
        *(line(x, top, x, bottom, **edge) for x in (begin, end)),
        *(line(x - 3, top + 5, x + 3, top - 5, stroke="#59636e", stroke_width=1.2) for x in strokes),
    )


def _whole_years(first: date, last: date) -> int:
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


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
