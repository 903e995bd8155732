"""What is being read, and how rows become a piece of a history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from fairtrial.facts import Facts
from fairtrial.records.omop.flags import Flag, told
from fairtrial.records.omop.meanings import Codebook
from fairtrial.records.omop.placing import placed, records
from fairtrial.records.omop.source import ALL_ROWS, Filter, OmopSource, Persons
from fairtrial.records.omop.typed import pull
from fairtrial.tables import HISTORY_TABLES, PROBLEMS, RECORDS, History, empty, schema

CONTEXT_ONLY, NOT_UNDERSTOOD = pl.lit("context only"), pl.lit("not understood")
Odd = tuple[pl.DataFrame, Sequence[Flag]]
"""Rows with true or false columns, and what each of these says."""


@dataclass(frozen=True)
class Read:
    """What is read, of whom, with which facts and codes, and whether every record keeps its words."""

    source: OmopSource
    persons: Persons
    facts: Facts
    codes: Codebook
    with_words: bool

    def rows(self, table: str, columns: Sequence[str], where: Filter) -> pl.DataFrame:
        """Rows of a table that name a person, each with its place and record."""
        found = pull(self.source, table, columns, where if not self.with_words else ALL_ROWS, self.persons)
        return self.placed(found, columns[0], table)

    def placed(self, rows: pl.DataFrame, id_column: str, table: str) -> pl.DataFrame:
        """The rows that name a person, each with its place and record."""
        known = rows.filter(pl.col("person_id").is_not_null())
        return placed(known, id_column, table, self.source.name, self.with_words)

    def listed(
        self, rows: pl.DataFrame, table: str, words: Sequence[pl.Expr], became: pl.Expr
    ) -> pl.DataFrame | None:
        """The records of these rows; null when words are not kept."""
        return records(rows, table, self.source.name, words, became) if self.with_words else None

    def piece(
        self, table: str, held: dict[str, pl.DataFrame], odd: Sequence[Odd], listed: pl.DataFrame | None
    ) -> History:
        """A history from rows of its tables; ``odd`` are rows that carry flags, with those flags."""
        fitted = {name: _fitted(name, frame) for name, frame in held.items()}
        file, one_by_one = self.source.name, self.with_words
        problems = pl.concat(
            [empty(PROBLEMS), *(told(rows, flags, table, file, one_by_one) for rows, flags in odd)]
        )
        return History(**fitted, problems=problems, records=listed if listed is not None else empty(RECORDS))


def _fitted(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in the shape of a history table; what this database never says is null."""
    wanted = schema(HISTORY_TABLES[table])
    return rows.select(
        (pl.col(name).cast(dtype) if name in rows.columns else pl.lit(None, dtype).alias(name))
        for name, dtype in wanted.items()
    )
