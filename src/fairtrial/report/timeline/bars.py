"""One row of the picture: name, bar with dose steps, gaps, fading ends, and the words at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairtrial.report.timeline import looks, notes
from fairtrial.report.timeline.axis import Axis
from fairtrial.report.timeline.notes import Note
from fairtrial.report.timeline.pieces import Piece, gaps_of, height_of, pieces_of
from fairtrial.report.timeline.rows import Row, trial_summary
from fairtrial.report.timeline.svg import element, line, rect, text, title, wrapped
from fairtrial.report.words import picture_numbers, words

_TAIL = 34.0
_COMPACT_FROM = 15


@dataclass(frozen=True)
class Bar:
    """A row with everything placed but its height on the page."""

    row: Row
    pieces: Sequence[Piece]
    left: float
    right: float
    doses_written: bool
    note: Note
    height: float
    first: float


def planned(rows: Sequence[Row], axis: Axis) -> list[Bar]:
    """Every row with its words placed; rows are lower when there are many."""
    compact = len(rows) >= _COMPACT_FROM
    return [_plan(row, axis, compact) for row in rows]


def _plan(row: Row, axis: Axis, compact: bool) -> Bar:
    pieces = pieces_of(row.treatment, row.span)
    written = row.is_drug and not compact and notes.labels_fit(pieces, axis)
    left, right = _extent(row, axis)
    note = notes.note_for(row, pieces, axis, left, right, written)
    lowest, first, spare = (30.0, 13.0, 5.0) if compact else (48.0, 17.0, 0.0)
    height = max(lowest, words_height(row, axis.left) - spare) + note.room
    return Bar(row, pieces, left, right, written, note, height, first)


def _extent(row: Row, axis: Axis) -> tuple[float, float]:
    """Left and right end of everything drawn for the bar, fades included."""
    span = row.span
    left = axis.x(span.perhaps_from) if span.perhaps_from else axis.x(span.first) - _TAIL
    right = axis.x(span.perhaps_to) if span.perhaps_to else axis.x(span.last) + _TAIL
    return max(min(left, axis.x(span.first)), axis.left), min(
        max(right, axis.x(span.last), left + 4), axis.right
    )


def drawn(bar: Bar, top: float, axis: Axis, prefix: str) -> str:
    """The row, linked to its trial below the picture."""
    baseline = top + bar.height - bar.note.room - (3 if bar.first < 17 else 7)
    parts = [title(trial_summary(bar.row)), names(bar.row, top, axis.left, bar.first)]
    parts.append(verdict_words(bar.row, top, axis.right, prefix, bar.first))
    parts += [
        *_fades(bar, baseline, axis, prefix),
        *_pieces(bar, baseline, axis, prefix),
        *_minimum_lines(bar, baseline, axis),
    ]
    parts += [*_gaps(bar, baseline, axis), notes.drawn(bar.note, baseline)]
    separator = line(
        8, top + bar.height, axis.right + 200, top + bar.height, stroke="#e5e9ee", stroke_width=0.8
    )
    return separator + element("a", *parts, href=f"#trial-{bar.row.id}")


def names(row: Row, top: float, left: float, first: float = 17.0) -> str:
    """The name of a treatment, what stands under it, and the numbers of its conflicts."""
    x = 24.0 if row.base else 8.0
    parts = []
    for n, (line_, bold) in enumerate(_left_lines(row, left)):
        style: dict[str, object] = (
            {"font_weight": "bold", "fill": looks.INK} if bold else {"fill": looks.SOFT}
        )
        parts.append(
            text(x, top + first + looks.LINE * n, line_, looks.NAME if bold else looks.SMALL, **style)
        )
    for n, number in enumerate(reversed(row.marks)):
        parts.append(conflict_mark(number, left - 14 - 17 * n, top + first - 4))
    return "".join(parts)


def _left_lines(row: Row, left: float) -> list[tuple[str, bool]]:
    room = left - (24 if row.base else 8) - 12
    name = wrapped(
        ("+ " if row.base else "") + row.name, (room - 17 * len(row.marks)) / 1.07, looks.NAME, most=2
    )
    return [
        *((part, True) for part in name),
        *((part, False) for part in wrapped(row.under, room, looks.SMALL, most=3)),
    ]


def conflict_mark(number: int, x: float, y: float) -> str:
    """The small number that leads to the list of conflicts."""
    ring = element("circle", cx=x, cy=y, r=7.5, fill="#ffffff", stroke=looks.INK, stroke_width=1.2)
    return ring + text(x, y + 3.6, str(number), 10, text_anchor="middle", font_weight="bold", fill=looks.INK)


def verdict_words(row: Row, top: float, right: float, prefix: str, first: float = 17.0) -> str:
    """At the right: the look, fair or not, and what the medicine did as rated."""
    x = right + 12
    parts = [looks.swatch(row.look, x, top + first - 10, prefix)]
    for n, (part, bold) in enumerate(_right_lines(row)):
        style: dict[str, object] = (
            {"font_weight": "bold", "fill": looks.INK} if bold else {"fill": looks.SOFT}
        )
        parts.append(
            text(x + 22, top + first + looks.LINE * n, part, looks.WORD if bold else looks.SMALL, **style)
        )
    return "".join(parts)


def _right_lines(row: Row) -> list[tuple[str, bool]]:
    room = picture_numbers()["right"] - 42
    did = row.did.replace(" % ", "\N{NO-BREAK SPACE}%\N{NO-BREAK SPACE}")
    fair = wrapped(row.fair, room / 1.07, looks.WORD, most=2)
    return [
        *((part, True) for part in fair),
        *((part, False) for part in wrapped(did, room, looks.SMALL, most=4)),
    ]


def words_height(row: Row, left: float) -> float:
    """Room that the words at the left and at the right take."""
    return looks.LINE * max(len(_left_lines(row, left)), len(_right_lines(row))) + 8


def _minimum(row: Row) -> float | None:
    least = row.treatment.get("minimum_dose_mg_per_day")
    return float(least["value"]) if least else None


def _minimum_lines(bar: Bar, baseline: float, axis: Axis) -> list[str]:
    """The line of the minimum dose: dark, and white where it crosses a solid bar."""
    if not bar.row.is_drug or _minimum(bar.row) is None:
        return []
    y = baseline - height_of(1, 1)
    parts = [line(bar.left - 4, y, bar.right + 4, y, stroke=looks.INK, stroke_width=0.9)]
    crossed = [
        piece for piece in bar.pieces if bar.row.look == "solid" and _height(bar, piece) > height_of(1, 1)
    ]
    return parts + [
        line(axis.x(piece.start), y, axis.x(piece.stop), y, stroke="#ffffff", stroke_width=1.1)
        for piece in crossed
    ]


def _height(bar: Bar, piece: Piece) -> float:
    dose = piece.least if piece.least is not None else piece.most
    return height_of(dose, _minimum(bar.row), bar.row.is_drug)


def _pieces(bar: Bar, baseline: float, axis: Axis, prefix: str) -> list[str]:
    parts = []
    for piece in bar.pieces:
        height, x = _height(bar, piece), axis.x(piece.start)
        width = max(axis.x(piece.stop) - x, 2.0)
        parts.append(rect(x, baseline - height, width, height, **looks.fill(bar.row.look, prefix)))
        top = height
        if piece.most is not None and piece.least is not None and piece.most > piece.least:
            top = height_of(piece.most, _minimum(bar.row))
            parts.append(
                rect(
                    x,
                    baseline - top,
                    width,
                    top - height,
                    fill="none",
                    stroke=looks.BAR,
                    stroke_dasharray="3 2",
                )
            )
        if bar.doses_written and piece.label != "?":
            parts.append(
                text(
                    x + width / 2,
                    baseline - top - 3,
                    piece.label,
                    notes.SIZE,
                    text_anchor="middle",
                    fill=looks.INK,
                )
            )
    return parts


def _fades(bar: Bar, baseline: float, axis: Axis, prefix: str) -> list[str]:
    span = bar.row.span
    if span.sure_from is None or span.sure_to is None:
        return _unsure(bar, baseline, prefix)
    first, last = (bar.pieces[0], bar.pieces[-1]) if bar.pieces else (None, None)
    at, to = axis.x(span.sure_from), axis.x(span.sure_to)
    parts = _fade(
        at,
        bar.left,
        baseline,
        _height(bar, first) if first else height_of(None, None, bar.row.is_drug),
        bar,
        prefix,
    )
    return parts + _fade(
        to,
        bar.right,
        baseline,
        _height(bar, last) if last else height_of(None, None, bar.row.is_drug),
        bar,
        prefix,
    )


def _unsure(bar: Bar, baseline: float, prefix: str) -> list[str]:
    """A treatment of which no single day is sure: faint all along, inside a dotted frame."""
    height = height_of(None, None, bar.row.is_drug)
    style = looks.fill(bar.row.look, prefix) | {"stroke": "none"}
    ground = rect(
        bar.left, baseline - height, bar.right - bar.left, height, fill_opacity=looks.FADE[1], **style
    )
    return [ground, *_dotted(bar.left, bar.right, baseline, height, 1.0)]


def _fade(at: float, end: float, baseline: float, height: float, bar: Bar, prefix: str) -> list[str]:
    """Slices that grow fainter from the sure days to the end of what is possible, between dotted lines."""
    if abs(end - at) < 1:
        return []
    step = (end - at) / len(looks.FADE)
    style = looks.fill(bar.row.look, prefix) | {"stroke": "none"}
    parts = []
    for n, opacity in enumerate(looks.FADE):
        x = min(at + n * step, at + (n + 1) * step)
        parts.append(rect(x, baseline - height, abs(step), height, fill_opacity=opacity, **style))
        parts += _dotted(x, x + abs(step), baseline, height, 0.3 + opacity)
    return parts


def _dotted(left: float, right: float, baseline: float, height: float, opacity: float) -> list[str]:
    dots: dict[str, object] = {
        "stroke": looks.BAR, "stroke_width": 1.4, "stroke_dasharray": "1.5 3", "stroke_opacity": min(opacity, 1.0),
    }  # fmt: skip
    return [line(left, y, right, y, **dots) for y in (baseline - height, baseline)]


def _gaps(bar: Bar, baseline: float, axis: Axis) -> list[str]:
    parts = []
    for start, stop in gaps_of(bar.row.treatment):
        left, right = axis.x(start), axis.x(stop)
        parts.append(
            line(
                left, baseline, right, baseline, stroke=looks.BAR, stroke_width=1.2, stroke_dasharray="1.5 3"
            )
        )
        if notes.gap_is_wide(start, stop, axis):
            parts.append(
                text(
                    (left + right) / 2,
                    baseline - 4,
                    words()["not_collected"],
                    9,
                    text_anchor="middle",
                    fill=looks.INK,
                )
            )
    return parts
