"""Ends that are not sure: dotted, and fainter the further they are from the sure days."""

from __future__ import annotations

from fairtrial.report.timeline import looks
from fairtrial.report.timeline.plan import Bar, Place
from fairtrial.report.timeline.svg import line, rect


def drawn(bar: Bar, place: Place) -> list[str]:
    """The uncertain ends of a bar, or the whole bar where no single day is sure."""
    span = bar.row.span
    if span.sure_from is None or span.sure_to is None:
        return _unsure(bar, place)
    before = bar.tall_at(bar.pieces[0]) if bar.pieces else bar.tall(None)
    after = bar.tall_at(bar.pieces[-1]) if bar.pieces else bar.tall(None)
    at, to = place.axis.x(span.sure_from), place.axis.x(span.sure_to)
    return _fade(at, bar.left, before, bar, place) + _fade(to, bar.right, after, bar, place)


def _unsure(bar: Bar, place: Place) -> list[str]:
    height = bar.tall(None)
    style = looks.fill(bar.row.look, place.prefix) | {"stroke": "none", "fill_opacity": looks.FAINT}
    ground = rect(bar.left, place.baseline - height, bar.right - bar.left, height, **style)
    return [ground, *_dotted(bar.left, bar.right, height, place, 1.0)]


def _fade(at: float, end: float, height: float, bar: Bar, place: Place) -> list[str]:
    """Slices from the sure days to the end of what is possible."""
    if abs(end - at) < 1:
        return []
    step = (end - at) / len(looks.FADE)
    style = looks.fill(bar.row.look, place.prefix) | {"stroke": "none"}
    parts = []
    for n, opacity in enumerate(looks.FADE):
        x = min(at + n * step, at + (n + 1) * step)
        parts.append(rect(x, place.baseline - height, abs(step), height, fill_opacity=opacity, **style))
        parts += _dotted(x, x + abs(step), height, place, 0.3 + opacity)
    return parts


def _dotted(left: float, right: float, height: float, place: Place, opacity: float) -> list[str]:
    dots = looks.DOTTED | {"stroke_opacity": min(opacity, 1.0)}
    return [line(left, y, right, y, **dots) for y in (place.baseline - height, place.baseline)]
