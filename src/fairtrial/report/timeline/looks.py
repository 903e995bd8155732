"""The looks of a bar: pattern first, so that the picture reads the same in black and white."""

from __future__ import annotations

from fairtrial.report.timeline.svg import element, line, rect

INK = "#1f2933"
SOFT = "#4a5560"
BAR = "#33566f"
NAME = 14.0
WORD = 12.5
SMALL = 11.5
LINE = 13.5
DOTTED: dict[str, object] = {"stroke": BAR, "stroke_width": 1.4, "stroke_dasharray": "1.5 3"}
PERHAPS: dict[str, object] = {"fill": "none", "stroke": BAR, "stroke_dasharray": "3 2"}
JOIN: dict[str, object] = {"stroke": SOFT, "stroke_width": 1.3}
FADE = tuple(round(0.75 - 0.07 * n, 2) for n in range(11))
"""Opacity of the slices of a fading end, from the sure days outwards."""
FAINT = 0.4


def definitions(prefix: str) -> str:
    """The hatching; its id carries the prefix so that two pictures on a page do not share it."""
    stroke = line(0, 0, 0, 6, stroke=BAR, stroke_width=2.4)
    ground = rect(0, 0, 6, 6, fill="#ffffff")
    pattern = element(
        "pattern",
        ground,
        stroke,
        id=f"{prefix}-hatched",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return element("defs", pattern)


def fill(look: str, prefix: str) -> dict[str, object]:
    """Fill and stroke of a look: solid, hatched, outline, or other for what has no verdict."""
    inside = {"solid": BAR, "hatched": f"url(#{prefix}-hatched)", "outline": "#ffffff", "other": "#c3ccd5"}[
        look
    ]
    return {"fill": inside, "stroke": SOFT if look == "other" else BAR, "stroke_width": 1.2}


def swatch(look: str, x: float, y: float, prefix: str) -> str:
    """A small sample of a look."""
    return rect(x, y, 15, 10, **fill(look, prefix))
