"""Parquet tables to a grid."""

from __future__ import annotations

import io
from datetime import date, datetime

import polars as pl

from fairtrial.records.errors import ReadError
from fairtrial.records.pharmacy.cells import Cell
from fairtrial.records.pharmacy.grid import MOST_ROWS, Grid, Known, Layout, Row, headed, too_large

PARQUET_START = b"PAR1"

_SIMPLE = (pl.String, pl.Boolean, pl.Date, pl.Datetime, pl.Categorical, pl.Enum)


def read_parquet(name: str, data: bytes, known: Known, layout: Layout) -> Grid:
    """The table of a Parquet file; its column names are row 1. Raises ReadError when it cannot be read."""
    frame = _frame(name, data)
    header: Row = (1, tuple(frame.columns))
    rows = [(n, tuple(map(_cell, cells))) for n, cells in enumerate(frame.iter_rows(), start=2)]
    return headed(name, [header, *rows], known, Layout(header_row=1))


def _frame(name: str, data: bytes) -> pl.DataFrame:
    """Its simple columns, at most one row more than we read."""
    try:
        schema = pl.read_parquet_schema(io.BytesIO(data))
        too_large(name, 0, len(schema))
        simple = [c for c, kind in schema.items() if kind.is_numeric() or isinstance(kind, _SIMPLE)]
        return pl.read_parquet(io.BytesIO(data), columns=simple, n_rows=MOST_ROWS + 1)
    except BaseException as error:
        if isinstance(error, (ReadError, KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise ReadError(name, "the Parquet file is damaged", "Write it again, or give CSV.") from None


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
