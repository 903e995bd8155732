"""`fairtrial policies`: payers' policies that a packet can be made for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from fairtrial.cli import show
from fairtrial.cli.nearest import named
from fairtrial.cli.options import AsOf
from fairtrial.cli.values import origin, source_lines

if TYPE_CHECKING:
    from fairtrial.facts import Facts
    from fairtrial.facts.policies import AnyCriterion, Policy


def policies(
    policy: Annotated[str | None, typer.Argument(help="The id of one policy.")] = None,
    as_of: AsOf = None,
) -> None:
    """List the policies known, or show one with its criteria.

    One policy is shown criterion by criterion, each with its place in the policy, source and standing.
    """
    from fairtrial.facts import load

    facts, today = load(), (as_of or datetime.now().astimezone()).date()
    if policy is None:
        headers = ("policy", "payer", "product", "read on", "expires on", "standing")
        show.table(headers, [_line(entry, today) for entry in facts.policies.values()])
    else:
        _one(facts.policies[find_policy(policy, facts)], today, facts)


def find_policy(name: str, facts: Facts) -> str:
    """The id of a policy. Raises Refusal with the nearest ids."""
    return named("policy", name, {key: key for key in facts.policies}, "fairtrial policies")


def _line(policy: Policy, today: date) -> tuple[str, ...]:
    standings = {each.standing for each in policy.criteria}
    standing = next((word for word in ("unverified", "ours", "seen") if word in standings), "seen")
    part = "" if policy.complete else ", read in part"
    return (
        policy.policy, policy.payer, policy.product, policy.retrieved_on.isoformat(),
        f"{policy.expires_on.isoformat()}{_past(policy, today)}", f"{standing}{part}",
    )  # fmt: skip


def _past(policy: Policy, today: date) -> str:
    from fairtrial.facts.policies import expired

    return " (EXPIRED)" if expired(policy, today) else ""


def _one(policy: Policy, today: date, facts: Facts) -> None:
    show.lines(
        f"{policy.policy}, version {policy.version}",
        f"{policy.payer}: {policy.name} ({policy.product}, {policy.line})",
        f"Read on {policy.retrieved_on}; to be read again by {policy.expires_on}{_past(policy, today)}.",
        *([] if policy.complete else ["Only a part of the policy was read; it may ask for more."]),
        "",
        *(line for criterion in policy.criteria for line in _criterion(criterion, "")),
        "",
        *([f"Approved for: {policy.term.value}"] if policy.term else []),
        *([f"Renewal: {policy.renewal.value}"] if policy.renewal else []),
        *(f"Note: {caution}" for caution in policy.cautions),
        "Sources",
        *source_lines(policy.sources, facts),
    )


def _criterion(criterion: AnyCriterion, indent: str) -> Iterator[str]:
    from fairtrial.facts.policies import OneOf
    from fairtrial.rules.policies import RULE_OF_KIND

    yield f"{indent}- {criterion.criterion} ({RULE_OF_KIND[criterion.kind]}): {criterion.sentence}"
    yield f"{indent}    {origin(criterion)}"
    if isinstance(criterion, OneOf):
        for part in criterion.criteria:
            yield from _criterion(part, f"{indent}    ")
