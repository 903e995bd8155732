"""Checks of genes: every score and pair of functions has one phenotype, every row names what exists."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

from fairtrial.facts.genes import Gene
from fairtrial.facts.load import Facts
from fairtrial.facts.problem import Problem

UNCERTAIN = "Uncertain function"
_STEP, _MOST = 0.25, 8
"""Scores are quarters; no diplotype of the table scores more."""


def genes(facts: Facts) -> list[Problem]:
    """Scores or pairs of functions of a gene for dosing that have no phenotype, or more than one."""
    found = []
    for name, gene in facts.genes.items():
        for what in (*_bands(gene), *_pairs(name, gene, facts)):
            found.append(Problem(f"pgx/genes.yaml, {name}", what, "Mend the bands or the pairs"))
    return found


def recommendations(facts: Facts) -> list[Problem]:
    """Rows that name an unknown drug, gene, action, guideline or phenotype, and rows that stand twice."""
    found, where = [], "pgx/recommendations.csv"
    known = {
        "drug": facts.drugs.keys(),
        "gene": facts.genes.keys(),
        "action": facts.pgx_actions.keys(),
        "guideline": facts.pgx_guidelines.keys(),
    }
    for row in facts.recommendations:
        for kind, ids in known.items():
            if getattr(row, kind) not in ids:
                found.append(Problem(where, f"{kind} '{getattr(row, kind)}' is unknown", "Mend the row"))
    cells = Counter(cell for row in facts.recommendations for cell in itertools.product(
        [(row.drug, row.gene, row.score_least)], row.phenotypes, row.other_phenotypes or ("",)
    ))  # fmt: skip
    twice = [cell for cell, times in cells.items() if times > 1]
    return found + [Problem(where, f"{cell[0][0]} has two rows for {cell[1:]}", "Keep one") for cell in twice]


def _bands(gene: Gene) -> Iterator[str]:
    if gene.bands:
        for quarter in range(int(_MOST / _STEP) + 1):
            held = [band.phenotype for band in gene.bands if band.holds(quarter * _STEP)]
            if len(held) != 1:
                yield f"the score {quarter * _STEP:g} has {len(held)} phenotypes"


def _pairs(name: str, gene: Gene, facts: Facts) -> Iterator[str]:
    if gene.pairs:
        functions = sorted({allele.function for allele in facts.alleles[name].values()} - {UNCERTAIN})
        listed = [frozenset(pair.functions) for pair in gene.pairs]
        for pair in itertools.combinations_with_replacement(functions, 2):
            if listed.count(frozenset(pair)) != 1:
                yield f"{' with '.join(pair)} has {listed.count(frozenset(pair))} phenotypes"
