"""Options: the shape of one file of knowledge/options."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from fairtrial.facts.circumstances import Circumstance
from fairtrial.facts.interactions import Drugs
from fairtrial.facts.models import Sourced, Strict, Text, Therapy

Kind = Literal["optimise", "switch", "combine", "augment", "psychotherapy", "clinic", "device", "under_study"]


class Plain(Strict):
    """The same words in English and Spanish."""

    en: str
    es: str


class Status(Sourced):
    """Where US regulation stands; ``since`` is a year, month or day as it was read, null when not found."""

    value: Literal["approved", "cleared", "off_label", "investigational", "not_regulated"]
    indication: str
    since: str | None = None


class Place(Sourced):
    """Where a guideline puts the option; ``guideline`` is an id of guidelines/guidelines.yaml."""

    guideline: str
    says: str


class Against(Sourced):
    """What speaks against an option when the circumstance is recorded; ``drugs`` narrows it to some drugs."""

    when: Circumstance
    weight: Literal["contraindicated", "caution", "ask"]
    why: str
    drugs: Drugs | None = None


class Needed(Strict):
    """What must be known before the option can be weighed, asked when the record has none of what is listed.

    Nothing listed: no record can answer it, so it is always asked.
    """

    ask: str
    topics: list[str] = Field(default_factory=list)
    measures: list[str] = Field(default_factory=list)
    therapies: list[Therapy] = Field(default_factory=list)


class Tried(Strict):
    """How a record shows that the option was tried."""

    drugs: Drugs | None = None
    role: Literal["alone", "augmentation", "combination"] | None = None
    therapies: list[Therapy] = Field(default_factory=list)


class Used(Strict):
    """A study of the option, with the arm that is this option."""

    study: str
    arm: str | None = None


class Option(Strict):
    """One next step. Grouped by kind, never ranked; a clinician's view only."""

    option: str
    kind: Kind
    name: str
    plain: Plain
    sentence: str
    tried: Tried | None
    drugs: Drugs | None = Field(
        default=None, description="drugs it offers; their new pathways come from drugs/"
    )
    pathways: Text | None = Field(default=None, description="what it acts on when it is no drug of drugs/")
    dose: Text | None = None
    status: list[Status]
    places: list[Place] = Field(default_factory=list)
    studies: list[Used] = Field(default_factory=list)
    against: list[Against] = Field(default_factory=list)
    needed: list[Needed] = Field(default_factory=list)
    monitoring: list[Text] = Field(default_factory=list)

    @model_validator(mode="after")
    def _says_what_it_acts_on(self) -> Option:
        if self.drugs is None and self.pathways is None:
            raise ValueError("give the drugs it offers, or pathways in words")
        return self
