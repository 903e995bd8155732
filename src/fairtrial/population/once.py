"""Rows of a block as a history: exact repeats once, one row for each person; what was done is counted, not
silent."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from fairtrial.tables import HISTORY_TABLES, PEOPLE, PROBLEMS, History, empty, frame

WHO = "person_id"


def one_row_per_person(tables: Mapping[str, pl.DataFrame]) -> History:
    """The history of these rows. Rows that repeat another in everything are dropped; each kind is one line
    of ``problems``."""
    held = {name: tables.get(name, empty(columns)) for name, columns in HISTORY_TABLES.items()}
    problems = []
    for name, rows in held.items():
        held[name] = _once(rows)
        repeated = rows.height - held[name].height
        problems += _told(name, repeated, "rows repeat another row and are read once")
    held["people"], disagreeing = _people(held["people"])
    problems += _told(
        "people", disagreeing, "persons have several rows that disagree; what differs is taken as not known"
    )
    counted = frame(problems, PROBLEMS)
    return History(**held | {"problems": pl.concat([held["problems"], counted])})


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """Each row once, in an order that does not depend on the files: by person, then by content."""
    if not rows.height:
        return rows
    content = rows.hash_rows(0).alias("content")
    if content.n_unique() < rows.height:
        rows = rows.unique()
        content = rows.hash_rows(0).alias("content")
    return rows.with_columns(content).sort(WHO, "content").drop("content")


def _told(table: str, count: int, what: str) -> list[dict[str, object]]:
    if not count:
        return []
    return [{"file": table, "place": table, "problem": f"{count} {what}", "left_out": True}]


def _people(rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """One row for each person: a value on which all rows agree, else null; dates of birth span all rows."""
    if rows.height == rows[WHO].n_unique():
        return rows.sort(WHO), 0
    agreed = [pl.when(pl.col(c).drop_nulls().n_unique() == 1).then(pl.col(c).drop_nulls().first()).alias(c)
              for c in ("sex", "synthetic")]  # fmt: skip
    one = rows.group_by(WHO).agg(
        pl.col("born_on_least").min(), pl.col("born_on_most").max(), *agreed, pl.col("record").min(), pl.len()
    )
    disagreeing = one.filter(pl.col("len") > 1).height
    return one.select(list(PEOPLE)).sort(WHO), disagreeing
