"""The record that each row of a database is: its place, its id and its words."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from fairtrial.records.rows import record_id
from fairtrial.tables import RECORDS, empty, schema


def placed(rows: pl.DataFrame, id_column: str, table: str, file: str, with_words: bool) -> pl.DataFrame:
    """Adds ``place`` ("drug_exposure 12") and ``record``.

    The id of a record is that of file and place as with every reader; without words it is ``table:id``,
    which costs nothing for millions of rows.
    """
    number = pl.col(id_column).cast(pl.String)
    if not with_words:
        told = pl.format(table + ":{}", number.fill_null("without id"))
        return rows.with_columns(place=pl.lit(table), record=told)
    ordered = rows.sort(id_column, maintain_order=True, nulls_last=True)
    names = _once([f"{table} {each}" for each in ordered[id_column].cast(pl.String).fill_null("without id")])
    ids = [record_id(file, name) for name in names]
    return ordered.with_columns(
        place=pl.Series(names, dtype=pl.String), record=pl.Series(ids, dtype=pl.String)
    )


def _once(names: Sequence[str]) -> list[str]:
    """A place taken twice gets a number, so that each row is a record of its own."""
    taken: dict[str, int] = {}
    once = []
    for name in names:
        taken[name] = taken.get(name, 0) + 1
        once.append(name if taken[name] == 1 else f"{name} ({taken[name]})")
    return once


def records(
    rows: pl.DataFrame, table: str, file: str, words: Sequence[pl.Expr], became: pl.Expr
) -> pl.DataFrame:
    """One row of ``records`` for each row; of its words the parts that are there are joined."""
    if rows.is_empty():
        return empty(RECORDS)
    said = pl.concat_str(list(words), separator=" · ", ignore_nulls=True) if words else pl.lit("")
    return rows.select(
        pl.col("person_id").cast(pl.String),
        "record",
        "place",
        file=pl.lit(file),
        kind=pl.lit(table),
        words=said,
        became=became,
    ).select(list(schema(RECORDS)))
