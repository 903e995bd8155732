"""Tables in a database that speaks SQL: which schema holds them, and the plain statements that fetch rows."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from fairtrial.records.errors import ReadError
from fairtrial.records.omop.source import ALL_ROWS, EVERYBODY, Filter, Persons, Value

CATALOG = (
    "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns "
    "WHERE table_schema NOT IN ('information_schema', 'pg_catalog') ORDER BY 1, 2, ordinal_position"
)
_DECIMALS = ("NUMERIC", "DECIMAL")
_WHOLE = ("INT", "BIGINT", "SMALLINT", "TINYINT", "HUGEINT", "UINT", "UBIGINT")


@dataclass(frozen=True)
class Table:
    """A table as the database calls it, and its columns by lower-case name: (as called, type)."""

    address: str
    columns: Mapping[str, tuple[str, str]]


class SqlSource:
    """Tables behind ``run``, which gives the rows of one statement.

    ``catalog`` lists schema, table, column and type of everything; ``current`` is the schema looked in first.
    ``whole`` writes a column of another type as a whole number, null where it is none.
    """

    def __init__(
        self,
        name: str,
        run: Callable[[str], pl.DataFrame],
        catalog: str,
        current: str,
        whole: Callable[[str], str],
    ) -> None:
        self.name = name
        self._run, self._catalog, self._current, self._whole = run, catalog, current, whole

    def tables(self) -> frozenset[str]:
        """Tables of the schema that holds the persons, and those that only another schema has."""
        return frozenset(self._tables)

    def columns(self, table: str) -> frozenset[str]:
        """Columns of a table, in lower case."""
        return frozenset(self._tables[table].columns) if table in self._tables else frozenset()

    def select(
        self, table: str, columns: Sequence[str], where: Filter = ALL_ROWS, persons: Persons = EVERYBODY
    ) -> pl.DataFrame:
        """Rows as stored; decimals come as floating numbers."""
        return self._fetch("SELECT", table, columns, where, persons)

    def distinct(self, table: str, columns: Sequence[str], persons: Persons = EVERYBODY) -> pl.DataFrame:
        """Each combination of values once."""
        return self._fetch("SELECT DISTINCT", table, columns, ALL_ROWS, persons)

    def _fetch(
        self, verb: str, name: str, columns: Sequence[str], where: Filter, persons: Persons
    ) -> pl.DataFrame:
        table = self._tables[name]
        conditions = [*self._within(table, persons), *self._any_of(table, where)]
        what = ", ".join(f"{_stored(table, column)} AS {_quoted(column)}" for column in columns)
        tail = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        return self._run(f"{verb} {what} FROM {table.address}{tail}")

    @functools.cached_property
    def _tables(self) -> dict[str, Table]:
        rows = self._run(self._catalog).rows()
        schemas: dict[str, dict[str, Table]] = {}
        for schema, table, column, kind in rows:
            address = ".".join(_quoted(part) for part in (schema, table) if part)
            held = schemas.setdefault(schema, {}).setdefault(table.lower(), Table(address, {}))
            schemas[schema][table.lower()] = Table(
                address, {**held.columns, column.lower(): (column, kind.upper())}
            )
        return self._chosen(schemas)

    def _chosen(self, schemas: Mapping[str, dict[str, Table]]) -> dict[str, Table]:
        """Tables of the schema with the persons; vocabulary tables may lie in one other schema."""
        holding = [schema for schema, tables in schemas.items() if "person" in tables]
        if len(holding) > 1:
            current = self._run(self._current).item() if self._current else None
            holding = [schema for schema in holding if schema == current] or holding
        if len(holding) > 1:
            do = "Name the one that is meant: ?options=-csearch_path%3DSCHEMA at the end of the address."
            raise ReadError(self.name, f"{len(holding)} schemas hold a table 'person'", do)
        own = schemas[holding[0]] if holding else {}
        others = [tables for tables in schemas.values() if tables is not own and len(holding) == 1]
        beside: dict[str, list[Table]] = {}
        for tables in others:
            for name, table in tables.items():
                beside.setdefault(name, []).append(table)
        return {**{name: found[0] for name, found in beside.items() if len(found) == 1}, **own}

    def _within(self, table: Table, persons: Persons) -> list[str]:
        if persons == EVERYBODY or "person_id" not in table.columns:
            return []
        person = self._number(table, "person_id")
        least = [] if persons.least is None else [f"{person} >= {int(persons.least)}"]
        return least + ([] if persons.most is None else [f"{person} <= {int(persons.most)}"])

    def _any_of(self, table: Table, where: Filter) -> list[str]:
        kept = [
            self._in(table, column, values)
            for column, values in where.any_of.items()
            if column in table.columns
        ]
        return [f"({' OR '.join(kept)})"] if kept else []

    def _in(self, table: Table, column: str, values: frozenset[Value]) -> str:
        numbers = sorted(value for value in values if isinstance(value, int))
        words = sorted(value for value in values if isinstance(value, str))
        parts = [f"{_quoted(table.columns[column][0])} IS NULL"] if None in values else []
        if numbers:
            parts.append(f"{self._number(table, column)} IN ({', '.join(map(str, numbers))})")
        if words:
            listed = ", ".join("'" + word.replace("'", "''").replace("\0", "") + "'" for word in words)
            parts.append(f"CAST({_quoted(table.columns[column][0])} AS TEXT) IN ({listed})")
        return " OR ".join(parts) or "1 = 0"

    def _number(self, table: Table, column: str) -> str:
        name, kind = table.columns[column]
        return _quoted(name) if kind.startswith(_WHOLE) else self._whole(_quoted(name))


def _stored(table: Table, column: str) -> str:
    name, kind = table.columns[column]
    quoted = _quoted(name)
    return f"CAST({quoted} AS DOUBLE PRECISION)" if kind.startswith(_DECIMALS) else quoted


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
