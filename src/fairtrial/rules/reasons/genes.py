"""FT404: genes that change drug levels, for each drug that was tried and has CPIC recommendations."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import polars as pl

from fairtrial.facts import Facts
from fairtrial.rules.genotype import CALL, NO_CHANGE, Verdict, calls_of, genes_of, recommended, verdicts_of
from fairtrial.rules.reasons.shape import CANNOT_TELL, RECORDED, SUGGESTED, rows
from fairtrial.rules.reasons.trials import unhelped
from fairtrial.timeline.intervals import computed


def of_genes(trials: pl.LazyFrame, genotypes: pl.DataFrame, facts: Facts) -> pl.LazyFrame:
    """One row for each trial whose drug has advice by genes, except where the genes ask for the usual
    dose."""
    tried = unhelped(trials).filter(pl.col("drug").is_in(_drugs(facts)))
    judged = tried.select("person_id", "trial", topic="drug", fits=_fits())
    if genotypes.is_empty():
        return rows(judged.join(_without_genes(facts), on=["topic", "fits"]), "FT404", *_KEPT)
    table = computed(judged)
    known = table.join(genotypes.select("person_id").unique(), on="person_id", how="semi")
    silent = table.join(known.select("person_id").unique(), on="person_id", how="anti").lazy()
    told = pl.concat([
        silent.join(_without_genes(facts), on=["topic", "fits"]).select("person_id", *_KEPT),
        _by_genes(known, genotypes, facts).lazy().select("person_id", *_KEPT),
    ])  # fmt: skip
    return rows(told, "FT404", *_KEPT)


_KEPT = ("topic", "trial", "strength")


@functools.cache
def _drugs(facts: Facts) -> list[str]:
    return [drug for drug in facts.drugs if genes_of(drug, facts)]


@functools.cache
def _without_genes(facts: Facts) -> pl.LazyFrame:
    """topic, fits, strength: what is said of a drug while no gene of the person is recorded."""
    found = [
        (drug, fits, _strength(drug, {}, fits, facts)) for drug in _drugs(facts) for fits in (True, False)
    ]
    schema = {"topic": pl.String(), "fits": pl.Boolean(), "strength": pl.String()}
    return pl.LazyFrame([row for row in found if row[2]], schema=schema, orient="row")


def _by_genes(judged: pl.DataFrame, genotypes: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Persons with a genotype: each drug, fit and set of calls that occurs is judged once."""
    placed = judged.join(_alike(genotypes, facts), on="person_id")
    asked = placed.select("topic", "fits", "like").unique().sort(pl.all())
    theirs = genotypes.filter(pl.col("person_id").is_in(asked["like"].unique().implode()))
    verdicts = {person: verdicts_of(calls) for person, calls in calls_of(theirs, facts).items()}
    strengths = [_strength(drug, verdicts[like], bool(fits), facts) for drug, fits, like in asked.iter_rows()]
    told = asked.with_columns(pl.Series("strength", strengths, pl.String())).drop_nulls("strength")
    return placed.join(told, on=["topic", "fits", "like"])


def _alike(genotypes: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """person_id, like: the first person with the very same calls of the genes that matter."""
    genes = {gene for drug in _drugs(facts) for gene in genes_of(drug, facts)}
    matters = pl.struct(CALL).filter(pl.col("gene").is_in(sorted(genes)))
    each = genotypes.group_by("person_id").agg(matters.unique().sort().alias("calls"))
    first = each.group_by("calls").agg(like=pl.col("person_id").min())
    return each.join(first, on="calls").select("person_id", "like")


def _fits() -> pl.Expr:
    """Side effects at no more than the minimum dose. No effect in a fair trial is far more often not of the
    genes, so it hints at nothing by itself."""
    early = pl.col("side_effect_stop") & (pl.col("dose_most") <= pl.col("minimum"))
    return early.fill_null(False)


def _strength(drug: str, verdicts: Mapping[str, Verdict], fits: bool, facts: Facts) -> str | None:
    found = recommended(drug, verdicts, facts)
    if found is not None and found.action != "none":
        return None if found.action in NO_CHANGE else RECORDED
    silent = not any(gene in verdicts for gene in genes_of(drug, facts))
    return SUGGESTED if silent and fits else CANNOT_TELL
