"""The files of history tables in a folder, their columns checked before anything runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from fairtrial.population.damage import parsed, unreadable
from fairtrial.population.input_parts import files_below, regular
from fairtrial.records.errors import ReadError
from fairtrial.tables import HISTORY_TABLES, schema

NEEDED = {"uses": ("person_id", "drug", "kind"), "scores": ("person_id", "scale", "total")}
STRATA = ("race", "ethnicity")
"""Columns of ``people`` beyond the history table that the report divides by when they are there."""
_WHOLE = (pl.Int8, pl.Int16, pl.Int32, pl.UInt8, pl.UInt16, pl.UInt32)


@dataclass(frozen=True)
class TableFiles:
    """The files of one table, and what stands in the files beyond it or is missing."""

    table: str
    files: tuple[Path, ...]
    absent: tuple[str, ...]
    unknown: tuple[str, ...]
    strata: tuple[str, ...]

    def scan(self) -> pl.LazyFrame:
        """All rows, in the shape of the history table; ``people`` keeps its strata as further columns."""
        wanted = schema(HISTORY_TABLES[self.table]) | dict.fromkeys(self.strata, pl.String())
        found = pl.concat([_scan(path) for path in self.files], how="vertical_relaxed")
        text = self.files[0].suffix == ".csv"
        return found.select(
            pl.lit(None, dtype).alias(name) if name in self.absent else _typed(name, dtype, text)
            for name, dtype in wanted.items()
        )

    def unreadable(self, error: Exception) -> ReadError:
        """The error that names the first part of these files that cannot be read."""
        return unreadable(self.files, schema(HISTORY_TABLES[self.table]), error)


def table_files(folder: Path) -> dict[str, TableFiles]:
    """Every history table that the folder holds: ``uses/*.parquet``, ``uses.parquet``, ``uses/*.csv`` or
    ``uses.csv``.

    Raises ReadError naming file and column when a column has the wrong type or a needed one is missing.
    """
    found = {}
    for table in HISTORY_TABLES:
        files = _files_of(folder, table)
        if files:
            found[table] = _checked(table, files)
    return found


def is_tables(folder: Path) -> bool:
    """Does the folder hold uses, scores or people as history tables?"""
    return folder.is_dir() and any(_files_of(folder, table) for table in ("uses", "scores", "people"))


def _files_of(folder: Path, table: str) -> tuple[Path, ...]:
    for ending in ("parquet", "csv"):
        files = files_below(folder / table, f".{ending}")
        single = folder / f"{table}.{ending}"
        if files or single.exists():
            return tuple(files or regular([single]))
    return ()


def _scan(path: Path) -> pl.LazyFrame:
    if path.suffix == ".csv":
        return pl.scan_csv(path, infer_schema=False)
    return pl.scan_parquet(path, hive_partitioning=False)


def _checked(table: str, files: tuple[Path, ...]) -> TableFiles:
    wanted = schema(HISTORY_TABLES[table])
    shapes = {path: _shape(path) for path in files}
    first = shapes[files[0]]
    for path, shape in shapes.items():
        _same_columns(path, list(shape), files[0], list(first))
        for name, dtype in wanted.items():
            _fits(path, name, shape.get(name), dtype)
    absent = tuple(name for name in wanted if name not in first)
    for name in NEEDED.get(table, ("person_id",)):
        if name in absent:
            raise ReadError(
                f"{files[0].name}, column {name}", "it is missing", f"Every row of {table} needs it."
            )
    strata = tuple(name for name in STRATA if table == "people" and name in first)
    unknown = tuple(name for name in first if name not in wanted and name not in strata)
    return TableFiles(table, files, absent, unknown, strata)


def _shape(path: Path) -> Mapping[str, pl.DataType]:
    try:
        return _scan(path).collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable([path], {}, error) from None


def _same_columns(path: Path, got: list[str], first: Path, wanted: list[str]) -> None:
    differing = sorted(set(got) ^ set(wanted))
    if differing:
        raise ReadError(
            f"{path.name}, column {differing[0]}",
            f"it stands in only one of this file and {first.name}",
            "All files of a table need the same columns.",
        )


def _fits(path: Path, name: str, got: pl.DataType | None, wanted: pl.DataType) -> None:
    if (
        got is None
        or path.suffix == ".csv"
        or got == wanted
        or got == pl.Null
        or _castable(name, got, wanted)
    ):
        return
    raise ReadError(f"{path.name}, column {name}", f"its type is {got}", f"Store it as {wanted}.")


def _castable(name: str, got: pl.DataType, wanted: pl.DataType) -> bool:
    """Changes of type that lose nothing."""
    if wanted == pl.String:
        return isinstance(got, (pl.Categorical, pl.Enum)) or (name == "person_id" and got.is_integer())
    if wanted == pl.Float64:
        return got.is_integer() or got == pl.Float32
    return wanted == pl.Int64 and got in _WHOLE


def _typed(name: str, dtype: pl.DataType, text: bool) -> pl.Expr:
    """The column as the table wants it; a text that is no such value raises when it is read."""
    column = pl.col(name)
    return (parsed(column, dtype) if text else column.cast(dtype)).alias(name)
