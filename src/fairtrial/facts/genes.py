"""Genes: the shape of knowledge/pgx."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from fairtrial.facts.models import Sourced, Strict, Text


class Allele(Sourced):
    """One star allele. Scores null: function uncertain; ``score_most`` alone null: this much or more."""

    gene: str
    allele: str
    function: str
    score_least: float | None = None
    score_most: float | None = None


class ScoreBand(Sourced):
    """The scores of one phenotype."""

    phenotype: str
    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    below: float | None = None

    def holds(self, score: float) -> bool:
        """Whether a score lies in the band."""
        low = (self.at_least is None or score >= self.at_least) and (self.above is None or score > self.above)
        return (
            low
            and (self.at_most is None or score <= self.at_most)
            and (self.below is None or score < self.below)
        )


class FunctionPair(Sourced):
    """The phenotype of two allele functions, in either order."""

    functions: tuple[str, str]
    phenotype: str


class Gene(Strict):
    """One gene; ``bands`` score the copies, ``pairs`` look the functions up."""

    use: Literal["dosing", "not_for_prescribing"]
    meaning: str
    bands: list[ScoreBand] = Field(default_factory=list)
    pairs: list[FunctionPair] = Field(default_factory=list)
    cautions: list[Text] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_rule(self) -> Gene:
        if (self.use == "dosing") != (bool(self.bands) != bool(self.pairs)):
            raise ValueError("a gene for dosing needs bands or pairs, one of them; another gene needs none")
        return self


class Recommendation(Sourced):
    """One row of a guideline: for a drug and phenotypes (``*``: all), what to do and how strongly."""

    guideline: str
    drug: str
    gene: str
    phenotypes: tuple[str, ...]
    other_gene: str | None = None
    other_phenotypes: tuple[str, ...] = ()
    score_least: float | None = None
    score_most: float | None = None
    action: str
    strength: Literal["strong", "moderate", "optional", "no_recommendation"]


class LabelStatement(Sourced):
    """What the FDA's list of associations, or a label, says of a drug and phenotypes."""

    drug: str
    gene: str
    phenotypes: tuple[str, ...]
    statement: str
