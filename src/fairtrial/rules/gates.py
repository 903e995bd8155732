"""Conditions that stand before any "treatment-resistant" (FT910 to FT912) and before any option."""

from __future__ import annotations

import functools

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.intervals import computed

LIFELONG = ("bipolar", "mania")
"""A history of these is enough; the others must be current."""


def gates(conditions: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """person_id, topic, record: every recorded condition that puts up a gate.

    A possible diagnosis puts it up too; a refuted one does not, and a resolved psychosis does not.
    """
    return computed(conditions.lazy().filter(_stands(facts)).select(_SHOWN).unique().sort(_SHOWN))


_SHOWN = ["person_id", "topic", "record"]


@functools.cache
def _stands(facts: Facts) -> pl.Expr:
    topics = [topic for topic, t in facts.topics.items() if t.gate == "treatment_resistant"]
    current = (pl.col("status") != "resolved") | pl.col("topic").is_in(LIFELONG)
    standing = (pl.col("certainty") != "refuted").fill_null(True) & current.fill_null(True)
    return pl.col("topic").is_in(topics) & standing
