"""The persons of one table, and whether their rows stand together in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import polars as pl

WHO = pl.col("person_id")


class Ids(NamedTuple):
    """``persons``: every id once, in order. ``in_order``: rows are sorted by id across all files."""

    persons: pl.Series
    in_order: bool
    without_person: int


def ids_of(rows: pl.LazyFrame) -> Ids:
    """One pass over the ids of a table, a part of it in memory at a time."""
    begun, last, in_order, nobody = [], None, True, 0
    for batch in rows.select(WHO).collect_batches(maintain_order=True):
        ids = batch["person_id"].drop_nulls()
        nobody += batch.height - ids.len()
        first_of_run = ids.filter(ids.ne_missing(ids.shift(1)))
        if first_of_run.is_empty():
            continue
        in_order &= first_of_run.is_sorted() and (last is None or last <= first_of_run[0])
        begun.append(first_of_run[1:] if first_of_run[0] == last else first_of_run)
        last = ids[-1]
    persons = pl.concat([pl.Series("person_id", [], pl.String), *begun])
    in_order = in_order and nobody == 0
    return Ids(persons if in_order else persons.unique().sort(), in_order, nobody)


def every_id(tables: Iterable[Ids]) -> pl.Series:
    """The ids of several tables, once each, in order."""
    every = pl.Series("person_id", [], pl.String)
    for found in tables:
        both = every.to_frame().lazy().merge_sorted(found.persons.to_frame().lazy(), key="person_id")
        every = both.filter(WHO.ne_missing(WHO.shift(1))).collect(engine="in-memory")["person_id"]
    return every
