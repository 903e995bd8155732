"""Checks of options: what they name exists, and the numbers of studies are sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fairtrial.facts.interactions import Drugs
from fairtrial.facts.load import Facts
from fairtrial.facts.options import Option
from fairtrial.facts.problem import Problem


def options(facts: Facts) -> list[Problem]:
    """Guidelines, studies, arms, drugs, topics and measures that an option names but nobody describes."""
    return [
        Problem(f"options/{key}.yaml", what, "Mend the id, or describe it")
        for key, option in facts.options.items()
        for what in (
            *_studies(option, facts),
            *_guidelines(option, facts),
            *_drugs(option, facts),
            *_needed(option, facts),
        )
    ] + [
        Problem(f"interactions/antidepressants.yaml, {key}", what, "Mend the id, or describe it")
        for key, entry in facts.against_antidepressants.items()
        for what in _unknown_drugs([entry.drugs], facts)
    ]


def expectation(facts: Facts) -> list[Problem]:
    """Steps of STAR*D whose cumulative shares do not rise, or whose product differs from what is stated."""
    found, left, before = [], 1.0, 0.0
    for step in facts.expectation.steps:
        left *= 1 - step.remission_percent.value / 100
        stated = step.cumulative_if_nobody_left_percent.value
        if abs(stated - 100 * (1 - left)) > _ROUNDING:
            found.append(
                Problem(
                    "guidelines/stard.yaml",
                    f"step {step.step}: the product of the step rates is another",
                    "Mend it",
                )
            )
        if step.cumulative_observed_percent.value < before:
            found.append(
                Problem("guidelines/stard.yaml", f"step {step.step}: the observed share falls", "Mend it")
            )
        before = step.cumulative_observed_percent.value
    return found


_ROUNDING = 0.5
"""Percent points by which a published cumulative share may differ from the product of the rates (ours)."""


def _studies(option: Option, facts: Facts) -> Iterator[str]:
    for used in option.studies:
        study = facts.studies.get(used.study)
        if study is None:
            yield f"study '{used.study}' is unknown"
        elif used.arm is not None and used.arm not in {
            arm.arm for result in study.results for arm in result.arms
        }:
            yield f"arm '{used.arm}' is not in study '{used.study}'"


def _guidelines(option: Option, facts: Facts) -> Iterator[str]:
    for place in option.places:
        if place.guideline not in facts.guidelines:
            yield f"guideline '{place.guideline}' is unknown"


def _drugs(option: Option, facts: Facts) -> Iterator[str]:
    tried = option.tried.drugs if option.tried else None
    yield from _unknown_drugs([option.drugs, tried, *(a.drugs for a in option.against)], facts)


def _unknown_drugs(chosen: Iterable[Drugs | None], facts: Facts) -> Iterator[str]:
    for drugs in chosen:
        if drugs is not None and not _all_match(drugs, facts):
            yield f"drugs '{drugs.drugs}' of classes '{drugs.drug_classes}' are not all known"


def _all_match(drugs: Drugs, facts: Facts) -> bool:
    classes = {drug.drug_class for drug in facts.drugs.values()}
    return {*drugs.drugs} <= facts.drugs.keys() and {*drugs.drug_classes} <= classes


def _needed(option: Option, facts: Facts) -> Iterator[str]:
    for needed in option.needed:
        unknown = {*needed.topics} - facts.topics.keys() | {*needed.measures} - facts.measures.keys()
        for name in sorted(unknown):
            yield f"'{name}' of '{needed.ask}' is unknown"
