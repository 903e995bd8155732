"""FT7xx: genes. What a call means, when calls conflict, and what CPIC recommends.

A phenotype may be told by the diplotype, by the laboratory's words or by the activity score; each is read by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.genes import Recommendation
from fairtrial.facts.pgx import (
    INDETERMINATE,
    Phenotype,
    named_phenotype,
    phenotype,
    phenotype_of_score,
    recommendation,
)
from fairtrial.rules.registry import Rule, declare

NO_CHANGE = ("none", "usual_start")
"""Actions that ask for nothing other than the usual."""
_SEEN = ("CPIC23ABS", "PCAT", "PCAT_GL")

for _rule, _sentence, _why, _unknown, _sources in (
    ("FT701", "The diplotype, the laboratory's words or the activity score give the phenotype of a gene for dosing.",
     "Recommendations are by phenotype; laboratories report it in different ways.",
     "No gene is recorded, an allele is not known, or the copy number leaves several phenotypes possible.", ("CPICDIP", "PCAT")),
    ("FT702", "Two calls of one gene, or two parts of one call, say different phenotypes.",
     "A wrong choice between two reports would be worse than none: both are shown, and the verdict stays unknown.",
     "There is one call, or none.", ()),
    ("FT703", "CPIC gives a recommendation for this drug and these phenotypes.",
     "It says how to begin and how far to go with a drug, and how strongly; it does not say whether the drug will help.",
     "A gene that the row needs is not recorded, conflicts, or has no score where the row asks for one.", _SEEN),
    ("FT704", "The gene is not for prescribing: CPIC gives no recommendation for it.",
     "SLC6A4 and HTR2A are on many panels, and the evidence does not carry a choice of medicine.",
     "The gene is not recorded.", ("CPIC23ABS", "CPICTAB")),
    ("FT705", "A medicine that inhibits the enzyme of a recorded gene is or was taken.",
     "It is shown beside the genotype; no other phenotype is worked out from it, because there is no consensus how.",
     "The list of other medicines is not recorded, or its dates are not.", ("SPECPGX",)),
):  # fmt: skip
    declare(Rule(_rule, _sentence, _why, _unknown, sources=_sources))


@dataclass(frozen=True)
class Call:
    """What one record says of one gene, and what it means. ``phenotype`` null: not known; ``apart``: its
    parts conflict."""

    gene: str
    diplotype: str | None
    stated: str | None
    phenotype: str | None
    score_least: float | None
    score_most: float | None
    apart: bool


@dataclass(frozen=True)
class Verdict:
    """What all calls of one gene come to. ``phenotype`` null when unknown; ``conflict`` when calls
    disagree."""

    gene: str
    phenotype: str | None
    score_least: float | None
    score_most: float | None
    conflict: bool


def call_of(
    gene: str,
    diplotype: str | None,
    stated: str | None,
    least: float | None,
    most: float | None,
    facts: Facts,
) -> Call:
    """Read one call; scores null: not stated, ``most`` alone null: this much or more.

    >>> from fairtrial.facts import load
    >>> call_of("CYP2D6", "*4/*4", None, None, None, load()).phenotype
    'Poor Metabolizer'
    >>> call_of("CYP2D6", "*1/*4", "Normal metabolizer", None, None, load()).apart
    True
    """
    known = facts.genes.get(gene)
    by_alleles = phenotype(gene, diplotype, facts) if diplotype else None
    by_score = phenotype_of_score(known, least, most) if known and known.bands and least is not None else None
    dosing = known is not None and known.use == "dosing"
    said = [
        by_alleles.phenotype if by_alleles else None,
        by_score,
        named_phenotype(stated, facts) if stated and dosing else None,
    ]
    name, apart = agreed(said)
    scored = by_alleles if by_alleles and by_alleles.score_least is not None else None
    low, high = (scored.score_least, scored.score_most) if scored else (least, most)
    return Call(gene, diplotype, stated, name, low, high, apart)


def verdict_of(gene: str, calls: Iterable[Call]) -> Verdict:
    """FT701 and FT702 over every call of one gene; scores are kept only when all calls state the same."""
    every = list(calls)
    name, apart = agreed([call.phenotype for call in every])
    conflict = apart or any(call.apart for call in every)
    scores = {(call.score_least, call.score_most) for call in every if call.score_least is not None}
    least, most = scores.pop() if len(scores) == 1 and not conflict else (None, None)
    return Verdict(gene, None if conflict else name, least, most, conflict)


def agreed(names: Iterable[str | None]) -> tuple[str | None, bool]:
    """The phenotype that all who name one agree on, and whether they do not; indeterminate contradicts
    nothing.

    >>> agreed(["Poor Metabolizer", None, "Indeterminate"]), agreed(["Poor Metabolizer", "Normal Metabolizer"])
    (('Poor Metabolizer', False), (None, True))
    """
    told = {name for name in names if name is not None}
    sure = told - {INDETERMINATE}
    if len(sure) > 1:
        return None, True
    return next(iter(sure), INDETERMINATE if told else None), False


def recommended(drug: str, verdicts: Mapping[str, Verdict], facts: Facts) -> Recommendation | None:
    """FT703: the CPIC row for a drug; none when a gene that its rows ask for conflicts, or no row applies."""
    if any(verdicts[gene].conflict for gene in genes_of(drug, facts) if gene in verdicts):
        return None
    found = {
        gene: Phenotype(gene, "", v.phenotype, v.score_least, v.score_most) if v.phenotype else None
        for gene, v in verdicts.items()
    }
    return recommendation(drug, found, facts)


_GENES: dict[int, dict[str, list[str]]] = {}


def genes_of(drug: str, facts: Facts) -> list[str]:
    """Genes that the CPIC rows of a drug ask for; empty where CPIC recommends nothing by genes.

    >>> from fairtrial.facts import load
    >>> genes_of("sertraline", load()), genes_of("fluoxetine", load())
    (['CYP2C19', 'CYP2B6'], [])
    """
    if id(facts) not in _GENES:
        found: dict[str, list[str]] = {}
        for row in facts.recommendations:
            if row.phenotypes != ("*",):
                names = [row.gene, *([row.other_gene] if row.other_gene else [])]
                found[row.drug] = list(dict.fromkeys([*found.get(row.drug, []), *names]))
        _GENES[id(facts)] = found
    return _GENES[id(facts)].get(drug, [])


CALL = ("gene", "diplotype", "phenotype", "activity_score_least", "activity_score_most")


def calls_of(genotypes: pl.DataFrame, facts: Facts) -> dict[str, dict[str, list[tuple[Call, str | None]]]]:
    """person_id -> gene -> each call with its record, in the order of the table."""
    found: dict[str, dict[str, list[tuple[Call, str | None]]]] = {}
    read: dict[tuple[object, ...], Call] = {}
    for person, record, *cells in genotypes.select("person_id", "record", *CALL).iter_rows():
        key = tuple(cells)
        if key not in read:
            gene, diplotype, stated, least, most = cells
            read[key] = call_of(gene, diplotype, stated, least, most, facts)
        found.setdefault(person, {}).setdefault(read[key].gene, []).append((read[key], record))
    return found


def verdicts_of(calls: Mapping[str, list[tuple[Call, str | None]]]) -> dict[str, Verdict]:
    """Gene -> what its calls come to."""
    return {gene: verdict_of(gene, (call for call, _ in told)) for gene, told in calls.items()}
