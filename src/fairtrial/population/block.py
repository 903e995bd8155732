"""The block function: the history of some persons in, the tables of a cohort out. Pure: no file, no clock.

Call it in your own Spark, Databricks or EMR job: give it every row of each person it gets (repartition by
``person_id``), and write what it returns.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from fairtrial.facts import Facts, load
from fairtrial.findings import Findings, examine
from fairtrial.outlook.reasons import reasons_table
from fairtrial.population.chosen import chosen
from fairtrial.population.claims import claims_resistance
from fairtrial.population.claims.rows import running_sum
from fairtrial.population.met_days import met_days
from fairtrial.population.persons import persons
from fairtrial.population.settings import CohortSettings
from fairtrial.population.shapes import SHAPES, TRIALS
from fairtrial.tables import History

TABLES = tuple(SHAPES)


class BlockTables(NamedTuple):
    """``trials``: one row per trial. ``resistance``: one row per person, per definition ``|least``,
    ``|most``, ``|verdict`` and ``|on`` (the first day it was met).

    ``staging``: one row per person. ``reasons``: one row per person, rule, topic and what it rests on; a thing
    without a row is one that no record of the person speaks of. ``people``: one row per person with what the
    report divides and counts by. ``problems``: what could not be used, as in the history tables.
    Columns and types: docs/reference/cohort.md.
    """

    trials: pl.DataFrame
    resistance: pl.DataFrame
    staging: pl.DataFrame
    reasons: pl.DataFrame
    people: pl.DataFrame
    problems: pl.DataFrame


def examine_block(
    history: History,
    settings: CohortSettings,
    facts: Facts | None = None,
    *,
    records_conditions: bool = True,
    strata: pl.DataFrame | None = None,
) -> BlockTables:
    """Review every person of ``history``.

    ``records_conditions`` False says that the whole input holds no diagnoses, so that what a definition
    asks of them is
    unknown and not absent. ``strata``: person_id with race and ethnicity, for the report.
    Raises KnowledgeError for a definition or dose list that is not known.
    """
    known = facts or load()
    wanted = chosen(settings.definitions, known)
    found = examine(
        history, settings.as_of, known,
        definitions=[d.definition for d in wanted.clinical], dose_list=settings.dose_list,
    )  # fmt: skip
    clinical = met_days(found.trials, found.resistance.drop("gated"), wanted.clinical)
    claims = claims_resistance(
        found.history, found.trials, wanted.claims, settings.as_of, known, settings.dose_list,
        records_conditions=records_conditions,
    )  # fmt: skip
    resistance = clinical.join(claims, on="person_id", how="left").sort("person_id")
    return BlockTables(
        trials=_trials(found),
        resistance=resistance,
        staging=_staging(found),
        reasons=reasons_table(found, known, silence=False),
        people=persons(found, strata),
        problems=found.history.problems,
    )


def _trials(found: Findings) -> pl.DataFrame:
    counts = [f"counts|{definition.definition}" for definition in found.definitions]
    line = running_sum(pl.col("counts_as_trial").fill_null(False))
    kept = (column for column in TRIALS if column != "line")
    return found.trials.select(
        *kept, pl.when("counts_as_trial").then(line).alias("line"), *counts
    ).with_columns(pl.col("baseline_on", "endpoint_on").cast(pl.Int32).cast(pl.Date))


def _staging(found: Findings) -> pl.DataFrame:
    """The points and totals of each scale, without the counts they are worked out from."""
    totals = "^(msm|thase_rush|athf)_.*_(least|most)$|^(thase_rush|athf)_(least|most)$"
    return found.staging.select("person_id", totals).sort("person_id")
