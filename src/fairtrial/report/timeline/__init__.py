"""The timeline: the whole history on one time axis, as one SVG that also reads in black and white."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from fairtrial.facts.models import Scale
from fairtrial.report.quantities import count
from fairtrial.report.timeline import axis as axes
from fairtrial.report.timeline import bars, events, legend, looks, plan, scores, undated
from fairtrial.report.timeline.axis import Axis
from fairtrial.report.timeline.rows import Row, rows_of, trial_summary
from fairtrial.report.timeline.strips import Strip, strips_of
from fairtrial.report.timeline.svg import FONT, element, escaped, line, rect, title
from fairtrial.report.words import picture_numbers

__all__ = ["drawn"]
_AXIS_ROOM = 30.0


def drawn(data: Mapping[str, Any], scales: Mapping[str, Scale], prefix: str = "timeline") -> str:
    """The picture of a review as SVG, or nothing where there is nothing to draw.

    `scales` gives range and bands; `prefix` keeps ids apart where a page holds several pictures.
    """
    rows, lost = rows_of(data)
    strips = strips_of(data["scores"], scales)
    if not rows and not lost and not strips:
        return ""
    dated = bool(rows or strips)
    body, height = _dated(data, rows, strips, prefix) if dated else ("", 8.0)
    left, right = _plot()
    body += undated.drawn(lost, height, left, right, prefix)
    height += undated.height_of(lost, left) + 10
    body += legend.drawn(height, prefix, dated)
    return _whole(body, height + legend.HEIGHT, rows + lost, prefix)


def _plot() -> tuple[float, float]:
    numbers = picture_numbers()
    return numbers["left"], numbers["width"] - numbers["right"]


def _dated(
    data: Mapping[str, Any], rows: Sequence[Row], strips: Sequence[Strip], prefix: str
) -> tuple[str, float]:
    """Everything on the time axis, and its height."""
    as_of = date.fromisoformat(data["as_of"])
    axis = axes.axis_over(_days(rows, strips), as_of, *_plot())
    lane = events.lane_of(events.events_of(data), axis)
    planned = plan.planned(rows, axis)
    first = _AXIS_ROOM + lane.height + 20
    bars_end = first + sum(bar.height for bar in planned)
    bottom = bars_end + (scores.HEIGHT * len(strips) + 6 if strips else 4)
    parts = [
        events.episode_shade(data["episode"], as_of, _AXIS_ROOM + lane.height, bottom, axis),
        axes.drawn(axis, _AXIS_ROOM, bottom),
        events.drawn(lane, _AXIS_ROOM + 2, bottom, axis),
        _review_day(as_of, axis, bottom),
    ]
    parts.append(events.episode_label(data["episode"], _AXIS_ROOM + lane.height, axis))
    top = first
    for bar in planned:
        parts.append(bars.drawn(bar, top, plan.Place(bar.baseline(top), axis, prefix)))
        top += bar.height
    parts += [scores.drawn(strip, bars_end + scores.HEIGHT * n, axis) for n, strip in enumerate(strips)]
    return "".join(parts), bottom + 10


def _days(rows: Sequence[Row], strips: Sequence[Strip]) -> list[tuple[date, date]]:
    """From the first to the last day of everything drawn."""
    found = [(row.span.first, row.span.last) for row in rows]
    return found + [(point.least, point.most) for strip in strips for point in strip.points]


def _review_day(as_of: date, axis: Axis, bottom: float) -> str:
    x = axis.x(as_of)
    return element(
        "g",
        title(f"day of the review: {as_of.isoformat()}"),
        line(x, _AXIS_ROOM, x, bottom, stroke=looks.INK, stroke_width=1.1),
    )


def _whole(body: str, height: float, rows: Sequence[Row], prefix: str) -> str:
    width = picture_numbers()["width"]
    described = ". ".join(trial_summary(row) for row in rows)
    name = element("title", f"Timeline of {count(len(rows), 'treatment')}", id=f"{prefix}-title")
    description = element(
        "desc", escaped(f"{described}. The same facts stand in the table below."), id=f"{prefix}-desc"
    )
    return element(
        "svg",
        name,
        description,
        looks.definitions(prefix),
        rect(0, 0, width, height, fill="#ffffff"),
        body,
        xmlns="http://www.w3.org/2000/svg",
        role="group",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        font_family=FONT,
        class_="timeline",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
    )
