"""Counts under 11 are not shown, and nothing shown lets one be worked out by subtraction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST_SHOWN = 11
"""The usual floor of US health data (CMS cell size policy); 0 is shown."""
OTHER = "other"
"""The label of those put together because they are few."""
Cell = tuple[int, int]


@dataclass(frozen=True)
class CountTable:
    """Counts with totals; None where a count is not shown. The last row and column of ``counts`` are the
    totals."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]

    def plain(self) -> dict[str, object]:
        """As JSON values."""
        return {
            "rows": [*self.rows, "all"],
            "columns": [*self.columns, "all"],
            "counts": [list(r) for r in self.counts],
        }


def protected(rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]]) -> CountTable:
    """The table with totals, small counts and what would give them away hidden.

    Every hidden count lies on a circle of hidden counts (else its row or column would give it away), and
    the hidden
    counts of a row or column whose total is shown come to at least 11.
    """
    whole = [[*row, sum(row)] for row in counts]
    whole.append([sum(column) for column in zip(*whole, strict=True)] if whole else [0] * (len(columns) + 1))
    hidden = {(r, c) for r, row in enumerate(whole) for c, n in enumerate(row) if 0 < n < SMALLEST_SHOWN}
    while (found := _given_away(whole, hidden)) is not None:
        hidden.add(found)
    shown = tuple(
        tuple(None if (r, c) in hidden else n for c, n in enumerate(row)) for r, row in enumerate(whole)
    )
    return CountTable(tuple(rows), tuple(columns), shown)


def merged_small(counts: dict[str, int]) -> dict[str, int]:
    """Labels with fewer than 11 put together as ``other``; if those are too few still, the smallest label
    joins them."""
    large = {label: n for label, n in counts.items() if n >= SMALLEST_SHOWN and label != OTHER}
    rest = sum(counts.values()) - sum(large.values())
    while 0 < rest < SMALLEST_SHOWN and large:
        smallest = min(large, key=lambda label: (large[label], label))
        rest += large.pop(smallest)
    return large | ({OTHER: rest} if rest >= SMALLEST_SHOWN else {})


def _given_away(whole: list[list[int]], hidden: set[Cell]) -> Cell | None:
    """A count to hide next, because a hidden one could be worked out; None when none can."""
    lines = _lines(whole)
    for line in lines:
        inside = [cell for cell in line if cell in hidden]
        small = line[-1] not in hidden and sum(whole[r][c] for r, c in inside) < SMALLEST_SHOWN
        if len(inside) == 1 or (inside and small):
            return _companion(whole, hidden, line)
    for cell in sorted(hidden):
        if not _on_a_circle(cell, hidden):
            return next(
                (found for line in lines if cell in line and (found := _companion(whole, hidden, line))), None
            )
    return None


def _lines(whole: list[list[int]]) -> list[list[Cell]]:
    """Rows, then columns, each with its total last."""
    height, width = len(whole), len(whole[0])
    across = [[(r, c) for c in range(width)] for r in range(height)]
    return across + [[(r, c) for r in range(height)] for c in range(width)]


def _on_a_circle(cell: Cell, hidden: set[Cell]) -> bool:
    """Rows and columns joined by hidden counts: is there another way from this cell's row to its column?"""
    others = hidden - {cell}
    reached, border = {("row", cell[0])}, [("row", cell[0])]
    while border:
        kind, place = border.pop()
        steps = [("column", c) for r, c in others if kind == "row" and r == place]
        steps += [("row", r) for r, c in others if kind == "column" and c == place]
        for step in steps:
            if step not in reached:
                reached.add(step)
                border.append(step)
    return ("column", cell[1]) in reached


def _companion(whole: list[list[int]], hidden: set[Cell], line: list[Cell]) -> Cell | None:
    """The count of the line to hide as well: no total if possible, one that closes a circle, the smallest."""
    last = (len(whole) - 1, len(whole[0]) - 1)
    across = len({row for row, _ in line}) == 1

    def order(cell: Cell) -> tuple[bool, bool, bool, int, Cell]:
        total = cell[0] == last[0] or cell[1] == last[1]
        crossed = any(
            (c == cell[1] and r != cell[0]) if across else (r == cell[0] and c != cell[1]) for r, c in hidden
        )
        count = whole[cell[0]][cell[1]]
        return (total, count == 0, not crossed, count, cell)

    free = [cell for cell in line if cell not in hidden]
    return min(free, key=order) if free else None
