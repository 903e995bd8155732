"""The plan of a row before anything is drawn: its pieces, its extent, its words and its height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairtrial.report.timeline import labels, notes
from fairtrial.report.timeline.axis import Axis
from fairtrial.report.timeline.notes import Note
from fairtrial.report.timeline.pieces import height_of, pieces_of
from fairtrial.report.timeline.rows import Row
from fairtrial.report.timeline.steps import Piece

_TAIL = 34.0
_COMPACT_FROM = 15


@dataclass(frozen=True)
class Bar:
    """A row with everything placed but its top; `first` is the base of its first line of words."""

    row: Row
    pieces: Sequence[Piece]
    left: float
    right: float
    doses_written: bool
    note: Note
    height: float
    first: float

    @property
    def minimum(self) -> float | None:
        """Minimum dose in mg a day, where the list has one."""
        least = self.row.treatment.get("minimum_dose_mg_per_day")
        return float(least["value"]) if least else None

    def tall(self, dose: float | None) -> float:
        """Height of this bar at a dose."""
        return height_of(dose, self.minimum, self.row.is_drug)

    def tall_at(self, piece: Piece) -> float:
        """Height of a piece: the least dose it can have been."""
        return self.tall(piece.least if piece.least is not None else piece.most)

    def baseline(self, top: float) -> float:
        """Where the bar stands in a row that starts at `top`."""
        return top + self.height - self.note.room - (3 if self.first < labels.FIRST else 7)


@dataclass(frozen=True)
class Place:
    """Where a bar is drawn: its baseline, the axis and the prefix of ids."""

    baseline: float
    axis: Axis
    prefix: str


def planned(rows: Sequence[Row], axis: Axis) -> list[Bar]:
    """Every row with its words placed; rows are lower when there are many."""
    compact = len(rows) >= _COMPACT_FROM
    return [_plan(row, axis, compact) for row in rows]


def _plan(row: Row, axis: Axis, compact: bool) -> Bar:
    pieces = pieces_of(row.treatment, row.span)
    written = row.is_drug and not compact and notes.labels_fit(pieces, axis)
    left, right = _extent(row, axis)
    note = notes.note_for(row, pieces, axis, left, right, written)
    lowest, first, spare = (30.0, 13.0, 5.0) if compact else (48.0, labels.FIRST, 0.0)
    height = max(lowest, labels.height_of(row, axis.left) - spare) + note.room
    return Bar(row, pieces, left, right, written, note, height, first)


def _extent(row: Row, axis: Axis) -> tuple[float, float]:
    """Left and right end of everything drawn for the bar, fades included."""
    span = row.span
    first, last = span.perhaps_from or span.first, span.perhaps_to or span.last
    left = axis.x(min(first, span.first)) - (0 if span.start_recorded else _TAIL)
    right = axis.x(max(last, span.last)) + (0 if span.stop_recorded else _TAIL)
    left = max(left, axis.left)
    return left, min(max(right, left + 4), axis.right)
