"""Mg in one tablet, capsule or patch, from the table drug_strength."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from fairtrial.records.omop.source import Filter, OmopSource
from fairtrial.records.omop.typed import pull

_COLUMNS = [
    "drug_concept_id", "ingredient_concept_id", "amount_value", "amount_unit_concept_id", "numerator_value",
    "numerator_unit_concept_id", "denominator_value", "denominator_unit_concept_id",
]  # fmt: skip
MILLIGRAM, MICROGRAM, GRAM, HOUR = 8576, 9655, 8504, 8505
"""UCUM units as OMOP numbers them; codes/omop_concepts.csv says where they were read."""
_IN_MG = {MILLIGRAM: 1.0, MICROGRAM: 0.001, GRAM: 1000.0}
_HOURS_PER_DAY = 24


def strengths_of(
    source: OmopSource, ids: set[int], ingredients: Mapping[int, str]
) -> dict[tuple[int, str], float]:
    """(concept id, drug) -> mg in one unit; a patch counts what it gives in a day, a liquid has no units.

    A product with several strengths of one ingredient (a titration pack) has none.
    """
    if not ids:
        return {}
    asked = Filter.among("ingredient_concept_id", ingredients)
    rows = pull(source, "drug_strength", _COLUMNS, asked).filter(pl.col("drug_concept_id").is_in(ids))
    drug = pl.col("ingredient_concept_id").replace_strict(ingredients, default=None, return_dtype=pl.String)
    found = (
        rows.with_columns(drug=drug, mg=pl.coalesce(_amount(), _patch()))
        .filter(pl.col("mg") > 0, pl.col("drug").is_not_null())
        .group_by("drug_concept_id", "drug")
        .agg(pl.col("mg").first(), pl.col("mg").n_unique().alias("different"))
        .filter(pl.col("different") == 1)
    )
    return {
        (concept, drug): mg for concept, drug, mg in found.select("drug_concept_id", "drug", "mg").iter_rows()
    }


def _amount() -> pl.Expr:
    return pl.col("amount_value") * _mg("amount_unit_concept_id")


def _patch() -> pl.Expr:
    """Mg given in 24 hours, where the strength is stated by the hour."""
    hours = pl.when(pl.col("denominator_unit_concept_id") == HOUR).then(
        pl.col("denominator_value").fill_null(1.0)
    )
    return pl.col("numerator_value") * _mg("numerator_unit_concept_id") / hours * _HOURS_PER_DAY


def _mg(column: str) -> pl.Expr:
    return pl.col(column).replace_strict(_IN_MG, default=None, return_dtype=pl.Float64)
