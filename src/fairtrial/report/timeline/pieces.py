"""The dated pieces of one bar: dose steps, cut at the gaps without supply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log2
from typing import Any

from fairtrial.report.quantities import amount, ends
from fairtrial.report.timeline.spans import Span, day_of
from fairtrial.report.words import picture_numbers

LOWEST = 4.0
HIGHEST = 27.0
_THERAPY_HEIGHT = 9.0
_UNKNOWN_HEIGHT = 9.0


@dataclass(frozen=True)
class Piece:
    """Days at one dose; doses in mg a day, None where not recorded."""

    start: date
    stop: date
    least: float | None
    most: float | None

    @property
    def is_range(self) -> bool:
        """Whether the dose is known only from least to most."""
        return self.least is not None and self.most is not None and self.most > self.least

    @property
    def label(self) -> str:
        """The dose as written in the picture."""
        return dose_label(self.least, self.most)


def dose_label(least: float | None, most: float | None) -> str:
    """A dose for the picture.

    >>> dose_label(50, 100), dose_label(25, 25), dose_label(None, None)
    ('50–100', '25', '?')
    """
    if least is None or most is None:
        known = least if least is not None else most
        return "?" if known is None else f"{'≥' if most is None else '≤'} {amount(known)}"
    return amount(least) if least == most else f"{amount(least)}–{amount(most)}"


def pieces_of(treatment: Mapping[str, Any], span: Span) -> list[Piece]:
    """Pieces over the days surely taken, gaps left out."""
    if span.sure_from is None or span.sure_to is None:
        return []
    whole = Piece(span.sure_from, span.sure_to, None, None)
    steps = _steps(treatment, whole)
    if not steps:
        least, most = ends(treatment.get("highest_dose_mg_per_day"))
        steps = [replace(whole, least=least, most=most)]
    return [part for piece in steps for part in _without(piece, gaps_of(treatment))]


def highest_dose(treatment: Mapping[str, Any]) -> str:
    """The highest dose where no dated step gives one."""
    least, most = ends(treatment.get("highest_dose_mg_per_day"))
    label = dose_label(least, most)
    return "" if label == "?" else f"{label} mg"


def gaps_of(treatment: Mapping[str, Any]) -> list[tuple[date, date]]:
    """Days without supply."""
    found = [(day_of(gap["started_on"]), day_of(gap["stopped_on"])) for gap in treatment.get("gaps", [])]
    return sorted((start, stop) for start, stop in found if start and stop)


def height_of(dose: float | None, minimum: float | None, is_drug: bool = True) -> float:
    """Height of a bar: the minimum dose has its own height, each doubling adds the same step.

    >>> height_of(50, 50), height_of(100, 50), height_of(25, 50)
    (14.0, 20.0, 8.0)
    """
    if not is_drug:
        return _THERAPY_HEIGHT
    if not dose or not minimum:
        return _UNKNOWN_HEIGHT
    numbers = picture_numbers()
    raw = numbers["minimum_dose_height"] + numbers["doubling_height"] * log2(dose / minimum)
    return min(max(raw, LOWEST), HIGHEST)


def dose_sequence(pieces: Sequence[Piece], most: int = 5) -> str:
    """The doses in order, as one line."""
    labels = [piece.label for piece in pieces]
    changes = [label for n, label in enumerate(labels) if n == 0 or label != labels[n - 1]]
    if changes in ([], ["?"]):
        return ""
    if len(changes) > most:
        changes = [*changes[: most - 2], "…", changes[-1]]
    return " → ".join(changes) + " mg"


def _steps(treatment: Mapping[str, Any], whole: Piece) -> list[Piece]:
    dated = sorted(
        (
            (day_of(step["started_on"]) or whole.start, step)
            for step in treatment.get("dose_steps", [])
            if step["started_on"] or step["stopped_on"]
        ),
        key=lambda pair: pair[0],
    )
    found: list[Piece] = []
    for number, (start, step) in enumerate(dated):
        following = dated[number + 1][0] if number + 1 < len(dated) else whole.stop
        stop = min(day_of(step["stopped_on"]) or following, following, whole.stop)
        least, most = ends(step["dose_mg_per_day"])
        if stop > max(start, whole.start):
            found.append(Piece(max(start, whole.start), stop, least, most))
    return _filled(found, whole)


def _filled(found: list[Piece], whole: Piece) -> list[Piece]:
    """The same pieces, with days of unrecorded dose between them."""
    filled: list[Piece] = []
    at = whole.start
    for piece in found:
        if piece.start > at:
            filled.append(Piece(at, piece.start, None, None))
        filled.append(piece)
        at = piece.stop
    if found and whole.stop > at:
        filled.append(Piece(at, whole.stop, None, None))
    return filled


def _without(piece: Piece, gaps: Iterable[tuple[date, date]]) -> list[Piece]:
    parts = [piece]
    for start, stop in gaps:
        parts = [cut for part in parts for cut in _cut(part, start, stop)]
    return parts


def _cut(piece: Piece, start: date, stop: date) -> list[Piece]:
    if stop <= piece.start or start >= piece.stop:
        return [piece]
    before = replace(piece, stop=max(start, piece.start))
    after = replace(piece, start=min(stop, piece.stop))
    return [part for part in (before, after) if part.stop > part.start]
