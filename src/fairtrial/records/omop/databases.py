"""Opening a DuckDB file, an SQLite file or a PostgreSQL database; errors never show a connection string."""

from __future__ import annotations

import sqlite3
from importlib import import_module
from pathlib import Path
from types import ModuleType

import polars as pl

from fairtrial.records.errors import ReadError
from fairtrial.records.omop.sql import CATALOG, SqlSource

POSTGRESQL = "PostgreSQL"
_SQLITE_CATALOG = (
    "SELECT '' AS table_schema, m.name AS table_name, p.name AS column_name, p.type AS data_type "
    "FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type IN ('table', 'view') "
    "ORDER BY 2, p.cid"
)
_CURRENT = "SELECT current_schema()"


def open_duckdb(path: Path) -> SqlSource:
    """A DuckDB file, opened for reading only. Raises ReadError."""
    duckdb = _needed("duckdb", path.name, "a DuckDB file")
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        what = f"DuckDB {duckdb.__version__} cannot open it ({type(error).__name__})"
        do = "Close other programs that use it, or write it again with this version of DuckDB."
        raise ReadError(path.name, what, do) from None

    def run(sql: str) -> pl.DataFrame:
        try:
            return pl.DataFrame(connection.sql(sql).to_arrow_table())
        except duckdb.Error as error:
            raise _refused(path.name, error) from None

    return SqlSource(path.name, run, CATALOG, _CURRENT, "TRY_CAST({} AS BIGINT)".format)


def open_sqlite(path: Path) -> SqlSource:
    """An SQLite file, opened for reading only. Every value comes as text: SQLite columns hold any type."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
    except sqlite3.Error as error:
        raise _refused(path.name, error) from None

    def run(sql: str) -> pl.DataFrame:
        try:
            cursor = connection.execute(sql)
            rows = cursor.fetchall()
        except sqlite3.Error as error:
            raise _refused(path.name, error) from None
        names = [column[0] for column in cursor.description]
        columns = zip(*rows, strict=True) if rows else ([] for _ in names)
        texts = {
            n: pl.Series([_text(v) for v in c], dtype=pl.String) for n, c in zip(names, columns, strict=True)
        }
        return pl.DataFrame(texts)

    return SqlSource(path.name, run, _SQLITE_CATALOG, "", "CAST({} AS INTEGER)".format)


def open_postgresql(address: str) -> SqlSource:
    """A PostgreSQL database; what the address leaves out comes from PGHOST, PGDATABASE, PGUSER and so on."""
    _needed("adbc_driver_manager", POSTGRESQL, "a PostgreSQL database")
    driver = _needed("adbc_driver_postgresql.dbapi", POSTGRESQL, "a PostgreSQL database")
    try:
        connection = driver.connect(address, autocommit=True)
    except driver.Error as error:
        raise ReadError(
            POSTGRESQL, _why_not(str(error)), "Check host, port, database, user and password."
        ) from None

    def run(sql: str) -> pl.DataFrame:
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return pl.DataFrame(cursor.fetch_arrow())
        except driver.Error as error:
            raise _refused(POSTGRESQL, error) from None

    return SqlSource(POSTGRESQL, run, CATALOG, _CURRENT, _whole_in_postgresql)


def _whole_in_postgresql(column: str) -> str:
    text = f"CAST({column} AS TEXT)"
    return f"CASE WHEN {text} ~ '^[0-9]{{1,18}}$' THEN CAST({text} AS BIGINT) END"


def _why_not(message: str) -> str:
    """The kind of trouble, in words of ours: the driver's may name hosts and users."""
    kinds = {
        "authentication failed": "it refuses this user or password",
        "no password supplied": "it asks for a password",
        "does not exist": "it has no such database or user",
        "refused": "nothing answers at this host and port",
        "translate host name": "there is no such host",
    }
    return next((words for part, words in kinds.items() if part in message), "it cannot be reached")


def _needed(module: str, where: str, what: str) -> ModuleType:
    try:
        return import_module(module)
    except ImportError:
        said = f"reading {what} needs the package {module.split('.')[0].replace('_', '-')}"
        raise ReadError(where, said, 'Install it with: pip install "fairtrial[omop]".') from None


def _refused(name: str, error: Exception) -> ReadError:
    what = f"a table cannot be read ({type(error).__name__})"
    return ReadError(name, what, "Check that it is an OMOP database that you may read.")


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
