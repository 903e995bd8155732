"""Conditions, therapies, persons and observation periods as rows of the history tables."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.records.omop.concepts import meaning
from fairtrial.records.omop.flags import Flag
from fairtrial.records.sexes import SEX_OF_WORD

CONDITION_FLAGS = (
    Flag("no_day", "condition_start_date", "is missing; the first day is not known"),
    Flag("end_before_start", "condition_end_date", "lies before the start; taken as not known"),
)
PROCEDURE_FLAGS = (
    Flag("no_day", "procedure_date", "is missing; the day is not known"),
    Flag("end_before_start", "procedure_end_date", "lies before the start; taken as not known"),
)
PERSON_FLAGS = (
    Flag("no_birth", "year_of_birth", "is missing; the age is not known"),
    Flag("sex_unknown", "gender_concept_id", "is not female, male or other; taken as not known"),
)
PERIOD_FLAGS = (
    Flag("end_before_start", "observation_period_end_date", "lies before the start; left out", left_out=True),
)
_EARLIEST, _LATEST = 1900, 2100


def conditions(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns of ``conditions`` from rows with person_id, started, ended, topic, system, code and record.

    An end on the day of the start is that of a visit, not of the condition: it is not known.
    """
    before = (pl.col("ended") < pl.col("started")).fill_null(False)
    later = pl.when((pl.col("ended") > pl.col("started")) | pl.col("started").is_null()).then("ended")
    end = later + pl.duration(days=1)
    return rows.with_columns(
        certainty=pl.lit("confirmed"),
        status=pl.when(end.is_not_null()).then(pl.lit("resolved")).otherwise(pl.lit("unknown")),
        started_on_least="started",
        started_on_most="started",
        ended_on_least=end,
        ended_on_most=end,
        no_day=pl.col("started").is_null(),
        end_before_start=before,
    )


def therapies(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns of ``therapies`` from rows with person_id, started, ended, quantity, therapy and record.

    A row without an end, or with one on the same day, is one session or as many as its quantity says.
    """
    before = (pl.col("ended") < pl.col("started")).fill_null(False)
    longer = (pl.col("ended") > pl.col("started")).fill_null(False)
    counted = pl.when(pl.col("quantity") >= 1).then(pl.col("quantity").floor()).otherwise(1.0)
    stop = pl.when(longer).then("ended") + pl.duration(days=1)
    return rows.with_columns(
        started_on_least="started",
        started_on_most="started",
        stopped_on_least=stop,
        stopped_on_most=stop,
        sessions_least=counted,
        sessions_most=pl.when(~longer).then(counted),
        no_day=pl.col("started").is_null(),
        end_before_start=before,
    )


def people(rows: pl.DataFrame, synthetic: bool | None, facts: Facts) -> pl.DataFrame:
    """Columns of ``people``: a year of birth alone spans that year, a month that month."""
    year = pl.when(pl.col("year_of_birth").is_between(_EARLIEST, _LATEST)).then("year_of_birth")
    month = pl.when(pl.col("month_of_birth").is_between(1, 12)).then("month_of_birth")
    day = pl.when(month.is_not_null()).then("day_of_birth")
    first = pl.date(year, month.fill_null(1), 1)
    last = pl.when(month.is_null()).then(pl.date(year, 12, 31)).otherwise(first.dt.month_end())
    exact = pl.when(day.is_between(1, last.dt.day())).then(first + pl.duration(days=day - 1))
    known = pl.col("gender_concept_id").replace_strict(
        meaning(facts, "gender"), default=None, return_dtype=pl.String
    )
    written = pl.col("gender_source_value").str.to_lowercase()
    sex = pl.coalesce(known, written.replace_strict(SEX_OF_WORD, default=None, return_dtype=pl.String))
    return rows.with_columns(
        born_on_least=pl.coalesce("birth_datetime", exact, first),
        born_on_most=pl.coalesce("birth_datetime", exact, last),
        sex=sex,
        synthetic=pl.lit(synthetic, pl.Boolean),
        no_birth=pl.col("birth_datetime").is_null() & year.is_null(),
        sex_unknown=sex.is_null(),
    )


def observed(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns of ``context``: from when to when the database follows the person, both days included."""
    before = (pl.col("ended") < pl.col("started")).fill_null(False)
    return rows.with_columns(
        topic=pl.lit("observed"),
        value=pl.lit("followed in the database from the first to the last of these days"),
        on_least="started",
        on_most="ended",
        end_before_start=before,
    )
