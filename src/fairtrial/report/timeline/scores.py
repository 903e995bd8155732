"""Score strips under the bars: one scale a strip, its full range, its bands named, each value printed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from fairtrial.report.quantities import amount, count
from fairtrial.report.timeline import looks
from fairtrial.report.timeline.axis import Axis
from fairtrial.report.timeline.strips import Strip
from fairtrial.report.timeline.svg import BOLD, element, line, rect, text, title, wrapped
from fairtrial.report.timeline.values import Values
from fairtrial.report.words import picture_numbers

HEIGHT = 100.0
_INNER = 84.0
_SIZE = 11.0
_SMALL_SIZE = 9.0
_CROWDED = 13.0


def drawn(strip: Strip, top: float, axis: Axis) -> str:
    """The strip: bands, points, values, and lines only where scores are close in time."""
    y0 = top + 12
    parts = [title(strip.summary), *_bands(strip, y0, axis), *_gutter(strip, y0, axis)]
    return element("g", *parts, *_lines(strip, y0, axis), *_points(strip, y0, axis))


def _y(strip: Strip, value: float, y0: float) -> float:
    share = (value - strip.least) / ((strip.most - strip.least) or 1)
    return y0 + _INNER * (1 - min(max(share, 0.0), 1.0))


def _bands(strip: Strip, y0: float, axis: Axis) -> list[str]:
    """Bands as alternating shades with their names at the right, inside a frame of the full range."""
    parts = []
    for n, (least, most, name) in enumerate(strip.bands):
        before, after = strip.bands[n - 1 : n], strip.bands[n + 1 : n + 2]
        bottom = _y(strip, (least + before[0][1]) / 2 if before else least, y0)
        upper = _y(strip, (most + after[0][0]) / 2 if after else most, y0)
        if n % 2:
            width = axis.right - axis.left
            parts.append(rect(axis.left, upper, width, bottom - upper, fill="#000000", fill_opacity=0.07))
        words = f"{name}, {amount(least)}–{amount(most)}"
        parts.append(text(axis.right + 12, (upper + bottom) / 2 + 3.5, words, 10.5, fill=looks.SOFT))
    frame = rect(
        axis.left, y0, axis.right - axis.left, _INNER, fill="none", stroke="#aab4be", stroke_width=0.8
    )
    return [*parts, frame]


def _gutter(strip: Strip, y0: float, axis: Axis) -> list[str]:
    name = wrapped(strip.scale, (axis.left - 34) / BOLD, looks.NAME, most=1)[0]
    notes = ["higher is worse", *([] if strip.range_known else ["range not known"])]
    notes += [f"{count(strip.undated, 'score')} without a date"] if strip.undated else []
    parts = [text(8, y0 + 16, name, looks.NAME, font_weight="bold", fill=looks.INK)]
    parts += [
        text(8, y0 + 30 + looks.LINE * n, note, looks.SMALL, fill=looks.SOFT) for n, note in enumerate(notes)
    ]
    edge = {"text_anchor": "end", "fill": looks.SOFT}
    parts.append(text(axis.left - 5, y0 + _INNER, amount(strip.least), 10.5, **edge))
    return [*parts, text(axis.left - 5, y0 + 8, amount(strip.most), 10.5, **edge)]


def _lines(strip: Strip, y0: float, axis: Axis) -> list[str]:
    longest = picture_numbers()["line_joins_scores_at_most_days"]
    return [
        line(axis.x(a.most), _y(strip, a.total, y0), axis.x(b.least), _y(strip, b.total, y0), **looks.JOIN)
        for a, b in pairwise(strip.points)
        if 0 <= (b.least - a.most).days <= longest
    ]


def _points(strip: Strip, y0: float, axis: Axis) -> list[str]:
    centres = [((axis.x(p.least) + axis.x(p.most)) / 2, _y(strip, p.total, y0)) for p in strip.points]
    dots = [(x - 3, y - 3, x + 3, y + 3) for x, y in centres]
    size = _size(centres)
    values = Values((axis.left, y0, axis.right, y0 + _INNER), dots, size)
    parts = []
    for point, (x, y) in zip(strip.points, centres, strict=True):
        if point.most > point.least:
            parts.append(line(axis.x(point.least), y, axis.x(point.most), y, **looks.DOTTED))
        parts.append(element("circle", cx=x, cy=y, r=2.8 if size == _SIZE else 2.0, fill=looks.INK))
        values.put(amount(point.total), x, y)
    return [*parts, *values.parts, *_unprinted(values.unprinted, y0)]


def _size(centres: Sequence[tuple[float, float]]) -> float:
    """Smaller values where the scores are crowded."""
    width = centres[-1][0] - centres[0][0]
    return _SIZE if len(centres) < 3 or width / (len(centres) - 1) >= _CROWDED else _SMALL_SIZE


def _unprinted(number: int, y0: float) -> list[str]:
    """Values without room are counted, never dropped silently."""
    said = [f"{count(number, 'value')} too close to print,", "in the table below"] if number else []
    return [
        text(8, y0 + 69 + looks.LINE * n, part, looks.SMALL, fill=looks.SOFT) for n, part in enumerate(said)
    ]
