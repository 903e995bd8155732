"""Dose steps laid side by side: the strongest evidence for each day, unrecorded days in between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from fairtrial.report.quantities import amount, ends
from fairtrial.report.timeline.spans import day_of

_STRONGEST_FIRST = ("administered", "dispensed", "prescribed", "reported")
Days = tuple[date, date]


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


def laid(steps: Sequence[Mapping[str, Any]], whole: Piece) -> list[Piece]:
    """Pieces in order over all of `whole`, or nothing where no step has a date.

    Where kinds of evidence overlap, the picture shows the strongest; what they disagree about is a conflict
    of the review and carries its own mark.
    """
    found: list[Piece] = []
    for kind in _STRONGEST_FIRST:
        taken = [(piece.start, piece.stop) for piece in found]
        found += [part for piece in _of_kind(steps, kind, whole) for part in without(piece, taken)]
    return _joined(_filled(sorted(found, key=lambda piece: piece.start), whole))


def without(piece: Piece, days: Iterable[Days]) -> list[Piece]:
    """What is left of a piece when days are cut out of it."""
    parts = [piece]
    for start, stop in days:
        parts = [left for part in parts for left in _cut(part, start, stop)]
    return parts


def _of_kind(steps: Sequence[Mapping[str, Any]], kind: str, whole: Piece) -> list[Piece]:
    """Steps of one kind of evidence inside `whole`; an open one lasts until the next begins."""
    dated = sorted(
        ((day_of(step["started_on"]) or whole.start, step) for step in steps if _dated(step, kind)),
        key=lambda pair: pair[0],
    )
    found = []
    for number, (start, step) in enumerate(dated):
        following = dated[number + 1][0] if number + 1 < len(dated) else whole.stop
        stop = min(day_of(step["stopped_on"]) or following, following, whole.stop)
        least, most = ends(step["dose_mg_per_day"])
        if stop > max(start, whole.start):
            found.append(Piece(max(start, whole.start), stop, least, most))
    return found


def _dated(step: Mapping[str, Any], kind: str) -> bool:
    return step["kind"] == kind and bool(step["started_on"] or step["stopped_on"])


def _filled(found: Sequence[Piece], whole: Piece) -> list[Piece]:
    """The same pieces, with days of unrecorded dose between them."""
    if not found:
        return []
    edges = [replace(whole, stop=whole.start), *found, replace(whole, start=whole.stop)]
    between = [Piece(a.stop, b.start, None, None) for a, b in pairwise(edges) if b.start > a.stop]
    return sorted([*found, *between], key=lambda piece: piece.start)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours at the same dose as one piece."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and last.stop == piece.start and (last.least, last.most) == (piece.least, piece.most):
            joined[-1] = replace(last, stop=piece.stop)
        else:
            joined.append(piece)
    return joined


def _cut(piece: Piece, start: date, stop: date) -> list[Piece]:
    if stop <= piece.start or start >= piece.stop:
        return [piece]
    before = replace(piece, stop=max(start, piece.start))
    after = replace(piece, start=min(stop, piece.stop))
    return [part for part in (before, after) if part.stop > part.start]
