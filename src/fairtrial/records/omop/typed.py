"""Columns of the common data model in their types, whatever the file or database stores them as."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from fairtrial.records.days import EARLIEST_YEAR, LATEST_YEAR
from fairtrial.records.omop.source import ALL_ROWS, EVERYBODY, Filter, OmopSource, Persons

UNREADABLE = "unreadable_"
"""Prefix of the flag that a value was there and could not be read."""

_NUMBERS = frozenset(
    [
        "value_as_number", "quantity", "days_supply", "refills", "amount_value", "numerator_value",
        "denominator_value",
    ]
)  # fmt: skip
_WHOLE = frozenset(["year_of_birth", "month_of_birth", "day_of_birth"])
_TEXT_IDS = frozenset(["vocabulary_id", "domain_id", "concept_class_id"])


def pull(
    source: OmopSource,
    table: str,
    columns: Sequence[str],
    where: Filter = ALL_ROWS,
    persons: Persons = EVERYBODY,
) -> pl.DataFrame:
    """These columns of a table, typed; a column or table that is not there is all null or empty.

    A value that is not of its column's type is null, and the flag ``unreadable_<column>`` is true in its row.
    """
    present = [column for column in columns if column in source.columns(table)]
    found = source.select(table, present, where, persons) if present else pl.DataFrame()
    return typed(found, columns)


def pull_distinct(
    source: OmopSource, table: str, columns: Sequence[str], persons: Persons = EVERYBODY
) -> pl.DataFrame:
    """Each combination of values of a table once, typed."""
    present = [column for column in columns if column in source.columns(table)]
    found = source.distinct(table, present, persons) if present else pl.DataFrame()
    return typed(found, columns).select(columns).unique(maintain_order=True)


def typed(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The frame with exactly these columns in their types, and a flag for each column that lost a value."""
    read = [_read(frame.schema.get(column), column).alias(column) for column in columns]
    result = frame.select(read) if frame.width else pl.DataFrame(schema={c: dtype_of(c) for c in columns})
    changed = [c for c, kind in frame.schema.items() if kind != result.schema[c] and not kind.is_integer()]
    flags = [(_there(frame[c]) & result[c].is_null()).alias(UNREADABLE + c) for c in changed]
    return result.with_columns(flag for flag in flags if flag.any())


def dtype_of(column: str) -> pl.DataType:
    """The type of a column of the common data model, told from its name.

    >>> dtype_of("drug_exposure_start_date"), dtype_of("person_id"), dtype_of("sig")
    (Date, Int64, String)
    """
    if column.endswith(("_date", "_datetime")):
        return pl.Date()
    if column in _NUMBERS:
        return pl.Float64()
    whole = column in _WHOLE or (column.endswith(("_id", "_id_1", "_id_2")) and column not in _TEXT_IDS)
    return pl.Int64() if whole else pl.String()


def whole_number(stored: pl.DataType | None, column: pl.Expr) -> pl.Expr:
    """A column as whole numbers; text and decimals that are none become null."""
    if stored is not None and stored.is_integer():
        return column.cast(pl.Int64, strict=False)
    number = _plain(column) if stored == pl.String() else column
    decimal = number.cast(pl.Float64, strict=False)
    rounded = pl.when(decimal == decimal.floor()).then(decimal.cast(pl.Int64, strict=False))
    return pl.coalesce(number.cast(pl.Int64, strict=False), rounded) if stored == pl.String() else rounded


def _read(stored: pl.DataType | None, column: str) -> pl.Expr:
    wanted, value = dtype_of(column), pl.col(column)
    if stored is None or stored == pl.Null():
        return pl.lit(None, wanted)
    if wanted == pl.Date():
        return _day(stored, value)
    if wanted == pl.Int64():
        return whole_number(stored, value)
    if wanted == pl.Float64():
        number = (_plain(value) if stored == pl.String() else value).cast(pl.Float64, strict=False)
        return pl.when(number.is_finite()).then(number)
    return _plain(value.cast(pl.String, strict=False))


def _day(stored: pl.DataType, value: pl.Expr) -> pl.Expr:
    """The calendar day; years that no living person's records can hold are not believed."""
    if stored == pl.String():
        text = _plain(value)
        plain = text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
        day = pl.coalesce(plain, text.str.slice(0, 8).str.to_date("%Y%m%d", strict=False))
    else:
        day = value.cast(pl.Date, strict=False)
    return pl.when(day.dt.year().is_between(EARLIEST_YEAR, LATEST_YEAR)).then(day)


def _plain(text: pl.Expr) -> pl.Expr:
    stripped = text.str.strip_chars()
    return pl.when(stripped != "").then(stripped)


def _there(stored: pl.Series) -> pl.Series:
    return stored.str.strip_chars().fill_null("") != "" if stored.dtype == pl.String else stored.is_not_null()
