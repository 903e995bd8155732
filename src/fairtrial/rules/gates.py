"""Conditions that stand before any "treatment-resistant" (FT910 to FT912) and before any option."""

from __future__ import annotations

import functools

import polars as pl

from fairtrial.facts import Facts
from fairtrial.rules.stated import is_denied, is_left_open, is_someone_elses
from fairtrial.timeline.intervals import computed

LIFELONG = ("bipolar", "mania")
"""A history of these is enough; the others must be current."""


def gates(conditions: pl.DataFrame, context: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """person_id, topic, record: every recorded or stated condition that puts up a gate.

    A possible diagnosis puts it up too; a refuted one does not, and a resolved psychosis does not. What
    somebody stated counts as a diagnosis does, unless it was denied or is another person's.
    """
    found = [conditions.lazy().filter(_stands(facts)).select(_SHOWN)]
    if context.height:
        found.append(context.lazy().filter(_is_stated(facts)).select(_SHOWN))
    return computed(pl.concat(found).unique().sort(_SHOWN))


_SHOWN = ["person_id", "topic", "record"]


@functools.cache
def _stands(facts: Facts) -> pl.Expr:
    current = (pl.col("status") != "resolved") | pl.col("topic").is_in(LIFELONG)
    standing = (pl.col("certainty") != "refuted").fill_null(True) & current.fill_null(True)
    return pl.col("topic").is_in(_topics(facts)) & standing


@functools.cache
def _is_stated(facts: Facts) -> pl.Expr:
    said = ~is_denied(facts) & ~is_someone_elses() & ~is_left_open(facts)
    return pl.col("topic").is_in(_topics(facts)) & said


def _topics(facts: Facts) -> list[str]:
    return [topic for topic, t in facts.topics.items() if t.gate == "treatment_resistant"]
