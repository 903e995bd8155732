"""The legend: what each look, line and number means."""

from __future__ import annotations

from collections.abc import Sequence

from fairtrial.report.timeline import looks
from fairtrial.report.timeline.svg import element, line, rect, text, width_of
from fairtrial.report.words import words

HEIGHT = 44.0
_SIZE = 11.5


def drawn(top: float, prefix: str, has_dates: bool) -> str:
    """Samples of the looks, and of the lines where a time axis is drawn."""
    fair = words()["adequate"]
    entries = [
        (looks.swatch(fair["yes"]["look"], 0, top + 3, prefix), "fair trial"),
        (
            looks.swatch(fair["no"]["look"], 0, top + 3, prefix),
            "too short, dose too low, or too few doses taken",
        ),
        (looks.swatch(fair["unknown"]["look"], 0, top + 3, prefix), "cannot tell"),
        (looks.swatch("other", 0, top + 3, prefix), "other treatment"),
    ]
    return _row(entries, top) + (_row(_lines(top + 20), top + 20) if has_dates else "")


def _row(entries: Sequence[tuple[str, str]], top: float) -> str:
    """Samples with their meanings, one after the other."""
    parts, x = [], 8.0
    for sample, meaning in entries:
        parts.append(element("g", sample, transform=f"translate({x:g} 0)"))
        x += 22 if sample else 0
        parts.append(text(x, top + 12, meaning, _SIZE, fill=looks.INK))
        x += width_of(meaning, _SIZE) + 16
    return "".join(parts)


def _lines(top: float) -> list[tuple[str, str]]:
    dots: dict[str, object] = {"stroke": looks.BAR, "stroke_width": 1.4, "stroke_dasharray": "1.5 3"}
    return [
        (
            line(0, top + 8, 17, top + 8, stroke=looks.INK, stroke_width=0.9),
            "minimum dose; each doubling is a step up",
        ),
        (line(0, top + 4, 17, top + 4, **dots) + line(0, top + 12, 17, top + 12, **dots), "date not sure"),
        (
            rect(0, top + 3, 16, 10, fill="#dfe6ee", stroke="#8a949e", stroke_dasharray="3 2"),
            "current episode",
        ),
        ("", "on bars: mg a day"),
        (
            element("circle", cx=8, cy=top + 8, r=6, fill="#ffffff", stroke=looks.INK),
            "a conflict, listed below",
        ),
    ]
