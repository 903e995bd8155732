"""Pathways: which had a fair trial, and how much two drugs overlap. The only home of the overlap share."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.models import Drug
from fairtrial.facts.pathways import antidepressant_pathways
from fairtrial.findings import Findings
from fairtrial.outlook.rows import rows_of

DEFINITION = (
    "The overlap share of two drugs is the number of antidepressant pathways of the second that the first "
    "also acts on, out of all antidepressant pathways of the second. What a drug does only weakly is left out; "
    "beyond that, strength of binding is not weighed, "
    "because tables of different laboratories cannot be compared."
)
FAIR, POSSIBLY, NOT_FAIR, NOT_YET = "fair", "possibly", "not_fair", "not_yet"
_RANK = (NOT_YET, NOT_FAIR, POSSIBLY, FAIR)
_STATE = {True: FAIR, None: POSSIBLY, False: NOT_FAIR}


@dataclass(frozen=True)
class Overlap:
    """Two drugs: what they share, what is new with the second, what only the first does; antidepressant
    pathways only."""

    first: str
    second: str
    shared: tuple[str, ...]
    new: tuple[str, ...]
    only_first: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """Shared pathways out of all of the second drug; null when none of its pathways is known."""
        every = len(self.shared) + len(self.new)
        return len(self.shared) / every if every else None


@dataclass(frozen=True)
class Column:
    """One drug that was tried: how fairly at best, in which trials, what it acts on, and which of that is
    only recalled."""

    drug: str
    state: str
    trials: tuple[int, ...]
    pathways: tuple[str, ...]
    unverified: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """Drugs that were tried, in order, and for each pathway of knowledge the best trial it had."""

    drugs: tuple[Column, ...]
    pathways: dict[str, str]
    overlaps: tuple[Overlap, ...]


def overlap(first: Drug, second: Drug, facts: Facts) -> Overlap:
    """How the second drug overlaps the first.

    >>> from fairtrial.facts import load
    >>> overlap(load().drugs["escitalopram"], load().drugs["venlafaxine"], load()).share
    0.5
    """
    one, other = antidepressant_pathways(first.drug, facts), antidepressant_pathways(second.drug, facts)
    return Overlap(
        first.drug,
        second.drug,
        tuple(sorted({*one} & {*other})),
        tuple(sorted({*other} - {*one})),
        tuple(sorted({*one} - {*other})),
    )


def grid(found: Findings, facts: Facts) -> Grid:
    """The coverage map of the one person in ``found``; medicines without an antidepressant pathway are left
    out."""
    columns = tuple(column for column in _columns(found, facts) if column.pathways)
    order = [drug for drug in dict.fromkeys(_in_order(found)) if any(c.drug == drug for c in columns)]
    pairs = tuple(overlap(facts.drugs[a], facts.drugs[b], facts) for a, b in pairwise(order))
    return Grid(columns, best_trials(found, facts), pairs)


def best_trials(found: Findings, facts: Facts) -> dict[str, str]:
    """Antidepressant pathway -> the best trial it had."""
    best = {name: NOT_YET for name, meaning in facts.pathways.items() if meaning.antidepressant}
    for drug, fair in set(rows_of(found.trials, "drug", "fair")):
        for pathway in antidepressant_pathways(drug, facts):
            best[pathway] = max(best[pathway], _STATE[fair], key=_RANK.index)
    return best


def _in_order(found: Findings) -> list[str]:
    """Drugs by the start of their trials; one without any date has no place among them."""
    dated = found.trials.filter(pl.any_horizontal(pl.col("start_least", "start_most").is_not_null()))
    return list(dated.get_column("drug"))


def _columns(found: Findings, facts: Facts) -> list[Column]:
    tried: dict[str, list[tuple[int, str]]] = {}
    for drug, trial, fair in rows_of(found.trials, "drug", "trial", "fair"):
        tried.setdefault(drug, []).append((trial, _STATE[fair]))
    return [
        Column(
            drug,
            max((state for _, state in trials), key=_RANK.index),
            tuple(trial for trial, _ in trials),
            antidepressant_pathways(drug, facts),
            tuple(p.pathway for p in facts.drugs[drug].pathways if p.standing == "unverified"),
        )
        for drug, trials in tried.items()
    ]
