"""The scores of each scale: what a strip of the picture holds. Nothing is converted from scale to scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fairtrial.facts.models import Scale
from fairtrial.report.quantities import amount, ends
from fairtrial.report.timeline.spans import day_of


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

    @property
    def summary(self) -> str:
        """Every dated score in one line, for those who hear the picture."""
        values = ", ".join(f"{amount(point.total)} on {point.least.isoformat()}" for point in self.points)
        return f"{self.scale}, {amount(self.least)} to {amount(self.most)}: {values or 'no dated score'}"


def strips_of(scores: Sequence[Mapping[str, Any]], scales: Mapping[str, Scale]) -> list[Strip]:
    """One strip per scale that has a dated score, in order of first appearance."""
    rated = [score for score in scores if score["total"] is not None]
    names = dict.fromkeys(score["scale"] for score in rated)
    strips = [_strip(name, [s for s in rated if s["scale"] == name], scales.get(name)) for name in names]
    return [strip for strip in strips if strip.points]


def _strip(name: str, scores: Sequence[Mapping[str, Any]], scale: Scale | None) -> Strip:
    found = [_point(score) for score in scores]
    points = sorted((p for p in found if p), key=lambda point: (point.least, point.most, point.total))
    undated = len(found) - len(points)
    if scale is None:
        highest = max((point.total for point in points), default=0.0)
        return Strip(name, points, undated, 0.0, highest or 1.0, (), False)
    bands = [(band.least, band.most, band.label) for band in scale.bands]
    return Strip(name, points, undated, scale.least, scale.most, bands, True)


def _point(score: Mapping[str, Any]) -> Point | None:
    least, most = (day_of(end) for end in ends(score["on"]))
    first, last = least or most, most or least
    return Point(first, last, float(score["total"])) if first and last else None
