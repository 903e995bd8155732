"""Score strips under the bars: one scale a strip, its full range, its bands named, each value printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fairtrial.facts.models import Scale
from fairtrial.report.quantities import amount, count, ends
from fairtrial.report.timeline import looks
from fairtrial.report.timeline.axis import Axis
from fairtrial.report.timeline.spans import day_of
from fairtrial.report.timeline.svg import element, line, rect, text, title, width_of, wrapped
from fairtrial.report.words import picture_numbers

HEIGHT = 100.0
_INNER = 84.0
_SIZE = 11.0
_LEVELS = (-6.0, 13.0, -15.0, 22.0)
_CROWDED = 13.0
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Point:
    """A score with the days between which it was taken."""

    least: date
    most: date
    total: float


@dataclass(frozen=True)
class Strip:
    """The scores of one scale. `range_known` is False where the scale is not in the knowledge."""

    scale: str
    points: Sequence[Point]
    undated: int
    least: float
    most: float
    bands: Sequence[tuple[float, float, str]]
    range_known: bool


def strips_of(scores: Sequence[Mapping[str, Any]], scales: Mapping[str, Scale]) -> list[Strip]:
    """One strip per scale, in order of first appearance; nothing is converted."""
    names = dict.fromkeys(score["scale"] for score in scores)
    return [_strip(name, [s for s in scores if s["scale"] == name], scales.get(name)) for name in names]


def drawn(strip: Strip, top: float, axis: Axis) -> str:
    """The strip: bands, points, values, and lines only where scores are close in time."""
    y0 = top + 12
    parts = [
        title(_summary(strip)),
        *_frame(strip, y0, axis),
        *_lines(strip, y0, axis),
        *_points(strip, y0, axis),
    ]
    return element("g", *parts)


def _strip(name: str, scores: Sequence[Mapping[str, Any]], scale: Scale | None) -> Strip:
    points, undated = [], 0
    for score in scores:
        least, most = (day_of(end) for end in ends(score["on"]))
        if least is None and most is None:
            undated += 1
        else:
            points.append(Point(least or most or date.min, most or least or date.max, score["total"]))
    points.sort(key=lambda point: (point.least, point.most, point.total))
    if scale is None:
        return Strip(
            name,
            points,
            undated,
            0.0,
            max((float(s["total"]) for s in scores), default=1.0) or 1.0,
            (),
            False,
        )
    bands = [(band.least, band.most, band.label) for band in scale.bands]
    return Strip(name, points, undated, scale.least, scale.most, bands, True)


def _summary(strip: Strip) -> str:
    values = ", ".join(f"{amount(point.total)} on {point.least.isoformat()}" for point in strip.points)
    return f"{strip.scale}, {amount(strip.least)} to {amount(strip.most)}: {values or 'no dated score'}"


def _y(strip: Strip, value: float, y0: float) -> float:
    share = (value - strip.least) / ((strip.most - strip.least) or 1)
    return y0 + _INNER * (1 - min(max(share, 0.0), 1.0))


def _frame(strip: Strip, y0: float, axis: Axis) -> list[str]:
    width = axis.right - axis.left
    parts = []
    for n, (least, most, name) in enumerate(strip.bands):
        bottom = _y(strip, least, y0) if n == 0 else _y(strip, (least + strip.bands[n - 1][1]) / 2, y0)
        upper = (
            _y(strip, most, y0)
            if n == len(strip.bands) - 1
            else _y(strip, (most + strip.bands[n + 1][0]) / 2, y0)
        )
        if n % 2:
            parts.append(rect(axis.left, upper, width, bottom - upper, fill="#000000", fill_opacity=0.07))
        words = f"{name}, {amount(least)}–{amount(most)}"
        parts.append(text(axis.right + 12, (upper + bottom) / 2 + 3.5, words, 10.5, fill=looks.SOFT))
    frame = rect(axis.left, y0, width, _INNER, fill="none", stroke="#aab4be", stroke_width=0.8)
    return [*parts, frame, *_gutter(strip, y0, axis)]


def _gutter(strip: Strip, y0: float, axis: Axis) -> list[str]:
    room = axis.left - 34
    known = "" if strip.range_known else "; range not known"
    parts = [
        text(
            8,
            y0 + 16,
            wrapped(strip.scale, room / 1.07, looks.NAME, most=1)[0],
            looks.NAME,
            font_weight="bold",
            fill=looks.INK,
        )
    ]
    notes = [
        f"higher is worse{known}",
        *([f"{count(strip.undated, 'score')} without a date"] if strip.undated else []),
    ]
    parts += [text(8, y0 + 30 + 13 * n, note, looks.SMALL, fill=looks.SOFT) for n, note in enumerate(notes)]
    for value in (strip.least, strip.most):
        y = _y(strip, value, y0)
        parts.append(
            text(
                axis.left - 5,
                y + (0 if value == strip.least else 8),
                amount(value),
                10.5,
                text_anchor="end",
                fill=looks.SOFT,
            )
        )
    return parts


def _lines(strip: Strip, y0: float, axis: Axis) -> list[str]:
    longest = picture_numbers()["line_joins_scores_at_most_days"]
    return [
        line(axis.x(a.most), _y(strip, a.total, y0), axis.x(b.least), _y(strip, b.total, y0), stroke=looks.SOFT, stroke_width=1.3)
        for a, b in zip(strip.points, strip.points[1:], strict=False)
        if 0 <= (b.least - a.most).days <= longest
    ]  # fmt: skip


def _points(strip: Strip, y0: float, axis: Axis) -> list[str]:
    parts: list[str] = []
    taken: list[Box] = []
    centres = [((axis.x(p.least) + axis.x(p.most)) / 2, _y(strip, p.total, y0)) for p in strip.points]
    dots: list[Box] = [(x - 3, y - 3, x + 3, y + 3) for x, y in centres]
    unprinted, size = 0, _size(centres)
    for point, (x, y) in zip(strip.points, centres, strict=True):
        if point.most > point.least:
            parts.append(
                line(
                    axis.x(point.least),
                    y,
                    axis.x(point.most),
                    y,
                    stroke=looks.INK,
                    stroke_dasharray="1.5 2.5",
                    stroke_width=1.4,
                )
            )
        parts.append(element("circle", cx=x, cy=y, r=2.8 if size == _SIZE else 2.0, fill=looks.INK))
        value = _value(amount(point.total), x, y, y0, taken, dots, axis, size)
        unprinted += not value
        parts += value
    return [*parts, *_unprinted(unprinted, y0)]


def _size(centres: Sequence[tuple[float, float]]) -> float:
    """Smaller values where the scores are crowded."""
    width = centres[-1][0] - centres[0][0]
    return _SIZE if len(centres) < 3 or width / (len(centres) - 1) >= _CROWDED else 9.0


def _unprinted(number: int, y0: float) -> list[str]:
    """Values without room are counted, never dropped silently."""
    if not number:
        return []
    return [
        text(8, y0 + 69 + 13 * n, part, looks.SMALL, fill=looks.SOFT)
        for n, part in enumerate([f"{count(number, 'value')} too close to print,", "in the table below"])
    ]


def _value(
    words: str, x: float, y: float, y0: float, taken: list[Box], dots: list[Box], axis: Axis, size: float
) -> list[str]:
    """The value where it touches no other value, and as few points as can be; nothing where there is no room."""
    half = width_of(words, size) / 2
    middle = min(max(x, axis.left + half + 1), axis.right - half - 1)
    places = [y + level for level in _LEVELS if y0 + size - 2 <= y + level <= y0 + _INNER - 2]
    boxes = {place: (middle - half, place - size + 2, middle + half, place + 1) for place in places}
    free = [place for place in places if not _touched(boxes[place], taken)]
    if not free:
        return []
    best = min(free, key=lambda place: (_touched(boxes[place], dots), places.index(place)))
    taken.append(boxes[best])
    leader = [line(x, y, middle, best - 3, stroke="#8a949e", stroke_width=0.6)] if abs(best - y) > 15 else []
    return [*leader, text(middle, best, words, size, text_anchor="middle", fill=looks.INK)]


def _touched(box: Box, others: Sequence[Box]) -> int:
    left, upper, right, lower = box
    return sum(1 for a, b, c, d in others if left < c and a < right and upper < d and b < lower)
