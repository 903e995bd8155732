"""From a diplotype to a phenotype and a recommendation: pure functions over knowledge/pgx."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairtrial.facts.genes import Allele, Gene, Recommendation

if TYPE_CHECKING:
    from fairtrial.facts.load import Facts

INDETERMINATE, NO_RESULT = "Indeterminate", "No Result"
"""A genotype whose phenotype is not known; a gene of which nothing is known."""
_COPIES = re.compile(r"\(?(\*\d+)\)?[x×](?:(N)|(?:≥|>=)(\d+)|(\d+)-(\d+)|(\d+))", re.IGNORECASE)
_SUBALLELE = re.compile(r"(\*\d+)\.\d{3}")


@dataclass(frozen=True)
class Phenotype:
    """What a diplotype means. Scores null: not scored; ``score_most`` alone null: this much or more."""

    gene: str
    diplotype: str
    phenotype: str
    score_least: float | None = None
    score_most: float | None = None


@dataclass(frozen=True)
class _Copy:
    """One chromosome: its function, and its score between two ends (``most`` null: open)."""

    function: str
    least: float | None
    most: float | None


def phenotype(gene: str, diplotype: str, facts: Facts) -> Phenotype | None:
    """The phenotype of a diplotype such as ``*1/*4``, ``*1/*2xN`` or ``*36+*10/*2``.

    None when the gene is not one for dosing, or the diplotype is not two known alleles.
    ``Indeterminate`` when a function is uncertain, or the copy number leaves several phenotypes possible.

    >>> from fairtrial.facts import load
    >>> phenotype("CYP2D6", "*4/*41", load()).phenotype
    'Intermediate Metabolizer'
    """
    known = facts.genes.get(gene)
    parts = diplotype.replace(" ", "").removeprefix(gene).removeprefix(":").split("/")
    if known is None or known.use != "dosing" or len(parts) != 2:
        return None
    read, by_rule = (_copy, _scored) if known.bands else (_row, _paired)
    first, second = (read(part.removeprefix(gene), facts.alleles.get(gene, {})) for part in parts)
    if first is None or second is None:
        return None
    return by_rule(gene, "/".join(parts), known, first, second)


def named_phenotype(words: str, facts: Facts) -> str | None:
    """The phenotype that a laboratory's words name; None when they name none.

    >>> from fairtrial.facts import load
    >>> named_phenotype("Extensive metabolizer", load())
    'Normal Metabolizer'
    """
    plain = words.strip().lower()
    return next((name for name, cue in facts.phenotype_words.items() if plain in cue.words), None)


def recommendation(drug: str, found: Mapping[str, Phenotype | None], facts: Facts) -> Recommendation | None:
    """The CPIC row for a drug, given the phenotype of each gene. None when no row applies."""
    return next((row for row in _by_drug(facts).get(drug, ()) if _applies(row, found)), None)


@functools.cache
def _by_drug(facts: Facts) -> dict[str, list[Recommendation]]:
    rows: dict[str, list[Recommendation]] = {}
    for row in facts.recommendations:
        rows.setdefault(row.drug, []).append(row)
    return rows


def _applies(row: Recommendation, found: Mapping[str, Phenotype | None]) -> bool:
    if row.phenotypes == ("*",):
        return True
    first = found.get(row.gene)
    name = first.phenotype if first else NO_RESULT
    second = found.get(row.other_gene or "")
    other = second.phenotype if second else NO_RESULT
    pair = name in row.phenotypes and (row.other_gene is None or other in row.other_phenotypes)
    return pair and _score_fits(row, first)


def _score_fits(row: Recommendation, first: Phenotype | None) -> bool:
    if row.score_least is None or row.score_most is None:
        return True
    scores = (first.score_least, first.score_most) if first else (None, None)
    return all(score is not None and row.score_least <= score <= row.score_most for score in scores)


def _copy(written: str, known: Mapping[str, Allele]) -> _Copy | None:
    """One side of the slash: a row of the table, several copies of one, or alleles in tandem."""
    row = _row(written, known)
    if row is not None:
        return row
    name = _SUBALLELE.sub(r"\1", written)
    if "+" in name:
        return _tandem([_copy(part, known) for part in name.split("+")])
    found = _COPIES.fullmatch(name)
    single = known.get(found[1]) if found else None
    return _many(single, found) if single is not None and found is not None else None


def _row(written: str, known: Mapping[str, Allele]) -> _Copy | None:
    """The row of the table for one side of the slash, whatever way its copies are written."""
    name = _SUBALLELE.sub(r"\1", written).replace("×", "x").replace("X", "x").replace(">=", "≥")
    row = known.get(name.replace("(", "").replace(")", ""))
    return None if row is None else _Copy(row.function, row.score_least, row.score_most)


def _many(allele: Allele, found: re.Match[str]) -> _Copy:
    """``allele`` as often as ``found`` says; xN is two or more."""
    _, many, least, low, high, exact = found.groups()
    fewest = 2 if many else int(least or low or exact)
    most = int(high or exact) if high or exact else None
    if allele.score_least is None or allele.score_most is None:
        return _Copy(allele.function, None, None)
    open_ended = most is None and allele.score_most > 0
    top = None if open_ended else allele.score_most * (most or fewest)
    return _Copy(allele.function, allele.score_least * fewest, top)


def _tandem(parts: list[_Copy | None]) -> _Copy | None:
    """Several alleles on one chromosome: their scores add up; one unknown makes the whole unknown."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if any(part.least is None for part in known):
        return _Copy("Uncertain function", None, None)
    least = sum(part.least for part in known if part.least is not None)
    return _Copy("tandem", least, _sum_most([part.most for part in known]))


def _scored(gene: str, written: str, known: Gene, first: _Copy, second: _Copy) -> Phenotype:
    if first.least is None or second.least is None:
        return Phenotype(gene, written, INDETERMINATE)
    least, most = first.least + second.least, _sum_most([first.most, second.most])
    return Phenotype(gene, written, phenotype_of_score(known, least, most), least, most)


def phenotype_of_score(gene: Gene, least: float, most: float | None) -> str:
    """The phenotype of an activity score between two ends; ``most`` null: this much or more."""
    bands = [band.phenotype for band in gene.bands if band.holds(least)]
    top = gene.bands[-1].phenotype if most is None else next(b.phenotype for b in gene.bands if b.holds(most))
    return bands[0] if bands and bands[0] == top else INDETERMINATE


def _sum_most(ends: list[float | None]) -> float | None:
    return None if any(end is None for end in ends) else sum(end for end in ends if end is not None)


def _paired(gene: str, written: str, known: Gene, first: _Copy, second: _Copy) -> Phenotype:
    functions = {first.function, second.function}
    rows = (pair for pair in known.pairs if set(pair.functions) == functions)
    return Phenotype(gene, written, next((row.phenotype for row in rows), INDETERMINATE))
