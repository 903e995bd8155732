"""Where an OMOP database lives, and the little that is asked of it: only rows and columns that are needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

Value = int | str | None


@dataclass(frozen=True)
class Persons:
    """A range of person ids, both ends included; an open end is null.

    >>> Persons.one(7)
    Persons(least=7, most=7)
    """

    least: int | None = None
    most: int | None = None

    @staticmethod
    def one(person_id: int) -> Persons:
        """This person only."""
        return Persons(person_id, person_id)


EVERYBODY = Persons()


@dataclass(frozen=True)
class Filter:
    """Rows to keep: those with one of these values in any one of these columns; all rows when empty."""

    any_of: Mapping[str, frozenset[Value]] = field(default_factory=dict)

    @staticmethod
    def among(column: str, values: Iterable[Value]) -> Filter:
        """Rows with one of these values in this column."""
        return Filter({column: frozenset(values)})


ALL_ROWS = Filter()


class OmopSource(Protocol):
    """An OMOP database. Names of tables and columns are lower case; a missing table or column is no error."""

    @property
    def name(self) -> str:
        """What is shown of where it lives: a file name, never a connection string."""

    def tables(self) -> frozenset[str]:
        """Tables that are there."""

    def columns(self, table: str) -> frozenset[str]:
        """Columns of a table; empty when it is not there."""

    def select(
        self, table: str, columns: Sequence[str], where: Filter = ALL_ROWS, persons: Persons = EVERYBODY
    ) -> pl.DataFrame:
        """Rows as stored; every column must be one of the table's."""

    def distinct(self, table: str, columns: Sequence[str], persons: Persons = EVERYBODY) -> pl.DataFrame:
        """Each combination of values once."""
