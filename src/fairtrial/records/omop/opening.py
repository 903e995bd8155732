"""Which kind of OMOP database a path or address names, and opening it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from fairtrial.records.archive import UNREADABLE
from fairtrial.records.errors import ReadError
from fairtrial.records.omop.databases import open_duckdb, open_postgresql, open_sqlite
from fairtrial.records.omop.folder import FolderSource, table_of
from fairtrial.records.omop.source import OmopSource

_ADDRESS = re.compile(r"postgres(?:ql)?:(/*)(.*)", re.DOTALL)
_SQLITE, _DUCKDB, _ZIP = b"SQLite format 3\0", b"DUCK", b"PK\x03\x04"
_HAPPENED = frozenset(
    ["drug_exposure", "condition_occurrence", "measurement", "observation", "observation_period"]
)
_DO = (
    "Name a folder with one Parquet or CSV file for each table, a DuckDB or SQLite file, or postgresql://..."
)


def is_omop(where: str | Path) -> bool:
    """Whether a path or address names an OMOP database: told from its content, never from a file's ending.

    >>> is_omop("postgresql://localhost/cdm"), is_omop("no-such-file")
    (True, False)
    """
    if _ADDRESS.fullmatch(str(where)):
        return True
    path = Path(where)
    if path.is_dir():
        return _is_model({_table(each) for each in _inside(path)})
    return path.is_file() and (_database(path) is not None or _zip_of_tables(path))


def databases_among(inputs: Sequence[str | Path]) -> tuple[list[str | Path], list[str | Path]]:
    """The inputs that are OMOP databases, in a fixed order, and all others."""
    databases = [each for each in inputs if is_omop(each)]
    return sorted(databases, key=str), [each for each in inputs if each not in databases]


def open_source(where: str | Path) -> OmopSource:
    """The database at a path (folder, zip archive, DuckDB or SQLite file) or a postgresql:// address.

    Raises ReadError when it cannot be opened or has no table ``person``; it never shows a password.
    """
    source = _opened(where)
    if "person" not in source.tables():
        raise ReadError(source.name, "it has no table 'person'", _DO)
    return source


def _opened(where: str | Path) -> OmopSource:
    address = _ADDRESS.fullmatch(str(where))
    if address:
        return open_postgresql(f"postgresql:{address[1] if len(address[1]) > 1 else '//'}{address[2]}")
    path = Path(where)
    if path.is_dir() or (path.is_file() and _zip_of_tables(path)):
        return FolderSource(path)
    kind = _database(path) if path.is_file() else None
    if kind is None:
        raise ReadError(path.name, "it is not a database that can be read", _DO)
    return open_sqlite(path) if kind == "sqlite" else open_duckdb(path)


def _database(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError:
        return None
    if head == _SQLITE:
        return "sqlite"
    return "duckdb" if head[8:12] == _DUCKDB else None


def _inside(folder: Path) -> list[Path]:
    """What a folder holds; nothing where it cannot be opened, which the reader of files tells."""
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _is_model(tables: set[str | None]) -> bool:
    """Whether these are tables of the common data model: the persons, and something that happened to them."""
    return "person" in tables and bool(tables & _HAPPENED)


def _table(path: Path) -> str | None:
    if path.is_dir():
        return path.name.lower() if any(path.glob("*.parquet")) else None
    return table_of(path.name)


def _zip_of_tables(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            if file.read(4) != _ZIP:
                return False
        with zipfile.ZipFile(path) as archive:
            return _is_model({table_of(PurePosixPath(name).name) for name in archive.namelist()})
    except UNREADABLE:
        return False
