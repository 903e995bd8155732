"""Guidelines, study results and the STAR*D expectation: the shape of knowledge/guidelines."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from fairtrial.facts.models import Number, Sourced, Strict, Text


class Guideline(Sourced):
    """A guideline that options are placed in; ``published_on`` is a year, month or day as it was read."""

    name: str
    published_on: str
    country: str


class Arm(Strict):
    """One treatment of a study and how many in 100 had the outcome."""

    arm: str
    percent: float = Field(ge=0, le=100)


class Result(Sourced):
    """What happened in the arms of a study, at a week, by a scale."""

    outcome: Literal["response", "remission", "sustained"]
    scale: str
    week: float | None = Field(description="null when the source read does not say")
    arms: list[Arm]


class Study(Strict):
    """One clinical study: who, how, what happened, and what to be careful about.

    Not called a trial: a trial is a person's attempt at treatment.
    """

    name: str
    year: int
    people: Number
    who: str
    design: str
    results: list[Result] = Field(default_factory=list)
    differences: list[Text] = Field(
        default_factory=list, description="mean differences, as told by the source"
    )
    caution: Text

    @model_validator(mode="after")
    def _says_something(self) -> Study:
        if not self.results and not self.differences:
            raise ValueError("a study needs results or differences")
        return self


class Step(Strict):
    """One step of STAR*D, with what had happened by its end in percent of those who began: both readings."""

    step: int
    people: Number
    remission_percent: Number
    cumulative_if_nobody_left_percent: Number
    cumulative_observed_percent: Number
    reanalysis_cumulative_percent: Number | None = None


class Expectation(Strict):
    """What happened to people at each step of STAR*D, with the dispute about it. For the clinician only."""

    sentence: str
    steps: list[Step]
    dispute: Text
    reply: Text

    @model_validator(mode="after")
    def _in_order(self) -> Expectation:
        if [step.step for step in self.steps] != list(range(1, len(self.steps) + 1)):
            raise ValueError("steps are 1, 2, 3 and so on; put them in order")
        return self


def in_100(percent: float) -> str:
    """Percent as a natural frequency.

    >>> in_100(28.9), in_100(0.4)
    ('about 29 in 100', 'fewer than 1 in 100')
    """
    return "fewer than 1 in 100" if 0 < percent < 1 else f"about {round(percent)} in 100"
