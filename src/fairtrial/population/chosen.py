"""Which definitions a run applies: those over trials with outcomes, and those that read treatments only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from fairtrial.facts import Facts, KnowledgeError
from fairtrial.facts.claims import ClaimsDefinition, claims_definitions
from fairtrial.facts.models import Definition


class Chosen(NamedTuple):
    """``clinical`` read outcomes of trials, ``claims`` read treatments and diagnoses."""

    clinical: list[Definition]
    claims: list[ClaimsDefinition]


def chosen(wanted: Iterable[str] | None, facts: Facts) -> Chosen:
    """The definitions of these ids, or all. Raises KnowledgeError naming those there are."""
    clinical, claims = facts.definitions, claims_definitions(facts)
    if wanted is None:
        return Chosen(list(clinical.values()), list(claims.values()))
    ids = list(dict.fromkeys(wanted))
    for name in ids:
        if name not in clinical and name not in claims:
            raise KnowledgeError(
                f"definition '{name}' is not known; choose from {', '.join([*clinical, *claims])}."
            )
    return Chosen([clinical[i] for i in ids if i in clinical], [claims[i] for i in ids if i in claims])
