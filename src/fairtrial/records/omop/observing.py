"""measurement and observation to scores, measurements and conditions."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from fairtrial.records.omop import events, scores
from fairtrial.records.omop.coded import KEYS
from fairtrial.records.omop.concepts import concepts_of
from fairtrial.records.omop.meanings import needed
from fairtrial.records.omop.measured import ITEM, MEASURE, MEASURED_KEYS, TOTAL
from fairtrial.records.omop.observations import observed_rows, with_value
from fairtrial.records.omop.reading import CONTEXT_ONLY, Read
from fairtrial.records.omop.source import ALL_ROWS, Filter
from fairtrial.tables import History

_YES = (4188539,)
"""The answer "Yes", for observations that ask."""


def observations(table: str) -> Callable[[Read], History]:
    """The reader of one of the two tables."""

    def read_table(read: Read) -> History:
        codes, stated = read.codes.measured[table], _stated(read, table)
        where = _either(
            needed(codes, MEASURED_KEYS, pl.col("what").is_not_null()), needed(stated, KEYS, pl.lit(True))
        )
        found = observed_rows(read.source, table, ALL_ROWS if read.with_words else where, read.persons)
        rows = with_value(read.source, read.placed(found, "id", table), read.facts)
        measured = rows.join(
            codes, on=MEASURED_KEYS, how="left", nulls_equal=True, suffix="_of", maintain_order="left"
        )
        measured = measured.rename({"id": "row", "id_of": "id"})
        rated = scores.scores(measured.filter(pl.col("what").is_in([TOTAL, ITEM])), read.facts)
        kept = rated.filter(pl.col("total").is_not_null())
        labs, held = _labs(measured, read), _conditions_stated(rows, stated)
        odd = ((rated, scores.FLAGS), (labs, scores.FLAGS))
        listed = _listed(
            read, table, measured, {"score": kept, "measurement": labs, "condition": held}, rated
        )
        tables = {
            "scores": kept,
            "measurements": labs.filter(pl.col("value").is_not_null()),
            "conditions": held,
        }
        return read.piece(table, tables, odd, listed)

    return read_table


def _stated(read: Read, table: str) -> pl.DataFrame:
    """Conditions that observations state; measurements state none."""
    return read.codes.stated if table == "observation" else read.codes.stated.clear()


def _either(one: Filter, other: Filter) -> Filter:
    if not (one.any_of and other.any_of):
        return ALL_ROWS
    columns = {*one.any_of, *other.any_of}
    return Filter({c: one.any_of.get(c, frozenset()) | other.any_of.get(c, frozenset()) for c in columns})


def _labs(measured: pl.DataFrame, read: Read) -> pl.DataFrame:
    rows = measured.filter(pl.col("what") == MEASURE)
    coded = pl.col("unit_concept_id").replace_strict(_units(rows, read), default=None, return_dtype=pl.String)
    return rows.with_columns(
        measure="id",
        on_least="on",
        on_most="on",
        unit=pl.coalesce("unit_source_value", coded),
        no_value=pl.col("value").is_null(),
        no_day=pl.col("on").is_null(),
    )


def _units(rows: pl.DataFrame, read: Read) -> dict[int, str]:
    ids = set(rows["unit_concept_id"].drop_nulls().unique().to_list())
    units = concepts_of(read.source, ids, read.facts).filter(pl.col("system") == "ucum")
    return dict(units.select("concept_id", "code").iter_rows())


def _conditions_stated(rows: pl.DataFrame, stated: pl.DataFrame) -> pl.DataFrame:
    """Conditions that an observation states as such; one that is an answer other than yes is not taken."""
    unanswered = pl.col("value_as_concept_id").fill_null(0).is_in([0, *_YES]) & pl.col("value").is_null()
    found = rows.filter(unanswered & pl.col("value_as_string").is_null()).join(
        stated, on=KEYS, nulls_equal=True
    )
    return events.conditions(found.with_columns(started="on", ended=pl.lit(None, pl.Date)))


def _listed(
    read: Read, table: str, measured: pl.DataFrame, became: dict[str, pl.DataFrame], rated: pl.DataFrame
) -> pl.DataFrame | None:
    if not read.with_words:
        return None
    once = measured.unique("record", keep="first", maintain_order=True)
    told = CONTEXT_ONLY
    refused = {"not understood": rated.filter(pl.col("out_of_range").fill_null(False))}
    for word, rows in {**refused, **became}.items():
        told = pl.when(pl.col("record").is_in(rows["record"].implode())).then(pl.lit(word)).otherwise(told)
    about = pl.coalesce("name", "source_value", pl.format("concept {}", "concept_id"))
    value = pl.coalesce(pl.format("{}", pl.col("value").round(4)), "value_as_string", "value_source_value")
    return read.listed(once, table, [about, value, pl.col("unit_source_value")], told)
