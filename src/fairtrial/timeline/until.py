"""What was known by the day of the review: rows that speak of later days are left out and named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from fairtrial.tables import PROBLEMS, History, schema

_FIRST_DAY = {
    "uses": "started_on_least",
    "scores": "on_least",
    "conditions": "started_on_least",
    "therapies": "started_on_least",
    "measurements": "on_least",
    "context": "on_least",
}


def until(history: History, as_of: date) -> History:
    """The same history without rows that begin after ``as_of``; each such record becomes a line in
    ``problems``."""
    kept, later = {}, []
    for table, column in _FIRST_DAY.items():
        frame: pl.DataFrame = getattr(history, table)
        last = frame.get_column(column).max()
        if isinstance(last, date) and last > as_of:
            after = (pl.col(column) > as_of).fill_null(False)
            kept[table] = frame.filter(~after)
            later.append(frame.filter(after).select("person_id", "record", pl.lit(column).alias("field")))
    if not later:
        return history
    return replace(
        history, **kept, problems=pl.concat([history.problems, _named(pl.concat(later), history.records)])
    )


def _named(late: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """One problem line per late row, with the file and place of its record."""
    where = records.select("person_id", "record", "file", "place")
    return (
        late.unique(maintain_order=True)
        .join(where, on=["person_id", "record"], how="left")
        .with_columns(
            problem=pl.lit(
                "It speaks of a day after the day of the review and is left out. Set a later --as-of "
                "to use it."
            ),
            left_out=pl.lit(True),
        )
        .select(list(schema(PROBLEMS)))
    )
