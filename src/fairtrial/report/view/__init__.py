"""The view: a review turned into words once, so that HTML, PDF and text say the same things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fairtrial.report.view.definitions import (
    Definition,
    Unknown,
    definitions_of,
    nothing_missing_of,
    unknowns_of,
)
from fairtrial.report.view.genes import Genes, genes_of
from fairtrial.report.view.glance import Glance, SafetyLine, glance_of, safety_of
from fairtrial.report.view.numbering import renumbered
from fairtrial.report.view.options import Options, options_of
from fairtrial.report.view.questions import Asked, questions_of
from fairtrial.report.view.reasons import Pathways, ReasonPart, coverage_of, reasons_of
from fairtrial.report.view.references import (
    Footer,
    Reference,
    Unread,
    footer_of,
    references_of,
    uncited_of,
    unread_of,
)
from fairtrial.report.view.staging import Stage, pathways_of, stages_of
from fairtrial.report.view.switching import (
    Expectation,
    From,
    Interactions,
    expectation_of,
    interactions_of,
    switching_of,
)
from fairtrial.report.view.treatments import (
    Table,
    conditions_of,
    context_of,
    never_taken_of,
    picture_table,
    scores_of,
    therapies_of,
)
from fairtrial.report.view.trials import Card, Conflict, cards_of, conflicts_of, rules_of

__all__ = ["View", "view_of"]
Data = Mapping[str, Any]


@dataclass(frozen=True)
class View:
    """Everything a report says, in the order in which it says it."""

    glance: Glance
    banner: list[SafetyLine]
    gates: list[SafetyLine]
    definitions: list[Definition]
    picture_table: Table
    conflicts: list[Conflict]
    cards: list[Card]
    rules: list[tuple[str, str]]
    therapies: Table
    never_taken: Table
    scores: Table
    stages: list[Stage]
    pathways: list[tuple[str, str]]
    reasons: list[ReasonPart]
    coverage: Pathways | None
    genes: Genes | None
    options: Options | None
    interactions: Interactions | None
    switching: list[From]
    expectation: Expectation | None
    unknowns: list[Unknown]
    nothing_missing: str
    questions: list[Asked]
    unread: list[Unread]
    conditions: Table
    context: Table
    references: Mapping[str, Reference]
    uncited: str
    footer: Footer


def view_of(data: Data) -> View:
    """The words of one review."""
    data = renumbered(data)
    return View(
        glance=glance_of(data),
        banner=safety_of(data, "banner"),
        gates=safety_of(data, "gate"),
        definitions=definitions_of(data),
        picture_table=picture_table(data),
        conflicts=conflicts_of(data),
        cards=cards_of(data),
        rules=rules_of(data),
        therapies=therapies_of(data),
        never_taken=never_taken_of(data),
        scores=scores_of(data),
        stages=stages_of(data),
        pathways=pathways_of(data),
        reasons=reasons_of(data),
        coverage=coverage_of(data),
        genes=genes_of(data),
        options=options_of(data),
        interactions=interactions_of(data),
        switching=switching_of(data),
        expectation=expectation_of(data),
        unknowns=unknowns_of(data),
        nothing_missing=nothing_missing_of(data),
        questions=questions_of(data),
        unread=unread_of(data),
        conditions=conditions_of(data),
        context=context_of(data),
        references=references_of(data),
        uncited=uncited_of(data),
        footer=footer_of(data),
    )
