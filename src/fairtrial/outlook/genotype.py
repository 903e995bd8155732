"""Genes of one person: calls, verdicts, CPIC recommendations for what was tried and for other drugs,
inhibitors beside."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.genes import Recommendation
from fairtrial.findings import Findings
from fairtrial.outlook.rows import rows_of
from fairtrial.rules.genotype import Call, Verdict, calls_of, genes_of, recommended, verdicts_of
from fairtrial.rules.reasons.presence import other_medicines
from fairtrial.timeline.intervals import computed


@dataclass(frozen=True)
class GeneTold:
    """One gene: every call with its record, and what they come to."""

    gene: str
    calls: tuple[tuple[Call, str | None], ...]
    verdict: Verdict


@dataclass(frozen=True)
class Advice:
    """What CPIC says of one drug for these genes; ``row`` null when nothing can be said, ``why`` then says
    why not."""

    drug: str
    trials: tuple[int, ...]
    genes: tuple[str, ...]
    row: Recommendation | None
    why: str | None


@dataclass(frozen=True)
class Inhibitor:
    """A medicine that inhibits the enzyme of a recorded gene: shown, and nothing worked out from it."""

    gene: str
    group: str
    by: str
    trials: tuple[int, ...]
    record: str | None


@dataclass(frozen=True)
class Genotype:
    """All of it."""

    genes: tuple[GeneTold, ...]
    tried: tuple[Advice, ...]
    others: tuple[Advice, ...]
    inhibitors: tuple[Inhibitor, ...]


def genotype(found: Findings, facts: Facts) -> Genotype:
    """Genes of the one person in ``found``. Without any recorded gene only the tried drugs are listed, as
    not known."""
    calls = next(iter(calls_of(found.history.genotypes, facts).values()), {})
    verdicts = verdicts_of(calls)
    genes = tuple(GeneTold(gene, tuple(calls[gene]), verdicts[gene]) for gene in sorted(calls))
    trials = _trials_of_drugs(found)
    advised = _advised(facts)
    tried = tuple(_advice(drug, trials[drug], verdicts, facts) for drug in trials if drug in advised)
    dosing = any(gene in verdicts and facts.genes[gene].use == "dosing" for gene in facts.genes)
    rest = [drug for drug in advised if drug not in trials and genes_of(drug, facts)] if dosing else []
    others = tuple(a for drug in rest if (a := _advice(drug, (), verdicts, facts)).row is not None)
    return Genotype(genes, tried, others, tuple(inhibitors(found, list(calls), facts)))


@functools.cache
def _advised(facts: Facts) -> list[str]:
    """Drugs with recommendations by genes."""
    named = {row.drug for row in facts.recommendations}
    return [drug for drug in facts.drugs if drug in named]


def _trials_of_drugs(found: Findings) -> dict[str, tuple[int, ...]]:
    trials: dict[str, tuple[int, ...]] = {}
    for drug, trial in rows_of(found.trials, "drug", "trial"):
        trials[drug] = (*trials.get(drug, ()), trial)
    return trials


def _advice(drug: str, trials: tuple[int, ...], verdicts: dict[str, Verdict], facts: Facts) -> Advice:
    genes = genes_of(drug, facts)
    row = recommended(drug, verdicts, facts)
    return Advice(drug, trials, tuple(genes), row, None if row is not None else _why_not(genes, verdicts))


def _why_not(genes: list[str], verdicts: dict[str, Verdict]) -> str:
    """Why no row can be read."""
    apart = [gene for gene in genes if gene in verdicts and verdicts[gene].conflict]
    if apart:
        return f"the calls of {' and '.join(apart)} conflict"
    known = [gene for gene in genes if gene in verdicts and verdicts[gene].phenotype]
    if not known:
        return f"no usable result of {' or '.join(genes)} is recorded"
    return "the guideline has no row for what is recorded, or needs an activity score that is not recorded"


def inhibitors(found: Findings, genes: list[str], facts: Facts) -> list[Inhibitor]:
    """FT705: drugs that were tried and other medicines of the records that inhibit the enzyme of a recorded
    gene."""
    groups = {name: group for name, group in facts.medicines.items() if {*group.inhibits} & {*genes}}
    trials = _trials_of_drugs(found)
    ours = [
        Inhibitor(gene, name, drug, trials[drug], None)
        for name, group in groups.items() for gene in genes if gene in group.inhibits
        for drug in group.drugs if drug in trials
    ]  # fmt: skip
    if not groups:
        return []
    named = other_medicines(found.history, facts).filter(pl.col("group").is_in(list(groups)))
    listed = computed(named.select("group", "record", "by").sort("group", "by", "record"))
    theirs = [
        Inhibitor(gene, group, by, (), record)
        for group, record, by in listed.iter_rows()
        for gene in genes if gene in groups[group].inhibits
    ]  # fmt: skip
    return [*ours, *theirs]
