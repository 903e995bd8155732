"""One row of the picture: dose steps as heights, the line of the minimum dose, gaps without supply."""

from __future__ import annotations

from datetime import date

from fairtrial.report.timeline import fades, labels, looks, notes
from fairtrial.report.timeline.pieces import drawn_gaps
from fairtrial.report.timeline.plan import Bar, Place
from fairtrial.report.timeline.rows import trial_summary
from fairtrial.report.timeline.steps import Piece
from fairtrial.report.timeline.svg import element, line, rect, text, title
from fairtrial.report.words import picture_numbers, words

_THINNEST = 2.0


def drawn(bar: Bar, top: float, place: Place) -> str:
    """The row, linked to its trial below the picture."""
    parts = [
        title(trial_summary(bar.row)),
        labels.names(bar.row, top, place.axis.left, bar.first),
        labels.verdict_words(bar.row, top, place.axis.right, place.prefix, bar.first),
        *fades.drawn(bar, place),
        *(part for piece in bar.pieces for part in _piece(bar, piece, place)),
        *_minimum_lines(bar, place),
        *(
            part
            for start, stop in drawn_gaps(bar.row.treatment, bar.row.span)
            for part in _gap(start, stop, place)
        ),
        notes.drawn(bar.note, place.baseline),
    ]
    bottom, right = top + bar.height, picture_numbers()["width"] - 8
    separator = line(8, bottom, right, bottom, stroke="#e5e9ee", stroke_width=0.8)
    return separator + element("a", *parts, href=f"#trial-{bar.row.id}")


def _piece(bar: Bar, piece: Piece, place: Place) -> list[str]:
    x, height = place.axis.x(piece.start), bar.tall_at(piece)
    width = max(place.axis.x(piece.stop) - x, _THINNEST)
    top = bar.tall(piece.most) if piece.is_range else height
    parts = [rect(x, place.baseline - height, width, height, **looks.fill(bar.row.look, place.prefix))]
    if top > height:
        parts.append(rect(x, place.baseline - top, width, top - height, **looks.PERHAPS))
    if bar.doses_written and piece.label != "?":
        y = place.baseline - top - 3
        parts.append(text(x + width / 2, y, piece.label, notes.SIZE, text_anchor="middle", fill=looks.INK))
    return parts


def _minimum_lines(bar: Bar, place: Place) -> list[str]:
    """The line of the minimum dose: dark, and white where it crosses a solid bar."""
    if bar.minimum is None:
        return []
    height = bar.tall(bar.minimum)
    y = place.baseline - height
    parts = [line(bar.left - 4, y, bar.right + 4, y, stroke=looks.INK, stroke_width=0.9)]
    crossed = [piece for piece in bar.pieces if bar.row.look == "solid" and bar.tall_at(piece) > height]
    return parts + [
        line(place.axis.x(piece.start), y, place.axis.x(piece.stop), y, stroke="#ffffff", stroke_width=1.1)
        for piece in crossed
    ]


def _gap(start: date, stop: date, place: Place) -> list[str]:
    left, right, y = place.axis.x(start), place.axis.x(stop), place.baseline
    parts = [line(left, y, right, y, **looks.DOTTED)]
    if notes.gap_is_wide(start, stop, place.axis):
        said = str(words()["not_collected"])
        parts.append(
            text((left + right) / 2, y - 4, said, notes.GAP_SIZE, text_anchor="middle", fill=looks.INK)
        )
    return parts
