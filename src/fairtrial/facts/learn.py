"""What is generally known, told twice: for the clinician and in plain words. The shape of knowledge/learn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import Field

from fairtrial.facts.models import Strict, Text
from fairtrial.facts.options import Plain
from fairtrial.facts.reasons import PlainText

if TYPE_CHECKING:
    from fairtrial.facts.load import Facts

PLACEHOLDER = re.compile(r"\{(\w+)\}")
"""A count that is computed when the text is shown, never typed."""


class Lesson(Strict):
    """One topic of the explainer; ``order`` is its place among the topics."""

    learn: str
    order: int
    title: Plain
    clinician: list[Text] = Field(min_length=1)
    plain: list[PlainText] = Field(min_length=1)
    references: list[Text] = Field(min_length=1)


def counts(facts: Facts) -> Mapping[str, int]:
    """What placeholders stand for: how many US antidepressants there are, and how many of each class."""
    classes = Counter(drug.drug_class for drug in facts.drugs.values() if drug.role == "antidepressant")
    named = {"n_ssri": "SSRI", "n_snri": "SNRI", "n_tca": "TCA", "n_maoi": "MAOI"}
    return {
        "n_antidepressants": classes.total(),
        "n_classes": len(classes),
        **{key: classes[name] for key, name in named.items()},
    }


def filled(text: str, facts: Facts) -> str:
    """``text`` with its counts filled in. Raises KeyError for a placeholder that stands for nothing.

    >>> from fairtrial.facts import load
    >>> "{" in filled("{n_maoi} MAOIs", load())
    False
    """
    known = counts(facts)
    return PLACEHOLDER.sub(lambda found: str(known[found[1]]), text)


def lessons(facts: Facts) -> list[Lesson]:
    """Every topic in the order in which it is told."""
    return sorted(facts.learn.values(), key=lambda lesson: lesson.order)
