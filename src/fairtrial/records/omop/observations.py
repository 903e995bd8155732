"""The tables measurement and observation in one shape, with the value of each row as a number."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.records.omop.measured import MEASURED_KEYS, answers_of, worded_answers
from fairtrial.records.omop.source import ALL_ROWS, EVERYBODY, Filter, OmopSource, Persons
from fairtrial.records.omop.typed import pull, pull_distinct

TABLES = ("measurement", "observation")
_SHARED = [
    "value_as_number", "value_as_string", "value_as_concept_id", "value_source_value", "unit_source_value",
    "unit_concept_id",
]  # fmt: skip


def observed_keys(source: OmopSource, table: str, persons: Persons = EVERYBODY) -> pl.DataFrame:
    """Each combination of MEASURED_KEYS once."""
    stored = {key: f"{table}_{key}" for key in MEASURED_KEYS}
    return pull_distinct(source, table, list(stored.values()), persons).rename(
        {s: key for key, s in stored.items()}
    )


def observed_rows(
    source: OmopSource, table: str, where: Filter = ALL_ROWS, persons: Persons = EVERYBODY
) -> pl.DataFrame:
    """Rows with ``id``, person_id, MEASURED_KEYS, ``on`` and the value columns."""
    named = {"id": f"{table}_id", "on": f"{table}_date", **{key: f"{table}_{key}" for key in MEASURED_KEYS}}
    stored = Filter({named.get(column, column): values for column, values in where.any_of.items()})
    rows = pull(source, table, [*named.values(), "person_id", *_SHARED], stored, persons)
    return rows.rename({old: new for new, old in named.items()})


def with_value(source: OmopSource, rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Adds ``value``: the number stated, else that of a coded or worded answer, else of a text."""
    answers = answers_of(
        source, set(rows["value_as_concept_id"].drop_nulls().unique().to_list()) - {0}, facts
    )
    columns = ("value_as_string", "value_source_value")
    texts = {text for column in columns for text in rows[column].drop_nulls().unique().to_list()}
    worded = worded_answers(sorted(texts), facts)
    said = (
        pl.col(column).replace_strict(worded, default=None, return_dtype=pl.Float64) for column in columns
    )
    coded = pl.col("value_as_concept_id").replace_strict(answers, default=None, return_dtype=pl.Float64)
    return rows.with_columns(value=pl.coalesce("value_as_number", coded, *said))
