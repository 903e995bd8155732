"""Parquet tables to a grid."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import polars.selectors as cs

from fairtrial.records.errors import ReadError
from fairtrial.records.pharmacy.cells import Cell
from fairtrial.records.pharmacy.grid import Grid, Known, Layout, Row, headed, too_large


def read_parquet(name: str, data: bytes, known: Known) -> Grid:
    """The table of a Parquet file; its column names are row 1. Raises ReadError when it cannot be read."""
    return headed(name, _rows(name, data), known, Layout(header_row=1))


def _rows(name: str, data: bytes) -> list[Row]:
    """The header and its rows. Arrow refuses damage with an error; Polars would print a panic of its own."""
    import pyarrow as pa  # type: ignore[import-untyped]

    try:
        names, frame = _checked(name, data)
    except ReadError:
        raise
    except (pa.ArrowException, pl.exceptions.PolarsError, OSError, ValueError, OverflowError):
        raise ReadError(name, "the Parquet file is damaged", "Write it again, or give CSV.") from None
    rows = ((n, tuple(map(_cell, cells))) for n, cells in enumerate(frame.iter_rows(), start=2))
    return [(1, names), *rows]


def _checked(name: str, data: bytes) -> tuple[tuple[str, ...], pl.DataFrame]:
    """The names and cells of its simple columns, once every part is validated."""
    import pyarrow as pa
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    file = pq.ParquetFile(pa.BufferReader(data))
    shape = file.schema_arrow
    too_large(name, file.metadata.num_rows, len(shape))
    simple = [field.name for field in shape if _is_simple(field.type)]
    table = file.read(columns=simple, use_threads=False)
    too_large(name, table.num_rows, table.num_columns)
    table.validate(full=True)
    numbered = pa.table(table.columns, names=[str(n) for n in range(table.num_columns)])
    return tuple(table.column_names), _on_calendar(pl.DataFrame(numbered))


def _is_simple(kind: object) -> bool:
    """Text, numbers, days and yes or no, also where each value is kept once and numbered."""
    from pyarrow import types

    kind = kind.value_type if types.is_dictionary(kind) else kind  # type: ignore[attr-defined]
    texts = (types.is_string, types.is_large_string, types.is_boolean, types.is_date, types.is_timestamp)
    numbers = (types.is_integer, types.is_floating, types.is_decimal)
    return any(fits(kind) for fits in (*texts, *numbers))


def _on_calendar(frame: pl.DataFrame) -> pl.DataFrame:
    """A day that no calendar holds becomes null."""
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
