"""The persons of one table, and whether their rows stand together in order."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

WHO = pl.col("person_id")


class Ids(NamedTuple):
    """``persons``: every id once, unsorted. ``in_order``: rows are sorted by id across all files."""

    persons: pl.Series
    in_order: bool
    without_person: int


def ids_of(rows: pl.LazyFrame) -> Ids:
    """One pass over the ids of a table."""
    runs = rows.select(
        WHO, starts=WHO.ne_missing(WHO.shift(1)).fill_null(True), up=(WHO.shift(1) <= WHO).fill_null(True)
    )
    firsts = runs.filter("starts").select("person_id", "up").collect(engine="streaming")
    nobody = rows.select(WHO.null_count()).collect(engine="streaming").item()
    persons = firsts["person_id"].drop_nulls()
    in_order = bool(firsts["up"].all()) and nobody == 0
    return Ids(persons if in_order else persons.unique(), in_order, int(nobody))
