"""What is known in general: the explainer in its clinician's form, from the shipped knowledge."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from fairtrial.facts import load
from fairtrial.facts.learn import filled, lessons
from fairtrial.facts.models import Text
from fairtrial.report.words import label


@dataclass(frozen=True)
class Statement:
    """One sentence with the sources by name, or how far it was checked where there is none."""

    sentence: str
    origin: str


@dataclass(frozen=True)
class Topic:
    """One topic of the explainer."""

    id: str
    title: str
    statements: Sequence[Statement]
    references: Sequence[str]


@functools.cache
def topics_of() -> tuple[Topic, ...]:
    """Every topic in the order in which it is told."""
    known = load()
    return tuple(
        Topic(
            lesson.learn,
            lesson.title.en,
            [Statement(filled(text.value, known), _origin(text)) for text in lesson.clinician],
            [reference.value for reference in lesson.references],
        )
        for lesson in lessons(known)
    )


def _origin(text: Text) -> str:
    return ", ".join(text.source) or label("standings", text.standing)
