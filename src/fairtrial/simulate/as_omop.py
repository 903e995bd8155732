"""Records as tables of the OMOP Common Data Model 5.4, as Parquet.

What the model cannot hold is left out: statements with partial dates and orders known not to have been
filled.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.models import Number
from fairtrial.simulate.complete import Tables, place_in_person

EXACT = pl.col("started_on_least") == pl.col("started_on_most")
DISPENSED, ORDERED, TOLD = 32869, 32838, 32865
"""Drug types: pharmacy claim, EHR prescription, patient self-report (knowledge/codes/omop_concepts.csv)."""
FEMALE, MALE = 8532, 8507
FROM_EHR = 32817
"""Type concept: from an electronic health record."""
MOST_ROWS = 1000
"""Rows of one kind that one person can have; ids are the person's number times this, plus the row's place."""


def write_omop(folder: Path, number: int, tables: Tables, facts: Facts) -> None:
    """One part of every table."""
    for name, frame in _cdm(tables, facts).items():
        place = folder / name / f"part-{number:05d}.parquet"
        place.parent.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(place, metadata={"synthetic": "true"})


def _cdm(tables: Tables, facts: Facts) -> dict[str, pl.DataFrame]:
    return {
        "person": tables["people"].select(
            person_id=_person(),
            gender_concept_id=pl.when(pl.col("sex") == "female").then(FEMALE).otherwise(MALE),
            year_of_birth=pl.col("born_on_least").dt.year(),
            race_concept_id=pl.lit(0),
            ethnicity_concept_id=pl.lit(0),
            person_source_value="person_id",
        ),
        "observation_period": _periods(tables),
        "drug_exposure": _exposures(tables["uses"], facts),
        "measurement": _measurements(tables["scores"]),
        "condition_occurrence": _conditions(tables["conditions"]),
        "cdm_source": pl.DataFrame(
            {
                "cdm_source_name": ["fairtrial synthetic"],
                "cdm_source_abbreviation": ["synthetic"],
                "source_description": ["Invented people (synthetic)."],
                "cdm_version": ["5.4"],
            }
        ),
    }


def _person() -> pl.Expr:
    return pl.col("person_id").str.slice(1).cast(pl.Int64)


def _row_id() -> pl.Expr:
    """The rows must be sorted by person."""
    return _person() * MOST_ROWS + place_in_person()


def _exposures(uses: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    ids = {name: int(number.value) for name, number in _omop_ids(facts).items()}
    rows = uses.filter(EXACT & (pl.col("status") != "not_taken")).sort(
        "person_id", "started_on_least", "record"
    )
    start, supply = pl.col("started_on_least"), pl.col("days_supply").cast(pl.Int64)
    types = {"dispensed": DISPENSED, "prescribed": ORDERED, "reported": TOLD}
    return rows.select(
        drug_exposure_id=_row_id(),
        person_id=_person(),
        drug_concept_id=pl.col("drug").replace_strict(ids, default=0, return_dtype=pl.Int64),
        drug_source_value="drug",
        drug_exposure_start_date=start,
        drug_exposure_end_date=pl.coalesce(pl.col("stopped_on_least"), start + pl.duration(days=supply))
        - pl.duration(days=1),
        drug_type_concept_id=pl.col("kind").replace_strict(types, return_dtype=pl.Int64),
        stop_reason="stop_reason",
        days_supply=supply,
        sig=_directions(),
    )


def _directions() -> pl.Expr:
    """The daily dose in words; null where it is not recorded."""
    return pl.format("Take {} mg by mouth once daily", "dose_mg_per_day_least")


def _omop_ids(facts: Facts) -> dict[str, Number]:
    return {name: drug.codes.omop for name, drug in facts.drugs.items() if drug.codes.omop is not None}


def _measurements(scores: pl.DataFrame) -> pl.DataFrame:
    return scores.select(
        measurement_id=_row_id(),
        person_id=_person(),
        measurement_concept_id=pl.lit(0),
        measurement_date="on_least",
        measurement_type_concept_id=pl.lit(FROM_EHR),
        value_as_number="total",
        measurement_source_value=pl.col("scale") + " total score",
    )


def _conditions(conditions: pl.DataFrame) -> pl.DataFrame:
    return conditions.select(
        condition_occurrence_id=_row_id(),
        person_id=_person(),
        condition_concept_id=pl.lit(0),
        condition_start_date="started_on_least",
        condition_type_concept_id=pl.lit(FROM_EHR),
        condition_source_value="code",
    )


def _periods(tables: Tables) -> pl.DataFrame:
    """From a person's first record to the last."""
    days = pl.concat(
        [
            tables["uses"].filter(EXACT).select("person_id", day="started_on_least"),
            tables["scores"].select("person_id", day="on_least"),
            tables["conditions"].select("person_id", day="started_on_least"),
        ]
    )
    return (
        days.group_by("person_id")
        .agg(first=pl.col("day").min(), last=pl.col("day").max())
        .sort("person_id")
        .select(
            observation_period_id=_person(),
            person_id=_person(),
            observation_period_start_date="first",
            observation_period_end_date="last",
            period_type_concept_id=pl.lit(FROM_EHR),
        )
    )
