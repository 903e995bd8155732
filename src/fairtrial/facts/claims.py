"""Definitions of resistance for records without scores: claims, dispensings, issued prescriptions.

Each is a file of knowledge/definitions_claims: one or more routes, any of which is enough, and what is
asked of diagnoses.
"""

from __future__ import annotations

import functools
from typing import Annotated, Literal

from pydantic import Field

from fairtrial.facts.files import files_of
from fairtrial.facts.load import Facts
from fairtrial.facts.models import Choice, Number, Sourced, Strict


class Among(Sourced):
    """Drug classes of knowledge/drugs; ``antidepressant`` stands for every drug that counts as a trial."""

    classes: list[str]


class Diagnoses(Sourced):
    """Topics of knowledge/codes/topics.yaml, any of which counts."""

    topics: list[str]


class Switches(Strict):
    """Changes from an episode of one antidepressant to another within some weeks."""

    rule: Literal["switches"]
    switches: Number
    distinct_drugs: Number
    distinct_on_record: Choice | None = Field(
        default=None, description="true: drugs anywhere on record count; else those of the switches by then"
    )
    next_is_any_issue: Choice | None = Field(
        default=None, description="true: the next issue of whatever drug; else the next drug to begin"
    )
    from_distinct_drugs: Number = Field(description="1: all switches may leave the same drug")
    leaving: Among
    episode_gap_days: Number = Field(description="a longer time between two issues begins a new episode")
    episode_ends_at: Choice = Field(description="last_issue or supply_end")
    episode_least_days: Number
    next_from_days: Number
    next_within_days: Number
    single_issue_next_from_days: Number | None = None
    within_days_of_first_diagnosis: Number | None = None


class AtOnce(Strict):
    """So many distinct drugs on record at once: each counts from some days after its start until some days
    after its end."""

    rule: Literal["at_once"]
    of: Among
    needed: Number
    needed_before: Number = Field(description="how many of them had begun on an earlier day")
    episode_gap_days: Number
    episode_ends_at: Choice
    counts_from_days: Number = Field(description="days after its start, all within supply")
    counts_for_days: Number | None = Field(description="days after its end; null: ever after")
    at_dose: Choice
    then_begins: Among | None = Field(default=None, description="a drug that must begin while they count")
    then_begins_another: Choice | None = Field(default=None, description="true: one never taken before")


class InTurn(Strict):
    """One drug mentioned twice, so many days apart, then another mentioned twice, without it in between."""

    rule: Literal["in_turn"]
    apart_days: Number


class Points(Strict):
    """Points for every trial that was long enough at dose, for a high dose, an addition and ECT, within
    some months."""

    rule: Literal["points"]
    more_than: Number
    within_days: Number
    fair_trial_points: Number
    fair_trial_weeks: Number
    high_dose_points: Number
    addition_points: Number
    ect_points: Number


Route = Annotated[Switches | AtOnce | InTurn | Points, Field(discriminator="rule")]


class Required(Diagnoses):
    """How many diagnoses are asked for; ``within_days`` before the day the rest was met, null for ever."""

    at_least: float
    within_days: float | None = None


class Excluded(Diagnoses):
    """Diagnoses that rule a person out, ``ever`` or only ``before`` the day the rest was met (that day
    included)."""

    when: Literal["ever", "before"]


class ClaimsDefinition(Strict):
    """One named, versioned definition that reads treatments and diagnoses, and no scores."""

    definition: str
    kind: Literal["claims"]
    name: str
    version: str
    sentence: str
    sources: list[str]
    routes: list[Route]
    required: Required | None = None
    excluded: Excluded | None = None
    quirks: list[str]


def parts_of(asked: Strict) -> list[tuple[str, str, Sourced]]:
    """What a route or a list of diagnoses asks: name, value as words, and where it was read."""
    found = [(name.replace("_", " "), getattr(asked, name)) for name in type(asked).model_fields]
    told = [(name, _words(value), value) for name, value in found if isinstance(value, Sourced)]
    return told if not isinstance(asked, Diagnoses) else [("diagnoses", _words(asked), asked)]


def _words(value: Sourced) -> str:
    if isinstance(value, Among):
        return ", ".join(value.classes)
    if isinstance(value, Required):
        within = f" within {value.within_days:g} days before" if value.within_days is not None else ""
        return f"at least {value.at_least:g} of {_topics(value)}{within}"
    if isinstance(value, Excluded):
        return f"none of {_topics(value)}, {value.when}"
    plain = getattr(value, "value", None)
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    return f"{plain:g}" if isinstance(plain, float) else str(plain).replace("_", " ")


def _topics(asked: Diagnoses) -> str:
    return ", ".join(topic.replace("_", " ") for topic in asked.topics)


@functools.cache
def claims_definitions(facts: Facts) -> dict[str, ClaimsDefinition]:
    """Definition id -> its file. Raises KnowledgeError when a file is wrong."""
    return files_of(facts.folder / "definitions_claims", ClaimsDefinition, "definition")
