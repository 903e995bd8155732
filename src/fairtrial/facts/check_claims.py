"""Definitions for records without scores: do they name classes and topics that are there?"""

from __future__ import annotations

from collections.abc import Iterator

from fairtrial.facts.claims import Among, AtOnce, ClaimsDefinition, Switches, claims_definitions
from fairtrial.facts.load import Facts, KnowledgeError
from fairtrial.facts.problem import Problem

ANY = "antidepressant"
"""Stands for every drug that counts as a trial."""


def claims(facts: Facts) -> list[Problem]:
    """Names of classes and topics that nothing else knows, or the file that does not load."""
    try:
        known = claims_definitions(facts).values()
    except KnowledgeError as error:
        return [Problem("definitions_claims", str(error).rstrip("."), "Mend the file")]
    return [problem for definition in known for problem in _problems(definition, facts)]


def _problems(definition: ClaimsDefinition, facts: Facts) -> Iterator[Problem]:
    file = f"definitions_claims/{definition.definition}.yaml"
    classes = {drug.drug_class for drug in facts.drugs.values()} | {ANY}
    for name in sorted({c for among in _among(definition) for c in among.classes} - classes):
        yield Problem(file, f"'{name}' is the class of no drug", "Use a drug_class of knowledge/drugs")
    asked = [part for part in (definition.required, definition.excluded) if part is not None]
    for name in sorted({topic for part in asked for topic in part.topics} - set(facts.topics)):
        yield Problem(file, f"'{name}' is no topic", "Use a topic of knowledge/codes/topics.yaml")
    for source in sorted(set(definition.sources) - set(facts.sources)):
        yield Problem(file, f"source '{source}' is not known", "Add it to sources.yaml")


def _among(definition: ClaimsDefinition) -> Iterator[Among]:
    for route in definition.routes:
        if isinstance(route, Switches):
            yield route.leaving
        elif isinstance(route, AtOnce):
            yield route.of
            if route.then_begins is not None:
                yield route.then_begins
