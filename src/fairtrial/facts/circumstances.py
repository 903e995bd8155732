"""Something a record may show, said so that a rule can look for it."""

from __future__ import annotations

from typing import get_args

from pydantic import Field, model_validator

from fairtrial.facts.models import Flag, Strict, Therapy

THERAPIES: tuple[Therapy, ...] = get_args(Therapy)
"""Therapies of the history table ``therapies`` that a circumstance may name."""
FLAGS: frozenset[str] = frozenset(get_args(Flag.model_fields["flag"].annotation))
"""Safety flags a drug file may carry."""


class Threshold(Strict):
    """A measure beyond a value; the unit is that of the measure as US laboratories report it."""

    measure: str
    unit: str
    at_least: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _has_a_side(self) -> Threshold:
        if self.at_least is None and self.below is None:
            raise ValueError("a threshold needs at_least or below")
        return self


class Age(Strict):
    """Age in years: from ``at_least`` (included) to ``below`` (not included)."""

    at_least: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _has_a_side(self) -> Age:
        if self.at_least is None and self.below is None:
            raise ValueError("an age needs at_least or below")
        return self


class Genotype(Strict):
    """A gene with the phenotypes that are meant."""

    gene: str
    phenotypes: list[str]


class Circumstance(Strict):
    """Holds when any one of the things it lists is recorded; unknown when none is and the record is silent.

    ``drugs`` are ids of knowledge/drugs, ``drug_classes`` and ``flags`` pick drugs by what their files say,
    ``medicines`` are ids of interactions/medicines.yaml, ``topics`` ids of codes/topics.yaml.
    """

    topics: list[str] = Field(default_factory=list)
    drugs: list[str] = Field(default_factory=list)
    drug_classes: list[str] = Field(default_factory=list)
    flags: list[str] = Field(default_factory=list)
    medicines: list[str] = Field(default_factory=list)
    therapies: list[Therapy] = Field(default_factory=list)
    measures: list[Threshold] = Field(default_factory=list)
    genotypes: list[Genotype] = Field(default_factory=list)
    age_years: Age | None = None

    @model_validator(mode="after")
    def _is_not_empty(self) -> Circumstance:
        if not any(getattr(self, name) for name in type(self).model_fields):
            raise ValueError("a circumstance that lists nothing can never hold; list at least one thing")
        return self
