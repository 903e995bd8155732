"""Parquet tables to a grid."""

from __future__ import annotations

import io
from datetime import date, datetime

import polars as pl
import polars.selectors as cs

from fairtrial.records.errors import ReadError
from fairtrial.records.pharmacy.cells import Cell
from fairtrial.records.pharmacy.grid import MOST_ROWS, Grid, Known, Layout, Row, headed, too_large

PARQUET_START = b"PAR1"

_SIMPLE = (pl.String, pl.Boolean, pl.Date, pl.Datetime, pl.Categorical, pl.Enum)


def read_parquet(name: str, data: bytes, known: Known, layout: Layout) -> Grid:
    """The table of a Parquet file; its column names are row 1. Raises ReadError when it cannot be read."""
    return headed(name, _rows(name, data), known, Layout(header_row=1))


def _rows(name: str, data: bytes) -> list[Row]:
    """The header and its rows; whatever Polars raises, also a panic, says that the file is damaged."""
    try:
        frame = _frame(name, data)
        rows = [(n, tuple(map(_cell, cells))) for n, cells in enumerate(frame.iter_rows(), start=2)]
        return [(1, tuple(frame.columns)), *rows]
    except BaseException as error:
        if isinstance(error, (ReadError, KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise ReadError(name, "the Parquet file is damaged", "Write it again, or give CSV.") from None


def _frame(name: str, data: bytes) -> pl.DataFrame:
    """Its simple columns, at most one row more than we read. A day that no calendar holds becomes null."""
    schema = pl.read_parquet_schema(io.BytesIO(data))
    too_large(name, 0, len(schema))
    simple = [c for c, kind in schema.items() if kind.is_numeric() or isinstance(kind, _SIMPLE)]
    frame = pl.read_parquet(io.BytesIO(data), columns=simple, n_rows=MOST_ROWS + 1)
    days = cs.date() | cs.datetime()
    return frame.with_columns(pl.when(days.is_between(date.min, date.max)).then(days))


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return value.strip()
    number = float(value)  # type: ignore[arg-type]
    return number if number == number else ""
