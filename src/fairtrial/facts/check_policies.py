"""Checks of policies: what they name exists, and what they count is above nothing."""

from __future__ import annotations

from collections.abc import Iterator

from fairtrial.facts.load import Facts
from fairtrial.facts.policies import (
    AnyCriterion,
    Augmentation,
    Diagnosis,
    Policy,
    Score,
    Statement,
    Trials,
    every,
)
from fairtrial.facts.problem import Problem


def policies(facts: Facts) -> list[Problem]:
    """Options, scales, topics and packet fields that nobody describes, and counts of nothing."""
    found = []
    for key, policy in facts.policies.items():
        for what in (
            *_options(policy, facts),
            *(w for c in every(policy.criteria) for w in _faults(c, facts)),
        ):
            found.append(Problem(f"policies/{key}.yaml", what, "Mend it, or describe what it names"))
    return found


def _options(policy: Policy, facts: Facts) -> Iterator[str]:
    for option in policy.options:
        if option not in facts.options:
            yield f"option '{option}' is unknown"


def _faults(criterion: AnyCriterion, facts: Facts) -> Iterator[str]:
    """What is wrong with one criterion."""
    if isinstance(criterion, Score):
        yield from _scales(criterion, facts)
    if isinstance(criterion, Diagnosis):
        yield from (f"topic '{t}' is unknown" for t in criterion.topics if t not in facts.topics)
    if isinstance(criterion, Statement) and criterion.field not in facts.packet_fields:
        yield f"packet field '{criterion.field}' is unknown"
    if isinstance(criterion, Trials | Augmentation) and criterion.count < 1:
        yield f"'{criterion.criterion}' counts nothing"
    if isinstance(criterion, Augmentation) and criterion.drugs is not None:
        yield from (f"drug '{d}' is unknown" for d in criterion.drugs.drugs if d not in facts.drugs)


def _scales(criterion: Score, facts: Facts) -> Iterator[str]:
    for least in criterion.any_of:
        scale = facts.scales.get(least.scale)
        if scale is None:
            yield f"scale '{least.scale}' is unknown"
        elif not scale.least < least.at_least <= scale.most:
            yield f"{least.scale} of at least {least.at_least:g} is outside the scale"
