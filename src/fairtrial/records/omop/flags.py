"""Rows that hold something that cannot be used: told one by one for a person, counted for a population."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from fairtrial.records.omop.typed import UNREADABLE
from fairtrial.tables import PROBLEMS, empty, schema


@dataclass(frozen=True)
class Flag:
    """A true or false column of a frame, the field it speaks of, and what is said where it is true."""

    column: str
    field: str
    problem: str
    left_out: bool = False


def told(frame: pl.DataFrame, flags: Sequence[Flag], table: str, file: str, one_by_one: bool) -> pl.DataFrame:
    """Lines for ``problems``: one for each row, or one for each kind with its count.

    ``frame`` has person_id, record and place.
    """
    every = [flag for flag in (*flags, *_unreadable(frame)) if flag.column in frame.columns]
    counts = frame.select(pl.col(flag.column).sum() for flag in every).row(0) if every else ()
    odd = [(flag, count) for flag, count in zip(every, counts, strict=True) if count]
    lines = [
        _each(frame, flag, file) if one_by_one else _counted(table, flag, file, count) for flag, count in odd
    ]
    return pl.concat([empty(PROBLEMS), *lines])


def _unreadable(frame: pl.DataFrame) -> list[Flag]:
    names = [name for name in frame.columns if name.startswith(UNREADABLE)]
    said = "is not of its type, or a day in a year that cannot be; taken as not known"
    return [Flag(name, name.removeprefix(UNREADABLE), said) for name in names]


def _each(frame: pl.DataFrame, flag: Flag, file: str) -> pl.DataFrame:
    rows = frame.filter(flag.column).select(pl.col("person_id").cast(pl.String), "record", "place")
    return _line(rows, flag, file, flag.problem)


def _counted(table: str, flag: Flag, file: str, count: int) -> pl.DataFrame:
    nobody = {"person_id": None, "record": None, "place": table}
    rows = pl.DataFrame([nobody], schema=dict.fromkeys(nobody, pl.String))
    return _line(rows, flag, file, f"{count} {'row' if count == 1 else 'rows'}: {flag.problem}")


def _line(rows: pl.DataFrame, flag: Flag, file: str, said: str) -> pl.DataFrame:
    told = {"file": file, "field": flag.field, "problem": said, "left_out": flag.left_out}
    return rows.with_columns(pl.lit(value).alias(name) for name, value in told.items()).select(
        list(schema(PROBLEMS))
    )
