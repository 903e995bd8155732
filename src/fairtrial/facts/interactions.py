"""Interactions and switching: the shape of knowledge/interactions, and the switch rule for two drugs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from fairtrial.facts.circumstances import Circumstance
from fairtrial.facts.models import Drug, Number, Sourced, Strict

Enzyme = Literal["CYP1A2", "CYP2B6", "CYP2C9", "CYP2C19", "CYP2D6", "CYP3A4"]


class Pair(Sourced):
    """Two things that do not go together: each side holds when any one thing it lists is present.

    When both sides list drugs, two different drugs are meant.
    """

    one: Circumstance
    other: Circumstance
    severity: Literal["contraindicated", "caution", "monitor"]
    effect: str
    do: str
    among_taken: bool = Field(
        default=False, description="only for what is taken together: a switch replaces one by the other"
    )


class Medicines(Sourced):
    """A group of medicines or substances by what it does; present when a drug, word or topic of it is.

    ``words`` are RxNorm ingredient names in lower case, matched as whole words.
    """

    meaning: str
    drugs: list[str] = Field(default_factory=list)
    topics: list[str] = Field(default_factory=list)
    words: list[str] = Field(default_factory=list)
    inhibits: list[Enzyme] = Field(default_factory=list)
    induces: list[Enzyme] = Field(default_factory=list)
    strength: Literal["strong", "moderate", "weak"] | None = None
    lowers_mood: Literal["established", "reported"] | None = None

    @model_validator(mode="after")
    def _is_not_empty(self) -> Medicines:
        if not (self.drugs or self.words or self.topics):
            raise ValueError("a group needs drugs, words or topics")
        return self


class Substrate(Sourced):
    """The enzymes by which a drug is mainly broken down; inhibitors raise and inducers lower its level."""

    enzymes: list[Enzyme]


class Drugs(Strict):
    """Which drugs a switch rule is for: any that matches one of the lists; ``all`` matches every drug."""

    all: bool = False
    drugs: list[str] = Field(default_factory=list)
    drug_classes: list[str] = Field(default_factory=list)
    roles: list[str] = Field(default_factory=list)

    def match(self, drug: Drug) -> bool:
        """Whether ``drug`` is meant."""
        listed = drug.drug in self.drugs or drug.drug_class in self.drug_classes or drug.role in self.roles
        return self.all or listed


class Switch(Sourced):
    """How to go from one drug to another. The first rule of the file that matches both drugs decides.

    Days without either drug: ``days`` when the rule states them, or read from a drug file by ``days_in``:
    ``from.to_maoi_days`` of the drug that is stopped, ``to.from_maoi_days`` of the drug that is started.
    """

    from_: Drugs = Field(alias="from")
    to: Drugs
    days: Number | None = None
    days_in: Literal["from.to_maoi_days", "to.from_maoi_days"] | None = None
    same_class: bool | None = Field(
        default=None, description="only for drugs of one class, or of different ones"
    )
    how: str
    caution: str | None = None

    @model_validator(mode="after")
    def _one_home_for_days(self) -> Switch:
        if self.days is not None and self.days_in is not None:
            raise ValueError("days have one home: give days or days_in, not both")
        return self

    def match(self, stopped: Drug, started: Drug) -> bool:
        """Whether this rule is for going from ``stopped`` to ``started``."""
        kin = self.same_class is None or self.same_class == (stopped.drug_class == started.drug_class)
        return kin and self.from_.match(stopped) and self.to.match(started)


def switch_rule(rules: Mapping[str, Switch], stopped: Drug, started: Drug) -> tuple[str, Switch]:
    """Id and rule for going from one drug to another. Raises LookupError when no rule matches."""
    for rule_id, rule in rules.items():
        if rule.match(stopped, started):
            return rule_id, rule
    raise LookupError(f"no switch rule covers {stopped.drug} to {started.drug}; add one to switches.yaml")


def switch_days(rule: Switch, stopped: Drug, started: Drug) -> Number | None:
    """Days without either drug that a rule asks for, with where they were read; null when none are stated."""
    washouts = {"from.to_maoi_days": stopped.washout, "to.from_maoi_days": started.washout}
    if rule.days_in is None:
        return rule.days
    washout = washouts[rule.days_in]
    return None if washout is None else getattr(washout, rule.days_in.partition(".")[2])
