"""What a printed report cites: sources are written down as they are named, so that no other is listed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from fairtrial.report.view.references import Source
from fairtrial.report.words import words

MARKS = {"unverified": "†", "ours": "‡"}
"""Standings that a printed line marks; one that was read in the source has no mark."""


class Citations:
    """The sources that a page has named so far."""

    def __init__(self) -> None:
        self._named: set[str] = set()

    def __call__(self, sources: Sequence[str], standing: str = "") -> str:
        """Sources and standing in brackets, or nothing."""
        self._named |= set(sources)
        marks, rest = _marks(standing)
        said = "; ".join(part for part in (", ".join(sources), rest) if part)
        return f"[{said}]{marks}" if said else marks

    def listed(self, known: Sequence[Source]) -> list[Source]:
        """The known sources that were named."""
        return [source for source in known if source.id in self._named]


def _marks(standing: str) -> tuple[str, str]:
    """Standing in words as marks, and what else was said.

    >>> _marks("not yet checked against the source; the year is recalled")
    ('†', 'the year is recalled')
    """
    said = {str(words()["standings"][key]): mark for key, mark in {**MARKS, "seen": ""}.items()}
    parts = [part for part in standing.split("; ") if part]
    marks = "".join(said[part] for part in parts if part in said)
    return marks, "; ".join(part for part in parts if part not in said)


def spans(ids: Sequence[str]) -> list[tuple[str, str]]:
    """Numbered records as stretches: the first of each, and the words for it.

    >>> spans(["r1", "r2", "r3", "r7"])
    [('r1', 'r1–r3'), ('r7', 'r7')]
    """
    numbers = sorted({int(id[1:]) for id in ids})
    breaks = [n for n, (a, b) in enumerate(pairwise(numbers), 1) if b != a + 1]
    stretches = [numbers[a:b] for a, b in pairwise([0, *breaks, len(numbers)])] if numbers else []
    return [
        (f"r{each[0]}", f"r{each[0]}" if len(each) == 1 else f"r{each[0]}–r{each[-1]}") for each in stretches
    ]
