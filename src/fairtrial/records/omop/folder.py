"""A folder or zip archive with a file or folder for each table: Parquet, or CSV as it is or packed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from fairtrial.records.errors import ReadError
from fairtrial.records.omop.source import ALL_ROWS, EVERYBODY, Filter, Persons
from fairtrial.records.omop.typed import whole_number
from fairtrial.records.regular import MOST_BYTES

_FILE = re.compile(r"([a-z_]+?)(?:[-_.]?\d+)?\.(parquet|csv|csv\.gz|csv\.zip|tsv)", re.IGNORECASE)
_BROKEN = (pl.exceptions.PolarsError, OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
_DO = "Save the table again, as Parquet or as CSV in UTF-8."


def table_of(file_name: str) -> str | None:
    """The table that a file holds, told from its name; null when it is no table file.

    >>> table_of("DRUG_EXPOSURE.csv"), table_of("person-0001.parquet"), table_of("notes.txt")
    ('drug_exposure', 'person', None)
    """
    match = _FILE.fullmatch(file_name)
    return match[1].lower() if match else None


class FolderSource:
    """Tables as files; a table that is large is read lazily, and only the rows and columns asked for."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._parts = _zip_parts(path) if path.is_file() else _folder_parts(path)
        self._frames: dict[str, pl.LazyFrame] = {}

    def tables(self) -> frozenset[str]:
        """Tables that have a file."""
        return frozenset(self._parts)

    def columns(self, table: str) -> frozenset[str]:
        """Columns named by the table's file."""
        return frozenset(self._schema(table)) if table in self._parts else frozenset()

    def select(
        self, table: str, columns: Sequence[str], where: Filter = ALL_ROWS, persons: Persons = EVERYBODY
    ) -> pl.DataFrame:
        """Rows as stored."""
        return self._collect(table, self._rows(table, where, persons).select(columns))

    def distinct(self, table: str, columns: Sequence[str], persons: Persons = EVERYBODY) -> pl.DataFrame:
        """Each combination of values once, in no order."""
        return self._collect(table, self._rows(table, ALL_ROWS, persons).select(columns).unique())

    def _rows(self, table: str, where: Filter, persons: Persons) -> pl.LazyFrame:
        stored = self._schema(table)
        kept = [_within(stored, persons), _any_of(stored, where)]
        return self._frame(table).filter(*(each for each in kept if each is not None))

    def _schema(self, table: str) -> pl.Schema:
        try:
            return self._frame(table).collect_schema()
        except _BROKEN as error:
            raise self._broken(table, error) from None

    def _collect(self, table: str, rows: pl.LazyFrame) -> pl.DataFrame:
        try:
            return rows.collect(engine="streaming")
        except _BROKEN as error:
            raise self._broken(table, error) from None

    def _broken(self, table: str, error: Exception) -> ReadError:
        return ReadError(f"{self.name}, table '{table}'", f"it cannot be read ({type(error).__name__})", _DO)

    def _frame(self, table: str) -> pl.LazyFrame:
        if table not in self._frames:
            scanned = [_scanned(part) for part in self._parts[table]]
            self._frames[table] = (
                pl.concat(scanned, how="diagonal_relaxed") if len(scanned) > 1 else scanned[0]
            )
        return self._frames[table]


_Part = Path | tuple[Path, str]
"""A file, or an archive with the name of a member."""


def _folder_parts(folder: Path) -> dict[str, list[_Part]]:
    parts: dict[str, list[_Part]] = {}
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.name.startswith("."):
            inside: list[_Part] = [each for each in sorted(path.glob("*.parquet")) if each.is_file()]
            if inside:
                parts.setdefault(path.name.lower(), []).extend(inside)
        elif (table := table_of(path.name)) is not None:
            parts.setdefault(table, []).append(path)
    _one_format(folder.name, parts)
    return parts


def _one_format(name: str, parts: dict[str, list[_Part]]) -> None:
    for table, files in parts.items():
        if len({str(file).lower().endswith(".parquet") for file in files}) > 1:
            what = f"table '{table}' is there as Parquet and as CSV"
            raise ReadError(name, what, "Keep the one that is meant.")


def _zip_parts(path: Path) -> dict[str, list[_Part]]:
    parts: dict[str, list[_Part]] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError):
        raise ReadError(path.name, "it is not a whole zip archive", "Pack it again.") from None
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise ReadError(path.name, "it holds more than 2 GB", "Unpack it into a folder and name the folder.")
    for member in members:
        inside = PurePosixPath(member.filename)
        table = table_of(inside.name)
        if table and not any(part.startswith((".", "__")) for part in inside.parts):
            parts.setdefault(table, []).append((path, member.filename))
    return parts


def _scanned(part: _Part) -> pl.LazyFrame:
    data = _unpacked(part)
    name = part[1] if isinstance(part, tuple) else part.name
    if name.lower().endswith(".parquet"):
        frame = pl.scan_parquet(part if data is None and isinstance(part, Path) else io.BytesIO(data or b""))
    elif data is None and isinstance(part, Path):
        frame = pl.scan_csv(part, **_csv_options(_first_line(part)))
    else:
        frame = pl.read_csv(io.BytesIO(data or b""), **_csv_options((data or b"")[:65536])).lazy()
    return frame.rename({column: column.strip().lower() for column in frame.collect_schema()})


def _unpacked(part: _Part) -> bytes | None:
    """The bytes of an archive's member; null for a file that is read where it is."""
    if isinstance(part, Path) and not part.name.lower().endswith(".zip"):
        return None
    path, member = part if isinstance(part, tuple) else (part, "")
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(member) if member else archive.infolist()[0]
        if info.file_size > MOST_BYTES:
            raise ReadError(
                path.name, "it holds more than 2 GB", "Unpack it into a folder and name the folder."
            )
        return archive.read(info)


def _first_line(path: Path) -> bytes:
    import gzip

    with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as file:
        return file.read(65536)


def _csv_options(head: bytes) -> dict[str, Any]:
    """Comma or tab; vocabulary files with tabs are written without quotes, so that a quote is a letter."""
    tabs = b"\t" in head.split(b"\n", 1)[0]
    return {
        "separator": "\t" if tabs else ",",
        "quote_char": None if tabs else '"',
        "infer_schema": False,
        "encoding": "utf8-lossy",
        "truncate_ragged_lines": True,
        "null_values": ["NULL", "null", "\\N"],
    }


def _within(stored: pl.Schema, persons: Persons) -> pl.Expr | None:
    if persons == EVERYBODY or "person_id" not in stored:
        return None
    person = whole_number(stored["person_id"], pl.col("person_id"))
    least = pl.lit(True) if persons.least is None else person >= persons.least
    return least & (pl.lit(True) if persons.most is None else person <= persons.most)


def _any_of(stored: pl.Schema, where: Filter) -> pl.Expr | None:
    kept = [_in(stored, column, values) for column, values in where.any_of.items() if column in stored]
    return pl.any_horizontal(kept) if kept else None


def _in(stored: pl.Schema, column: str, values: frozenset[int | str | None]) -> pl.Expr:
    wanted = [value for value in values if value is not None]
    whole = all(isinstance(value, int) for value in wanted)
    read = whole_number(stored[column], pl.col(column)) if whole else pl.col(column).cast(pl.String)
    dtype = pl.Int64 if whole else pl.String
    among = read.is_in(pl.Series(wanted, dtype=dtype).implode()).fill_null(False)
    return among | pl.col(column).is_null() if None in values else among
