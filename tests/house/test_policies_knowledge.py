"""Policies as data say what was read, when, and when it runs out."""

from __future__ import annotations

from datetime import date

import pytest

from fairtrial.facts import load
from fairtrial.facts.policies import (
    Augmentation,
    OneOf,
    Policy,
    Psychotherapy,
    Statement,
    Trials,
    every,
    expired,
)

FACTS = load()


def trials(policy: str) -> Trials:
    """The criterion of a policy that counts trials."""
    return next(c for c in every(FACTS.policies[policy].criteria) if isinstance(c, Trials))


@pytest.mark.parametrize(
    ("policy", "count", "classes", "weeks", "improvement"),
    [
        ("cigna-esketamine", 2, 2, 6, 25),
        ("carefirst-esketamine", 2, 2, 8, None),
        ("bcbs-north-dakota-esketamine", 3, 1, 4, None),
        ("medical-mutual-esketamine", 2, 2, 6, 25),
        ("medicare-l34998-tms", 1, 1, None, None),
        ("optum-tms", 2, 2, None, None),
        ("us-label-esketamine", 2, 1, None, None),
    ],
)
def test_what_a_policy_counts(policy: str, count: int, classes: int, weeks: float, improvement: float):
    """Numbers as they were read; null where the policy is silent."""
    found = trials(policy)
    most = found.improvement.at_most if found.improvement else None
    assert (found.count, found.classes, found.weeks, most) == (count, classes, weeks, improvement)


def test_carefirst_takes_psychotherapy_instead_of_an_augmentation():
    """An alternative is one criterion with two ways to meet it."""
    either = next(c for c in FACTS.policies["carefirst-esketamine"].criteria if isinstance(c, OneOf))
    assert [type(c) for c in either.criteria] == [Augmentation, Psychotherapy]


def test_every_policy_runs_out_and_says_so():
    """Before the day none warns that is complete; from the day on it warns."""
    for policy in FACTS.policies.values():
        assert expired(policy, policy.expires_on)
        assert expired(policy, date(2026, 11, 24)) is (policy.expires_on <= date(2026, 11, 24))
    assert {p.policy for p in FACTS.policies.values() if expired(p, date(2026, 11, 24))} == {
        "bcbsm-2016-tms", "magellan-type-tms",
    }  # fmt: skip


def test_every_criterion_that_was_read_names_its_source():
    """No criterion without a standing reaches a packet."""
    for policy in FACTS.policies.values():
        for criterion in every(policy.criteria):
            assert criterion.standing != "seen" or criterion.source, (policy.policy, criterion.criterion)


def test_what_only_the_clinic_can_say_is_a_blank_line():
    """Statements point to fields that are filled in by hand, or that a record may show."""
    fields = {c.field for p in FACTS.policies.values() for c in every(p.criteria) if isinstance(c, Statement)}
    by_hand = {key for key, field in FACTS.packet_fields.items() if field.by == "hand"}
    assert fields - by_hand == {"substance_use_status", "esketamine_at_the_same_time"}


def test_a_policy_with_an_unknown_kind_of_criterion_does_not_load():
    """A typo in a kind must not turn a demand into nothing."""
    raw = FACTS.policies["optum-tms"].model_dump(mode="json")
    raw["criteria"][0]["kind"] = "diagnoses"
    with pytest.raises(ValueError, match="diagnoses"):
        Policy.model_validate(raw)
