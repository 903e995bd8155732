"""Reasons: possible contributors to too little benefit; the shape of knowledge/reasons."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from fairtrial.facts.circumstances import Circumstance
from fairtrial.facts.models import Number, Sourced, Strict, Text

Strength = Literal["recorded", "suggested", "cannot_tell"]
"""recorded: a record says it. suggested: records hint at it. cannot_tell: the records are silent."""


class PlainText(Sourced):
    """A sentence or more for the person, in English and Spanish; never only recalled."""

    en: str
    es: str


class Reason(Strict):
    """One possible contributor: never said to have brought the result about."""

    reason: str = Field(pattern=r"FT4\d\d", description="id of the rule that decides it")
    name: str
    sentence: str
    strengths: dict[Strength, str] = Field(description="what each strength means here, said to the clinician")
    evidence: list[Text] = Field(min_length=1)
    check: list[str] = Field(min_length=1)
    plain: PlainText

    @model_validator(mode="after")
    def _all_strengths(self) -> Reason:
        if set(self.strengths) != {"recorded", "suggested", "cannot_tell"}:
            raise ValueError("give the words for recorded, suggested and cannot_tell")
        return self


class Point(Strict):
    """Share of the people of a course who had got there by a week, in percent."""

    week: float
    percent: float = Field(ge=0, le=100)


class Course(Sourced):
    """When eventual responders or remitters got there, in one study. Curves of studies are not joined."""

    what: str
    points: list[Point]

    @model_validator(mode="after")
    def _rises(self) -> Course:
        pairs = zip(self.points, self.points[1:], strict=False)
        if any(a.week >= b.week or a.percent > b.percent for a, b in pairs):
            raise ValueError("weeks must rise and shares must not fall; put the points in order")
        return self


class Later(Sourced):
    """Of people with less improvement than this at a week, how many in 100 had the outcome by a later week.

    A band, never a verdict: a person without early improvement may still respond.
    """

    at_week: float
    improvement_below_percent: float | None = Field(description="null: no response, as the study counted it")
    outcome: Literal["response", "remission"]
    by_week: float
    percent_least: float = Field(ge=0, le=100)
    percent_most: float = Field(ge=0, le=100)

    @model_validator(mode="after")
    def _in_order(self) -> Later:
        if self.by_week <= self.at_week or self.percent_least > self.percent_most:
            raise ValueError("by_week comes after at_week, and percent_least is not above percent_most")
        return self


class Alongside(Strict):
    """Something else that may go along with, or lie under, a depression that has not lifted."""

    name: str
    when: Circumstance
    screens: list[str] = Field(
        default_factory=list, description="topics of context by which a positive screen is stated"
    )
    sex: Literal["female"] | None = Field(default=None, description="not asked of people of the other sex")
    evidence: list[Text] = Field(min_length=1)
    ask: str = Field(description="shown when it is not found in the records: worth asking")
    check: list[str] = Field(default_factory=list)


class Around(Strict):
    """Treatment around the medicine: tried, adequate, or not recorded."""

    name: str
    when: Circumstance | None = Field(description="how a record shows it; null when only the person can tell")
    adequate: Text | None = None
    adequate_sessions: Number | None = None
    only_with: list[str] = Field(
        default_factory=list, description="asked only when one of these topics is recorded"
    )
    evidence: list[Text] = Field(min_length=1)
    ask: str
