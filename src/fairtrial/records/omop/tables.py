"""Each table of an OMOP database as a piece of the history: rows, what is odd, and their records."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from fairtrial.records.omop import events
from fairtrial.records.omop.coded import KEYS
from fairtrial.records.omop.drugs import DRUG_KEYS
from fairtrial.records.omop.exposures import EXPOSURE, FLAGS, REFUSED
from fairtrial.records.omop.invented import is_synthetic
from fairtrial.records.omop.meanings import needed
from fairtrial.records.omop.notes import notes
from fairtrial.records.omop.observing import observations
from fairtrial.records.omop.reading import CONTEXT_ONLY, NOT_UNDERSTOOD, Read
from fairtrial.records.omop.reasons import told_in_reasons
from fairtrial.records.omop.source import ALL_ROWS, Filter
from fairtrial.records.omop.uses import uses
from fairtrial.tables import History


def _drugs(read: Read) -> History:
    codes = read.codes.drugs
    where = needed(
        codes,
        DRUG_KEYS,
        pl.any_horizontal(pl.col("drug").is_not_null(), "another_form", "names_nothing", "unclear"),
    )
    rows = read.rows("drug_exposure", EXPOSURE, where)
    known = rows.join(codes, on=DRUG_KEYS, how="left", nulls_equal=True, maintain_order="left")
    ours = known.filter(pl.col("drug").is_not_null()) if known["drug"].null_count() else known
    found = uses(ours, read.facts)
    taken = found.filter(~pl.col("other_form")) if found["other_form"].any() else found
    refused = known.filter(pl.any_horizontal("another_form", "names_nothing", "unclear"))
    listed = _list_uses(read, known, taken)
    odd = ((found, FLAGS), (refused, REFUSED))
    return read.piece("drug_exposure", {"uses": taken, **told_in_reasons(found, read.facts)}, odd, listed)


def _list_uses(read: Read, rows: pl.DataFrame, taken: pl.DataFrame) -> pl.DataFrame | None:
    concept = pl.coalesce("name", "drug_source_value", pl.format("concept {}", "drug_concept_id"))
    amount = pl.format("quantity {}", pl.col("quantity").round(2))
    supply = pl.format("{} days", pl.col("days_supply").cast(pl.Int64, strict=False))
    ours = pl.col("record").is_in(taken["record"].implode())
    became = (
        pl.when(ours)
        .then(pl.lit("use"))
        .when(pl.col("names_nothing") | pl.col("unclear"))
        .then(NOT_UNDERSTOOD)
        .otherwise(CONTEXT_ONLY)
    )
    words = [concept, pl.col("sig"), amount, supply, pl.col("stop_reason")]
    return read.listed(rows, "drug_exposure", words, became)


def _conditions(read: Read) -> History:
    columns = [
        "condition_occurrence_id", "person_id", "condition_start_date", "condition_end_date",
        "condition_concept_id", "condition_source_concept_id", "condition_source_value",
    ]  # fmt: skip
    where = _stored(needed(read.codes.conditions, KEYS, pl.col("topic").is_not_null()), "condition")
    rows = read.rows("condition_occurrence", columns, where).rename(
        {f"condition_{key}": key for key in KEYS}
        | {"condition_start_date": "started", "condition_end_date": "ended"}
    )
    found = events.conditions(rows.join(read.codes.conditions, on=KEYS, how="left", nulls_equal=True))
    taken = found if read.with_words else found.filter(pl.col("topic").is_not_null())
    once = found.unique("record", keep="first", maintain_order=True)
    about = pl.coalesce("name", "source_value", pl.format("concept {}", "concept_id"))
    listed = read.listed(once, "condition_occurrence", [about], pl.lit("condition"))
    return read.piece(
        "condition_occurrence", {"conditions": taken}, ((once, events.CONDITION_FLAGS),), listed
    )


def _stored(where: Filter, prefix: str) -> Filter:
    return Filter({f"{prefix}_{column}": values for column, values in where.any_of.items()})


def _therapies(read: Read) -> History:
    columns = [
        "procedure_occurrence_id", "person_id", "procedure_date", "procedure_end_date", "quantity",
        "procedure_concept_id", "procedure_source_concept_id", "procedure_source_value",
    ]  # fmt: skip
    where = _stored(needed(read.codes.therapies, KEYS, pl.col("therapy").is_not_null()), "procedure")
    rows = read.rows("procedure_occurrence", columns, where).rename(
        {f"procedure_{key}": key for key in KEYS}
        | {"procedure_date": "started", "procedure_end_date": "ended"}
    )
    known = rows.join(read.codes.therapies, on=KEYS, how="left", nulls_equal=True)
    found = events.therapies(known.filter(pl.col("therapy").is_not_null()))
    became = pl.when(pl.col("therapy").is_not_null()).then(pl.lit("therapy")).otherwise(CONTEXT_ONLY)
    about = pl.coalesce("name", "source_value", pl.format("concept {}", "concept_id"))
    listed = read.listed(known, "procedure_occurrence", [about], became)
    return read.piece(
        "procedure_occurrence", {"therapies": found}, ((found, events.PROCEDURE_FLAGS),), listed
    )


def _people(read: Read) -> History:
    columns = [
        "person_id", "year_of_birth", "month_of_birth", "day_of_birth", "birth_datetime", "gender_concept_id",
        "gender_source_value",
    ]  # fmt: skip
    rows = read.rows("person", columns, ALL_ROWS)
    found = events.people(rows, is_synthetic(read.source), read.facts)
    year = pl.format("born {}", pl.col("born_on_least").dt.year())
    words = [pl.col("sex").fill_null("sex not recorded"), year]
    listed = read.listed(found, "person", words, pl.lit("person"))
    return read.piece("person", {"people": found}, ((found, events.PERSON_FLAGS),), listed)


def _periods(read: Read) -> History:
    columns = [
        "observation_period_id", "person_id", "observation_period_start_date", "observation_period_end_date",
    ]  # fmt: skip
    rows = read.rows("observation_period", columns, ALL_ROWS).rename(
        {columns[2]: "started", columns[3]: "ended"}
    )
    found = events.observed(rows)
    days = [pl.col("started").cast(pl.String), pl.col("ended").cast(pl.String)]
    listed = read.listed(found, "observation_period", days, CONTEXT_ONLY)
    taken = found.filter(~pl.col("end_before_start"))
    return read.piece("observation_period", {"context": taken}, ((found, events.PERIOD_FLAGS),), listed)


READERS: tuple[Callable[[Read], History], ...] = (
    _people,
    _drugs,
    observations("measurement"),
    observations("observation"),
    _conditions,
    _therapies,
    _periods,
    notes,
)
