"""Thin marks for what happened: diagnoses, pregnancies, admissions; and the shade of the current episode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fairtrial.report.quantities import day_span, ends
from fairtrial.report.timeline import looks
from fairtrial.report.timeline.axis import Axis
from fairtrial.report.timeline.spans import day_of
from fairtrial.report.timeline.svg import element, line, rect, text, title, width_of, wrapped
from fairtrial.report.words import label, words
from fairtrial.tables import DENIED, LEFT_OPEN, SOMEONE_ELSES

_SIZE = 11.5
_LINE = 15.5
_MOST_LINES = 5
_AWAY = 6.0
Data = Mapping[str, Any]


@dataclass(frozen=True)
class Event:
    """Something at one place in time; `when` is how the day is known, in words."""

    on: date
    name: str
    when: str


def events_of(data: Data) -> list[Event]:
    """Dated conditions and circumstances, in order; the same name is marked once, where it first stands.

    What is denied, left open or another person's did not happen then: it stands in the table only.
    """
    found = [(c["started_on"], _condition_name(c)) for c in data["conditions"]]
    found += [(c["on"], _context_name(c)) for c in data["context"] if not _is_no_event(c)]
    events = sorted(_dated(found), key=lambda event: (event.on, event.name))
    return list({event.name: event for event in reversed(events)}.values())[::-1]


@dataclass(frozen=True)
class Label:
    """An event with its words beside the mark, on one line of the lane, right of the mark or left."""

    event: Event
    words: str
    line: int
    to_right: bool


@dataclass(frozen=True)
class Lane:
    """Labels packed into lines; `left_out` are in the table only."""

    labels: Sequence[Label]
    left_out: int
    height: float


def lane_of(events: Sequence[Event], axis: Axis) -> Lane:
    """Labels packed so that none touch, each on the first line with room; what is before the axis is not."""
    ends_at: list[float] = []
    labels = []
    for event in (event for event in events if event.on >= axis.first):
        words, to_right, start, end = _beside(event, axis)
        free = next((n for n, taken in enumerate(ends_at) if taken <= start), len(ends_at))
        if free < _MOST_LINES:
            ends_at[free : free + 1] = [end]
            labels.append(Label(event, words, free, to_right))
    left_out = len(events) - len(labels)
    lines = max(len(ends_at), 2 if left_out else 0)
    return Lane(labels, left_out, _LINE * lines + (6 if lines else 0))


def _beside(event: Event, axis: Axis) -> tuple[str, bool, float, float]:
    """The words that fit beside the mark (left when the right is too narrow), and their extent."""
    x = axis.x(event.on)
    right, left = axis.right - x - _AWAY, x - axis.left - _AWAY
    to_right = width_of(event.name, _SIZE) <= right or right >= left
    words = wrapped(event.name, right if to_right else left, _SIZE, most=1)[0]
    width = width_of(words, _SIZE) + _AWAY
    return (words, True, x, x + width + 6) if to_right else (words, False, x - width, x + 6)


def drawn(lane: Lane, top: float, bottom: float, axis: Axis) -> str:
    """Marks through the whole picture, labels in the lane."""
    if not lane.height:
        return ""
    parts = [text(8, top + 12, "Events", looks.WORD, font_weight="bold", fill=looks.INK)]
    if lane.left_out:
        parts.append(text(8, top + 25, f"{lane.left_out} more in the table", _SIZE, fill=looks.SOFT))
    return "".join([*parts, *(_marked(label, top, bottom, axis) for label in lane.labels)])


def _marked(label: Label, top: float, bottom: float, axis: Axis) -> str:
    x, y = axis.x(label.event.on), top + 12 + _LINE * label.line
    mark = line(x, y - 10, x, y + 3, stroke=looks.INK, stroke_width=1.4)
    thread = line(x, y + 3, x, bottom, stroke="#b4bdc6", stroke_width=0.8)
    at, anchor = (x + 4, "start") if label.to_right else (x - 4, "end")
    width = width_of(label.words, _SIZE) + 4
    ground = rect(
        at - 2 if label.to_right else at - width + 2, y - 10, width, 13, fill="#ffffff", fill_opacity=0.85
    )
    words_ = text(at, y, label.words, _SIZE, text_anchor=anchor, fill=looks.INK)
    return element("g", title(f"{label.event.name}, {label.event.when}"), thread, ground, mark, words_)


def episode_shade(episode: Data, as_of: date, top: float, bottom: float, axis: Axis) -> str:
    """The current episode as a shade: paler where its start is not sure."""
    least, most = (day_of(end) for end in ends(episode["started_on"]))
    if least is None and most is None:
        return ""
    first, sure, end = axis.x(least or most or as_of), axis.x(most or least or as_of), axis.x(as_of)
    parts = [
        rect(first, top, sure - first, bottom - top, fill="#dfe6ee", fill_opacity=0.5),
        rect(sure, top, end - sure, bottom - top, fill="#dfe6ee", fill_opacity=0.75),
    ]
    if (least or most or as_of) >= axis.first:
        parts.append(
            line(first, top, first, bottom, stroke=looks.SOFT, stroke_width=1, stroke_dasharray="5 3")
        )
    return element("g", title(f"{words()['current_episode']}: {episode['sentence']}"), *parts)


def episode_label(episode: Data, top: float, axis: Axis) -> str:
    """The words of the shade, over everything that crosses them."""
    first = next((on for on in map(day_of, ends(episode["started_on"])) if on), None)
    if first is None:
        return ""
    name = str(words()["current_episode"])
    width = width_of(name, _SIZE, bold=True)
    x = max(min(axis.x(first) + 4, axis.right - width - 2), axis.left)
    ground = rect(x - 2, top + 1, width + 4, 15, fill="#eef2f7", fill_opacity=0.9)
    return ground + text(x, top + 12, name, _SIZE, font_weight="bold", fill=looks.INK)


def _dated(found: Sequence[tuple[Data, str]]) -> list[Event]:
    events = []
    for when, name in found:
        least, most = (day_of(end) for end in ends(when))
        on = least or most
        if on is not None:
            events.append(Event(on, name, day_span(when)))
    return events


def _condition_name(condition: Data) -> str:
    certainty = (
        "" if condition["certainty"] == "confirmed" else f" ({label('certainties', condition['certainty'])})"
    )
    return f"{condition['meaning']}{certainty}"


def _is_no_event(context: Data) -> bool:
    return str(context["value"] or "").startswith((DENIED, LEFT_OPEN, SOMEONE_ELSES))


def _context_name(context: Data) -> str:
    topic = str(context["topic"]).replace("_", " ")
    return topic if context["value"] in {None, ""} else f"{topic}: {context['value']}"
