"""Payer policies: the shape of one file of knowledge/policies."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import Field, model_validator

from fairtrial.facts.circumstances import Age, Circumstance
from fairtrial.facts.interactions import Drugs
from fairtrial.facts.models import Sourced, Strict, Text

Part = TypeVar("Part", bound=Strict)


class Criterion(Sourced):
    """One thing a policy asks for. ``locator`` is the place in the policy text."""

    criterion: str = Field(description="id within the policy")
    sentence: str


def _with_one_of(model: Part, one: str, other: str) -> Part:
    """The model as it is. Raises ValueError unless just one of the two is given."""
    if (getattr(model, one) is None) == (getattr(model, other) is None):
        raise ValueError(f"give {one} or {other}, one of them")
    return model


class Improvement(Strict):
    """Improvement in percent that counts as not enough: below, or at most."""

    below: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _one_side(self) -> Improvement:
        return _with_one_of(self, "below", "at_most")


class Trials(Criterion):
    """Trials of antidepressants that did not help enough. Null: the policy does not say."""

    kind: Literal["trials"]
    count: int
    classes: int = 1
    weeks: float | None = None
    dose: Literal["minimum", "maximum_tolerated", "maximum"] | None = None
    window: Literal["current_episode", "lifetime"] | None = None
    years: float | None = None
    in_current_episode: int | None = Field(
        default=None, description="how many of them must be in the episode"
    )
    improvement: Improvement | None = None
    side_effect_stop_counts: bool | None = None
    augmentations_among_them: int = 0


class Augmentation(Criterion):
    """Additions to an antidepressant that did not help enough; ``drugs`` are those that count."""

    kind: Literal["augmentation"]
    count: int
    weeks: float | None = None
    years: float | None = None
    drugs: Drugs | None = None


class Psychotherapy(Criterion):
    """A psychotherapy that was tried."""

    kind: Literal["psychotherapy"]
    window: Literal["current_episode", "lifetime"] | None = None
    kinds: list[str] = Field(default_factory=list)


class OfAge(Criterion):
    """The age for which the treatment is covered."""

    kind: Literal["age"]
    age_years: Age


class Least(Strict):
    """A scale with the least total that is asked for."""

    scale: str
    at_least: float


class Score(Criterion):
    """A score on one of these scales, not older than ``within_weeks``; an empty list accepts any scale."""

    kind: Literal["score"]
    any_of: list[Least] = Field(default_factory=list)
    within_weeks: float | None = None


class Diagnosis(Criterion):
    """A diagnosis by topic; ``severity`` as the policy words it."""

    kind: Literal["diagnosis"]
    topics: list[str]
    severity: Literal["moderate", "severe"] | None = None


class Present(Criterion):
    """Something that must be there, for example an oral antidepressant taken now."""

    kind: Literal["present"]
    what: Circumstance | None = Field(default=None, description="null: any antidepressant by mouth")
    weeks: float | None = None


class Absent(Criterion):
    """Something that must not be there. ``unless`` is the way out that the policy leaves, in its words."""

    kind: Literal["absent"]
    what: Circumstance
    unless: str | None = None


class Response(Criterion):
    """An earlier course of the same treatment that helped: at least so many percent, or more than so many."""

    kind: Literal["response"]
    therapy: Literal["rtms", "esketamine", "ect"]
    improvement_at_least: float | None = None
    improvement_above: float | None = None

    @model_validator(mode="after")
    def _one_edge(self) -> Response:
        return _with_one_of(self, "improvement_at_least", "improvement_above")


class Statement(Criterion):
    """Something that no record can show; the clinic states it in the packet (``field`` is its blank line)."""

    kind: Literal["statement"]
    field: str
    asks_for: Literal["stated", "denied", "either"] = Field(
        default="stated", description="denied: the policy asks that it is not so; either: that it is said"
    )


class OneOf(Criterion):
    """Alternatives: one of them is enough."""

    kind: Literal["one_of"]
    criteria: list[AnyCriterion]


AnyCriterion = Annotated[
    Trials
    | Augmentation
    | Psychotherapy
    | OfAge
    | Score
    | Diagnosis
    | Present
    | Absent
    | Response
    | Statement
    | OneOf,
    Field(discriminator="kind"),
]


class Policy(Strict):
    """One policy of one payer for one treatment, as it was read. All criteria must be met."""

    policy: str
    payer: str
    product: Literal["esketamine", "rtms"]
    options: list[str] = Field(description="ids of options/ that it covers")
    name: str
    line: Literal["commercial", "medicaid", "medicare", "label", "ours"]
    version: str
    effective_on: str | None = Field(default=None, description="as read: a year, month or day")
    retrieved_on: date
    expires_on: date
    sources: list[str]
    complete: bool = Field(description="false when only part of the policy text was seen")
    place: str | None = Field(
        default=None, description="where in the source the criteria stand that have no locator of their own"
    )
    criteria: list[AnyCriterion]
    term: Text | None = None
    renewal: Text | None = None
    cautions: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _is_sound(self) -> Policy:
        if self.expires_on <= self.retrieved_on and self.complete:
            raise ValueError(
                "expires_on is not after retrieved_on; a policy that has run out is not complete"
            )
        ids = [each.criterion for each in every(self.criteria)]
        if len(ids) != len(set(ids)):
            raise ValueError("two criteria share an id; give each its own")
        for each in every(self.criteria):
            if each.standing == "seen" and not (each.locator or self.place):
                raise ValueError(
                    f"criterion '{each.criterion}' was seen and has no locator; "
                    "say where in the policy it stands, or give the policy one place for all"
                )
        return self


def every(criteria: list[AnyCriterion]) -> list[AnyCriterion]:
    """All criteria, alternatives included, in the order of the policy."""
    found: list[AnyCriterion] = []
    for each in criteria:
        found.append(each)
        if isinstance(each, OneOf):
            found += every(each.criteria)
    return found


def expired(policy: Policy, as_of: date) -> bool:
    """Whether the policy must carry a warning on that day."""
    return as_of >= policy.expires_on


class PacketField(Strict):
    """One field of a packet. ``by`` hand: no record can fill it, so it is printed as a blank line."""

    section: str
    label: str
    by: Literal["record", "hand"]
    product: Literal["esketamine", "rtms"] | None = Field(default=None, description="null: for every product")
