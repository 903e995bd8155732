"""Which file, row group and column of a Parquet input cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from fairtrial.records.errors import ReadError

_DO = "Restore this file from its source, then run again with --resume."


def unreadable(files: Iterable[Path], columns: Mapping[str, pl.DataType], error: Exception) -> ReadError:
    """The error that names the first damaged part of these files. ``error`` is what reading them raised."""
    for path in files:
        found = _damaged(path, columns)
        if found is not None:
            return found
    return ReadError(
        "input", f"it cannot be read ({type(error).__name__})", "Check that the files are whole."
    )


def _damaged(path: Path, columns: Mapping[str, pl.DataType]) -> ReadError | None:
    if path.suffix != ".parquet":
        return _damaged_text(path, columns)
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    try:
        file = pq.ParquetFile(path, page_checksum_verification=True)
        names = [c for c in columns if c in file.schema_arrow.names]
    except Exception as error:  # any fault of the file is the answer here
        return ReadError(path.name, f"it is not a whole Parquet file ({type(error).__name__})", _DO)
    for group in range(file.num_row_groups):
        for column in names:
            if not _readable(file, group, column):
                return ReadError(f"{path.name}, row group {group}, column {column}", "it is damaged", _DO)
    return None


def _readable(file: object, group: int, column: str) -> bool:
    try:
        file.read_row_group(group, columns=[column])  # type: ignore[attr-defined]
    except Exception:  # whatever the decoder says
        return False
    return True


def _damaged_text(path: Path, columns: Mapping[str, pl.DataType]) -> ReadError | None:
    try:
        cells = pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        return ReadError(path.name, f"it is not a whole CSV file ({type(error).__name__})", _DO)
    for name, dtype in columns.items():
        if name in cells.columns and dtype != pl.String:
            wrong = (
                cells[name].is_not_null()
                & cells.select(parsed(pl.col(name), dtype, strict=False)).to_series().is_null()
            )
            if wrong.any():
                first = wrong.arg_true()[0] + 2
                return ReadError(
                    f"{path.name}, row {first}, column {name}", f"it is not a value of type {dtype}", _DO
                )
    return None


def parsed(column: pl.Expr, dtype: pl.DataType, strict: bool = True) -> pl.Expr:
    """A CSV cell as a value; empty is null. Days are written 2024-03-31, flags true and false."""
    if dtype == pl.Date:
        return column.str.to_date("%Y-%m-%d", strict=strict)
    if dtype == pl.Boolean:
        flag, known = column.str.to_lowercase(), {"true": True, "false": False}
        if strict:
            return flag.replace_strict(known, return_dtype=pl.Boolean)
        return flag.replace_strict(known, default=None, return_dtype=pl.Boolean)
    return column.cast(dtype, strict=strict)
