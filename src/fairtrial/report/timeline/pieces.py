"""The dated pieces of one bar: dose steps, cut at the gaps without supply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import log2
from typing import Any

from fairtrial.report.quantities import ends
from fairtrial.report.timeline.spans import Span, day_of
from fairtrial.report.timeline.steps import Piece, dose_label, laid, without
from fairtrial.report.words import picture_numbers

LOWEST = 4.0
HIGHEST = 27.0
_THERAPY_HEIGHT = 9.0
_UNKNOWN_HEIGHT = 9.0


def pieces_of(treatment: Mapping[str, Any], span: Span) -> list[Piece]:
    """Pieces over the days surely taken, gaps left out."""
    if span.sure_from is None or span.sure_to is None:
        return []
    whole = Piece(span.sure_from, span.sure_to, None, None)
    steps = laid(treatment.get("dose_steps", []), whole)
    if not steps:
        least, most = ends(treatment.get("highest_dose_mg_per_day"))
        steps = [replace(whole, least=least, most=most)]
    return [part for piece in steps for part in without(piece, gaps_of(treatment))]


def highest_dose(treatment: Mapping[str, Any]) -> str:
    """The highest dose where no dated step gives one."""
    least, most = ends(treatment.get("highest_dose_mg_per_day"))
    label = dose_label(least, most)
    return "" if label == "?" else f"{label} mg"


def gaps_of(treatment: Mapping[str, Any]) -> list[tuple[date, date]]:
    """Days without supply."""
    found = [(day_of(gap["started_on"]), day_of(gap["stopped_on"])) for gap in treatment.get("gaps", [])]
    return sorted((start, stop) for start, stop in found if start and stop)


def drawn_gaps(treatment: Mapping[str, Any], span: Span) -> list[tuple[date, date]]:
    """The gaps inside the days surely taken, each day once: what the picture shows."""
    found: list[tuple[date, date]] = []
    for start, stop in gaps_of(treatment):
        first = max(start, span.sure_from or start, found[-1][1] if found else start)
        last = min(stop, span.sure_to or first)
        if last > first and span.sure_from:
            found.append((first, last))
    return found


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
