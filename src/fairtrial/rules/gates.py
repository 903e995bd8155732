"""Conditions that stand before any "treatment-resistant" (FT910 to FT912) and before any option."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts

LIFELONG = ("bipolar", "mania")
"""A history of these is enough; the others must be current."""


def gates(conditions: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """person_id, topic, record: every recorded condition that puts up a gate.

    A possible diagnosis puts it up too; a refuted one does not, and a resolved psychosis does not.
    """
    topics = [topic for topic, t in facts.topics.items() if t.gate == "treatment_resistant"]
    current = (pl.col("status") != "resolved") | pl.col("topic").is_in(LIFELONG)
    return (
        conditions.filter(pl.col("topic").is_in(topics))
        .filter((pl.col("certainty") != "refuted").fill_null(True) & current.fill_null(True))
        .select("person_id", "topic", "record")
        .unique()
        .sort("person_id", "topic", "record")
    )
