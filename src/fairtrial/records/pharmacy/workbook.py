"""Excel workbooks (xlsx) to a grid, guarded against workbooks that unpack or spread without bound."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from fairtrial.records.archive import unpack
from fairtrial.records.errors import ReadError
from fairtrial.records.pharmacy.cells import Cell
from fairtrial.records.pharmacy.grid import MOST_COLUMNS, MOST_ROWS, Grid, Known, Layout, Row, headed, score

MOST_CELLS = 20_000_000
SPREAD_FROM_CELLS = 200_000
MOST_SPREAD = 100
"""A sheet's area may be this many times its filled cells, counted from 200,000 cells on (our choice)."""

_DO = "Save it again as XLSX, or as 'CSV UTF-8'."
_PLACE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]{0,9})([0-9]{0,12})""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
_OTHER_LETTERS = (b"\xff\xfe", b"\xfe\xff", b"\x00")


def read_workbook(name: str, data: bytes, known: Known, layout: Layout) -> Grid:
    """The table of a workbook: the sheet that the layout names, or that with the most known names.

    Raises ReadError when it cannot be read, is locked, or unpacks to more than it should.
    """
    sheets = _sheets(name, _checked(name, data), layout.sheet)
    best = max(sheets, key=lambda title: score(sheets[title], known, layout.first_rows))
    grid = headed(name, sheets[best], known, layout)
    others = sum(1 for title, rows in sheets.items() if title != best and rows)
    told = (f"{others} other sheets were not read",) if others else ()
    return replace(grid, told=(*told, *grid.told), sheet=best if len(sheets) > 1 else None)


def _checked(name: str, data: bytes) -> bytes:
    """The workbook written anew from the parts that were measured, so that nothing unmeasured is opened."""
    parts = {member.name: member.data for member in unpack(name, data).members}
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            if part.lower().endswith((".xml", ".rels")):
                _not_spread(name, content)
                archive.writestr(part, content)
    return output.getvalue()


def _not_spread(name: str, part: bytes) -> None:
    """Refuse a sheet whose filled cells lie so far apart that its area would not fit into memory.

    A cell or a row may say its place; those that do not follow one another.
    """
    if part.startswith(_OTHER_LETTERS):
        raise ReadError(name, "a part of the workbook is not UTF-8", _DO)
    rows = columns = 0
    for letters, digits in _PLACE.findall(part):
        columns = max(columns, _column(letters))
        rows = max(rows, int(digits or 0))
    in_rows = [len(_CELL.findall(row)) for row in _ROW.split(part)]
    rows, columns, filled = max(rows, len(in_rows)), max(columns, *in_rows), sum(in_rows)
    area = rows * columns
    if (
        columns > MOST_COLUMNS
        or rows > MOST_ROWS
        or area > max(SPREAD_FROM_CELLS, min(MOST_SPREAD * filled, MOST_CELLS))
    ):
        raise ReadError(name, "its cells are spread over far more rows or columns than are filled", _DO)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _sheets(name: str, data: bytes, wanted: str | None) -> dict[str, list[Row]]:
    """Sheet title -> its rows; only the wanted one when it is named."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        titles = book.sheet_names if wanted is None else [wanted]
        if wanted is not None and wanted not in book.sheet_names:
            raise ReadError(
                name, "it has no sheet of the name in the mapping", "Correct sheet in the mapping."
            )
        sheets = {title: list(_rows(book.get_sheet_by_name(title))) for title in titles}
    except BaseException as error:
        if isinstance(error, (ReadError, KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise ReadError(name, "the workbook is damaged or locked", _DO) from None
    if not sheets:
        raise ReadError(name, "the workbook holds no sheet", _DO)
    return sheets


def _rows(sheet: object) -> Iterator[Row]:
    for number, cells in enumerate(sheet.iter_rows(), start=1):  # type: ignore[attr-defined]
        row = tuple(_cell(cell) for cell in cells)
        if any(cell != "" for cell in row):
            yield number, row


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return "" if value is None or isinstance(value, (time, timedelta)) else str(value).strip()
