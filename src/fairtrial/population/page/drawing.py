"""Altair charts to SVG, drawn without a browser or network; the same chart gives the same bytes."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import Any

MISSING = (
    "Charts need altair and vl-convert: pip install 'fairtrial[cohort]'. "
    "The tables are complete without them."
)
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999999", "#f0e442")
"""Okabe and Ito: told apart with any colour vision."""
ANSWER_COLOURS = {"yes": "#0072b2", "unknown": "#bbbbbb", "no": "#dbe9f4"}
ADEQUACY_COLOURS = {"fair": "#009e73", "too low": "#e69f00", "too short": "#56b4e9", "not taken": "#cc79a7",
                    "cannot tell": "#bbbbbb"}  # fmt: skip
NOT_SHOWN, NOT_SHOWN_COLOUR = "not shown", "#f3f3f3"
"""What small cells hide of a share."""
WIDTH = 620
_IDS = re.compile(r"\b(clip|gradient_)(\d+)")


def can_draw() -> bool:
    """Are the chart libraries there?"""
    return all(find_spec(name) is not None for name in ("altair", "vl_convert"))


def svg_of(chart: Any, name: str) -> str:
    """The chart as SVG; ``name`` makes its inner ids differ from those of other charts on the page."""
    import vl_convert

    spec = chart.configure(font="sans-serif").configure_view(stroke=None).to_json()
    drawn = str(vl_convert.vegalite_to_svg(spec))
    return _IDS.sub(_renumbered(name), drawn)


def _renumbered(name: str) -> Any:
    seen: dict[str, str] = {}

    def new(match: re.Match[str]) -> str:
        return seen.setdefault(match[0], f"{name}-{match[1]}{len(seen)}")

    return new
