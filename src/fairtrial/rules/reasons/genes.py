"""FT404: genes that change drug levels, for each drug that was tried and has CPIC recommendations."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from fairtrial.facts import Facts
from fairtrial.rules.genotype import NO_CHANGE, Verdict, calls_of, genes_of, recommended, verdicts_of
from fairtrial.rules.reasons.shape import CANNOT_TELL, RECORDED, SUGGESTED, rows
from fairtrial.rules.reasons.trials import unhelped
from fairtrial.timeline.intervals import computed


def of_genes(trials: pl.LazyFrame, genotypes: pl.DataFrame, facts: Facts) -> pl.LazyFrame:
    """One row for each trial whose drug has advice by genes, except where the genes ask for the usual
    dose."""
    drugs = [drug for drug in facts.drugs if genes_of(drug, facts)]
    tried = unhelped(trials).filter(pl.col("drug").is_in(drugs))
    verdicts = {person: verdicts_of(calls) for person, calls in calls_of(genotypes, facts).items()}
    judged = computed(tried.select("person_id", "trial", topic="drug", fits=_fits()))
    strengths = [
        _strength(drug, verdicts.get(person, {}), bool(fits), facts)
        for person, drug, fits in judged.select("person_id", "topic", "fits").iter_rows()
    ]
    told = judged.with_columns(pl.Series("strength", strengths, pl.String())).drop_nulls("strength")
    return rows(told.lazy(), "FT404")


def _fits() -> pl.Expr:
    """Side effects at no more than the minimum dose, or no effect in a fair trial: what a gene could
    explain."""
    early = pl.col("side_effect_stop") & (pl.col("dose_most") <= pl.col("minimum"))
    return early.fill_null(False) | (pl.col("fair") & pl.col("no_response")).fill_null(False)


def _strength(drug: str, verdicts: Mapping[str, Verdict], fits: bool, facts: Facts) -> str | None:
    found = recommended(drug, verdicts, facts)
    if found is not None and found.action != "none":
        return None if found.action in NO_CHANGE else RECORDED
    silent = not any(gene in verdicts for gene in genes_of(drug, facts))
    return SUGGESTED if silent and fits else CANNOT_TELL
