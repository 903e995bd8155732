"""Any table file to a grid: text, workbook or Parquet, told from its content."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.records.archive import is_workbook, is_zip
from fairtrial.records.errors import ReadError
from fairtrial.records.pharmacy import PARQUET_START
from fairtrial.records.pharmacy.cells import Cell, shown
from fairtrial.records.pharmacy.delimited import read_delimited
from fairtrial.records.pharmacy.grid import Grid, Known, Layout
from fairtrial.records.pharmacy.mapping import Mapping
from fairtrial.records.pharmacy.parquet import read_parquet
from fairtrial.records.pharmacy.words import pharmacy_words
from fairtrial.records.pharmacy.workbook import read_workbook

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_DO = "Give CSV, XLSX or Parquet."


def grid_of(name: str, data: bytes, facts: Facts, mapping: Mapping | None = None) -> Grid:
    """The table of a file, under the header that has the mapping's columns, or else known column names.

    Raises ReadError when it is not a table, is damaged or too large, or has no such header.
    """
    words = pharmacy_words(facts)
    known: Known = lambda text: words.field_of(text) is not None  # noqa: E731
    if mapping is not None:
        named = {column for source in mapping.columns.values() for column in source.column}
        known = named.__contains__
    layout = _layout(mapping, words.limit("header_among_first_rows"))
    return _read(name, data, known, layout)


def table_of(name: str, data: bytes, columns: frozenset[str]) -> Grid:
    """The table of a file under the header that has these columns. Raises ReadError."""
    return _read(name, data, columns.__contains__, Layout())


def _layout(mapping: Mapping | None, first_rows: int) -> Layout:
    if mapping is None:
        return Layout(first_rows=first_rows)
    return Layout(mapping.sheet, mapping.header_row, mapping.separator, first_rows)


def _read(name: str, data: bytes, known: Known, layout: Layout) -> Grid:
    if not data.strip():
        raise ReadError(name, "it is empty", _DO)
    if data.startswith(PARQUET_START):
        return read_parquet(name, data, known)
    if is_workbook(data):
        return read_workbook(name, data, known, layout)
    if data.startswith(_OLD_OFFICE):
        what = "it is an old office document (xls), or a workbook that is locked with a password"
        raise ReadError(name, what, "Save it as XLSX without a password.")
    if is_zip(data):
        raise ReadError(name, "it is a zip archive and not a workbook", _DO)
    return read_delimited(name, data, known, layout)


def column_index(grid: Grid, column: str) -> int:
    """Where a column named in a mapping stands. Raises ReadError when it is not there, or there twice."""
    if column.startswith("#") and column[1:].isdigit():
        number = int(column[1:])
        if 1 <= number <= max((len(cells) for _, cells in grid.rows), default=number):
            return number - 1
    elif grid.header.count(column) == 1:
        return grid.header.index(column)
    twice = "more than once" if grid.header.count(column) else "not there"
    what = f"a column that the mapping names is {twice}"
    raise ReadError(grid.name, what, "Correct the mapping; #3 means the third column.")


def joined(cells: tuple[Cell, ...], places: tuple[int, ...]) -> Cell:
    """One cell, or several as text with blanks between."""
    found = [cells[i] if i < len(cells) else "" for i in places]
    return found[0] if len(found) == 1 else " ".join(text for cell in found if (text := shown(cell)))
