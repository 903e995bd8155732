"""The words of a row: its name at the left, and at the right whether it was fair and what it did."""

from __future__ import annotations

from fairtrial.report.timeline import looks
from fairtrial.report.timeline.rows import Row
from fairtrial.report.timeline.svg import BOLD, element, text, wrapped
from fairtrial.report.words import picture_numbers

FIRST = 17.0
"""Base of the first line of words, below the top of a row."""


def names(row: Row, top: float, left: float, first: float = FIRST) -> str:
    """The name of a treatment, what stands under it, and the numbers of its conflicts."""
    marks = [
        conflict_mark(number, left - 14 - 17 * n, top + first - 4)
        for n, number in enumerate(reversed(row.marks))
    ]
    return _lines(_left_lines(row, left), 24.0 if row.base else 8.0, top + first, looks.NAME) + "".join(marks)


def verdict_words(row: Row, top: float, right: float, prefix: str, first: float = FIRST) -> str:
    """At the right: the look, fair or not, and what the medicine did as rated."""
    sample = looks.swatch(row.look, right + 12, top + first - 10, prefix)
    return sample + _lines(_right_lines(row), right + 34, top + first, looks.WORD)


def height_of(row: Row, left: float) -> float:
    """Room that the words at the left and at the right take."""
    return looks.LINE * max(len(_left_lines(row, left)), len(_right_lines(row))) + 8


def conflict_mark(number: int, x: float, y: float) -> str:
    """The small number that leads to the list of conflicts."""
    ring = element("circle", cx=x, cy=y, r=7.5, fill="#ffffff", stroke=looks.INK, stroke_width=1.2)
    return ring + text(x, y + 3.6, str(number), 10, text_anchor="middle", font_weight="bold", fill=looks.INK)


def _lines(lines: list[tuple[str, bool]], x: float, y: float, bold_size: float) -> str:
    """Lines under each other: bold ones first, then small ones."""
    parts = []
    for n, (words, bold) in enumerate(lines):
        size, fill, weight = (bold_size, looks.INK, "bold") if bold else (looks.SMALL, looks.SOFT, None)
        parts.append(text(x, y + looks.LINE * n, words, size, font_weight=weight, fill=fill))
    return "".join(parts)


def _left_lines(row: Row, left: float) -> list[tuple[str, bool]]:
    room = left - (24 if row.base else 8) - 12
    name = ("+ " if row.base else "") + row.name
    bold = wrapped(name, (room - 17 * len(row.marks)) / BOLD, looks.NAME, most=2)
    return [(part, True) for part in bold] + [
        (part, False) for part in wrapped(row.under, room, looks.SMALL, most=3)
    ]


def _right_lines(row: Row) -> list[tuple[str, bool]]:
    room = picture_numbers()["right"] - 42
    did = row.did.replace(" % ", "\N{NO-BREAK SPACE}%\N{NO-BREAK SPACE}")
    bold = wrapped(row.fair, room / BOLD, looks.WORD, most=2)
    return [(part, True) for part in bold] + [
        (part, False) for part in wrapped(did, room, looks.SMALL, most=4)
    ]
