"""A small line chart as SVG, without any library: share of records thinned across, share unknown upwards."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 60, 190, 40, 50
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
LABEL_GAP = 15
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#7f7f7f", "#000000")
"""Told apart by people who see few colours; each line is also named at its end."""


@dataclass(frozen=True)
class Line:
    """A name, and points of a share between 0 and 1 and a percentage."""

    name: str
    points: list[tuple[float, float]]


def chart(lines: list[Line]) -> str:
    """The whole picture."""
    most = max(10.0, max(percent for line in lines for _, percent in line.points))
    top = 10.0 * -(-most // 10)
    drawn = [_line(line, top, COLOURS[n % len(COLOURS)]) for n, line in enumerate(lines)]
    return "\n".join([_HEAD, *_across(), *_upwards(top), *drawn, *_labels(lines, top), "</svg>", ""])


_HEAD = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
    'font-family="sans-serif" font-size="12">\n'
    "<title>Share of verdicts that stay unknown, by share of records thinned (invented people)</title>\n"
    f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n'
    f'<text x="{LEFT}" y="20" font-weight="bold">'
    "Verdicts that stay unknown, in percent (invented people)</text>\n"
    f'<text x="{LEFT}" y="{HEIGHT - 10}">share of the rows concerned that were thinned</text>'
)


def _x(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(percent: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - percent / top * (HEIGHT - TOP - BOTTOM), 1)


def _across() -> list[str]:
    base = HEIGHT - BOTTOM
    return [f'<text x="{_x(tick)}" y="{base + 18}" text-anchor="middle">{tick:.0%}</text>' for tick in TICKS]


def _upwards(top: float) -> list[str]:
    right = WIDTH - RIGHT
    found = []
    for percent in (tick * top for tick in TICKS):
        y = _y(percent, top)
        found.append(f'<line x1="{LEFT}" x2="{right}" y1="{y}" y2="{y}" stroke="#dddddd"/>')
        found.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{percent:g} %</text>')
    return found


def _line(line: Line, top: float, colour: str) -> str:
    points = " ".join(f"{_x(share)},{_y(percent, top)}" for share, percent in line.points)
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'


def _labels(lines: list[Line], top: float) -> list[str]:
    """Names at the right ends, from the top down, moved apart where they would touch."""
    ends = sorted((_y(line.points[-1][1], top), number) for number, line in enumerate(lines))
    texts, last = [], -float(LABEL_GAP)
    for place, number in ends:
        last = max(place, last + LABEL_GAP)
        colour = COLOURS[number % len(COLOURS)]
        name = escape(lines[number].name)
        texts.append(f'<text x="{WIDTH - RIGHT + 8}" y="{last + 4}" fill="{colour}">{name}</text>')
    return texts
