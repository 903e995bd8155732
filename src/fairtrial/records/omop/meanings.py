"""What every distinct code of a database means, worked out once, and which rows are therefore needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from fairtrial.facts import Facts
from fairtrial.records.omop.coded import KEYS, conditions_of, therapies_of
from fairtrial.records.omop.drugs import DRUG_KEYS, drugs_of
from fairtrial.records.omop.measured import measured_by
from fairtrial.records.omop.observations import TABLES, observed_keys
from fairtrial.records.omop.source import ALL_ROWS, EVERYBODY, Filter, OmopSource, Persons, Value
from fairtrial.records.omop.typed import pull_distinct

_MOST_VALUES = 50_000
"""A list of values longer than this is not sent: then all rows are fetched and sorted out here."""


@dataclass(frozen=True)
class Codebook:
    """Tables from distinct codes to meanings: see drugs_of, measured_by, conditions_of and therapies_of."""

    drugs: pl.DataFrame
    measured: Mapping[str, pl.DataFrame]
    conditions: pl.DataFrame
    stated: pl.DataFrame
    therapies: pl.DataFrame


def codebook(source: OmopSource, facts: Facts, persons: Persons = EVERYBODY) -> Codebook:
    """The meanings of all codes that the records of these persons use."""
    measured = {table: observed_keys(source, table, persons) for table in TABLES}
    return Codebook(
        drugs=_drugs(source, facts, persons),
        measured={table: measured_by(source, keys, facts) for table, keys in measured.items()},
        conditions=conditions_of(source, _keys(source, "condition_occurrence", "condition", persons), facts),
        stated=_by_code_only(conditions_of(source, measured["observation"], facts)),
        therapies=therapies_of(source, _keys(source, "procedure_occurrence", "procedure", persons), facts),
    )


def _drugs(source: OmopSource, facts: Facts, persons: Persons) -> pl.DataFrame:
    keys = pull_distinct(source, "drug_exposure", DRUG_KEYS, persons)
    unsaid = [pl.col(column).fill_null(0) == 0 for column in DRUG_KEYS[:2]]
    return drugs_of(source, keys, facts).with_columns(
        names_nothing=pl.all_horizontal(*unsaid, pl.col("drug_source_value").is_null()),
        unclear=pl.col("drug").is_null() & pl.col("two_drugs"),
    )


def _keys(source: OmopSource, table: str, prefix: str, persons: Persons) -> pl.DataFrame:
    stored = {key: f"{prefix}_{key}" for key in KEYS}
    return pull_distinct(source, table, list(stored.values()), persons).rename(
        {s: key for key, s in stored.items()}
    )


def _by_code_only(found: pl.DataFrame) -> pl.DataFrame:
    """Observations speak of much: only what a known code says is taken for a condition."""
    return found.filter(pl.col("topic").is_not_null(), ~pl.col("by_words"))


def needed(found: pl.DataFrame, keys: Sequence[str], wanted: pl.Expr) -> Filter:
    """The filter that fetches every row whose codes are ``wanted``, and few others.

    Each combination is told by its first part that says something: concept, source concept, source text.
    """
    rows = found.filter(wanted).select(keys).unique().rows()
    values: dict[str, set[Value]] = {key: set() for key in keys}
    for row in rows:
        said = next(((key, value) for key, value in zip(keys, row, strict=True) if value), None)
        key, value = said if said else (keys[0], row[0])
        values[key].add(value)
    if sum(map(len, values.values())) > _MOST_VALUES:
        return ALL_ROWS
    return Filter({key: frozenset(each) for key, each in values.items() if each} or {keys[0]: frozenset()})
