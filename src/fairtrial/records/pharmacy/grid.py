"""A table as every file format hands it on: a header and numbered rows of cells."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from fairtrial.records.errors import ReadError
from fairtrial.records.pharmacy.cells import Cell, shown

MOST_COLUMNS = 1_000
MOST_ROWS = 2_000_000
"""Larger tables are no one's pharmacy history (our choice)."""

Row: TypeAlias = tuple[int, tuple[Cell, ...]]
"""The row as a spreadsheet numbers it, and its cells."""
Known: TypeAlias = Callable[[str], bool]
"""Whether a text is a column name that we look for."""


@dataclass(frozen=True)
class Layout:
    """Where the table stands in its file, as far as a mapping says so; null is found out."""

    sheet: str | None = None
    header_row: int | None = None
    separator: str | None = None
    first_rows: int = 50


@dataclass(frozen=True)
class Grid:
    """A table with its header found; ``rows`` can be gone through again and again.

    ``told`` are things about the whole file to list, without any value.
    """

    name: str
    header: tuple[str, ...]
    header_row: int
    rows: Iterable[Row]
    told: tuple[str, ...] = ()
    sheet: str | None = None
    separator: str | None = None


def too_large(name: str, rows: int, columns: int) -> None:
    """Raise ReadError when a table has more rows or columns than we read."""
    if columns > MOST_COLUMNS:
        raise ReadError(name, f"it has more than {MOST_COLUMNS} columns", "Keep the columns about fills.")
    if rows > MOST_ROWS:
        raise ReadError(name, f"it has more than {MOST_ROWS} rows", "Split it by person.")


def score(rows: Iterable[Row], known: Known, first_rows: int) -> tuple[int, int]:
    """The most known names in one of the first rows, and that row's number; (0, 0) when there is none."""
    best = (0, 0)
    for number, cells in itertools.islice(rows, first_rows):
        names = sum(known(cell) for cell in cells if isinstance(cell, str) and cell)
        if names > best[0]:
            best = (names, number)
    return best


def headed(name: str, rows: Iterable[Row], known: Known, layout: Layout) -> Grid:
    """The table under its header: the row named by the layout, or the first with the most known names.

    Raises ReadError when there is no header.
    """
    for count, (_, cells) in enumerate(rows, start=1):
        too_large(name, count, len(cells))
    row = layout.header_row
    if row is None:
        row = score(rows, known, layout.first_rows)[1]
        if row == 0:
            what = f"none of its first {layout.first_rows} rows names columns that we know"
            raise ReadError(name, what, "Run `fairtrial map FILE` and say which columns hold what.")
    header = next((cells for number, cells in rows if number == row), ())
    if row and not header:
        raise ReadError(name, f"it has no row {row}", "Correct header_row in the mapping.")
    return _under(name, tuple(shown(cell) for cell in header), row, rows)


@dataclass(frozen=True)
class _Body:
    """The rows under the header, without empty ones and without the header said again."""

    rows: Iterable[Row]
    row: int
    header: tuple[str, ...]

    def __iter__(self) -> Iterator[Row]:
        return (row for row in self.filled() if not self.repeats(row))

    def filled(self) -> Iterator[Row]:
        for number, cells in self.rows:
            if number > self.row and any(cell != "" for cell in cells):
                yield number, cells

    def repeats(self, row: Row) -> bool:
        """Whether a row is the header again."""
        cells = row[1]
        return bool(self.row and cells[:1] == self.header[:1]) and tuple(map(shown, cells)) == self.header


def _under(name: str, header: tuple[str, ...], row: int, rows: Iterable[Row]) -> Grid:
    body = _Body(rows, row, header)
    repeated = sum(map(body.repeats, body.filled()))
    before = itertools.takewhile(lambda one: one[0] < row, rows)
    above = sum(1 for _, cells in before if any(c != "" for c in cells))
    told = []
    if above:
        told.append(f"{above} rows above the header were not read")
    if repeated:
        told.append(f"{repeated} rows repeat the header and were not read")
    return Grid(name, header, row, body, tuple(told))
