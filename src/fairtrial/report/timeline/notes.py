"""The words beside a bar, and where they fit without touching anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fairtrial.report.doses import dose_told
from fairtrial.report.quantities import count
from fairtrial.report.timeline.axis import Axis
from fairtrial.report.timeline.pieces import dose_sequence, drawn_gaps, highest_dose
from fairtrial.report.timeline.rows import Row
from fairtrial.report.timeline.steps import Piece
from fairtrial.report.timeline.svg import text, width_of, wrapped
from fairtrial.report.words import words

SIZE = 11.0
GAP_SIZE = 10.0
LINE = 12.0
_AWAY = 8.0


@dataclass(frozen=True)
class Note:
    """Lines of words, where they start and how they are anchored; `below` adds room under the bar."""

    lines: tuple[str, ...]
    x: float
    anchor: str
    below: bool

    @property
    def room(self) -> float:
        """Drawing units that the row must grow by."""
        return LINE * len(self.lines) + 2 if self.below and self.lines else 0.0


def labels_fit(pieces: Sequence[Piece], axis: Axis) -> bool:
    """Whether every dose can be written above its own step."""
    if not any(piece.label != "?" for piece in pieces):
        return False
    return all(
        axis.x(piece.stop) - axis.x(piece.start) >= width_of(piece.label, SIZE) + 3
        for piece in pieces
        if piece.label != "?"
    )


def note_for(
    row: Row, pieces: Sequence[Piece], axis: Axis, left: float, right: float, doses_written: bool
) -> Note:
    """The note of a row whose bar runs from `left` to `right`, set where there is room."""
    said = "; ".join(_said(row, pieces, axis, doses_written))
    if not said:
        return Note((), left, "start", False)
    for room, x, anchor in (
        (axis.right - right, right + _AWAY, "start"),
        (left - axis.left, left - _AWAY, "end"),
    ):
        lines = wrapped(said, max(room - 2 * _AWAY, 1), SIZE, most=9)
        if room > 60 and len(lines) <= 2 and all(width_of(part, SIZE) <= room - _AWAY for part in lines):
            return Note(tuple(lines), x, anchor, False)
    lines = wrapped(said, axis.right - axis.left, SIZE, most=3)
    widest = max(width_of(part, SIZE) for part in lines)
    return Note(tuple(lines), max(min(left, axis.right - widest), axis.left), "start", True)


def drawn(note: Note, baseline: float) -> str:
    """The note beside the bar, or under it."""
    first = baseline + LINE if note.below else baseline - 2 - LINE * (len(note.lines) - 1) * 0.5
    return "".join(
        text(note.x, first + LINE * n, part, SIZE, text_anchor=note.anchor, fill="#3d4650")
        for n, part in enumerate(note.lines)
    )


def gap_is_wide(start: date, stop: date, axis: Axis) -> bool:
    """Whether 'not collected' can be written in the gap itself."""
    return axis.x(stop) - axis.x(start) >= width_of(str(words()["not_collected"]), GAP_SIZE) + 4


def _said(row: Row, pieces: Sequence[Piece], axis: Axis, doses_written: bool) -> list[str]:
    span = row.span
    said = []
    if row.is_drug and not doses_written:
        said.append(dose_sequence(pieces) or highest_dose(row.treatment) or dose_told(row.treatment))
    if not span.start_recorded:
        said.append(str(words()["start_not_recorded"]))
    if span.ongoing:
        said.append(str(words()["still_taken"]))
    elif not span.stop_recorded:
        said.append(str(words()["stop_not_recorded"]))
    narrow = [
        (stop - start).days
        for start, stop in drawn_gaps(row.treatment, span)
        if not gap_is_wide(start, stop, axis)
    ]
    if narrow:
        said.append(f"{count(sum(narrow), 'day')} {words()['not_collected']}")
    return said
