"""FT407: treatment around the medicine, by knowledge/reasons/tables/around.yaml."""

from __future__ import annotations

import functools

import polars as pl

from fairtrial.facts import Facts
from fairtrial.rules.reasons.shape import CANNOT_TELL, RECORDED, SUGGESTED, rows
from fairtrial.tables import History
from fairtrial.timeline.intervals import at_least, computed

NOT_BEGUN, STOPPED_EARLY, IN_PART, ENOUGH = "not_begun", "stopped_early", "in_part", "enough"
"""In ``by``: said to be absent; ended with too few sessions; something is recorded, but not enough to tell;
enough."""


def of_around(
    persons: pl.LazyFrame, history: History, said: pl.LazyFrame, facts: Facts, *, silence: bool
) -> pl.LazyFrame:
    """One row for each thing and record, none for a thing of which there was enough; with ``silence``, each thing
    nobody recorded. That something was not begun says nothing beside a record that it was had."""
    given, told = _given(history.therapies.lazy(), facts), _told(said, facts)
    not_begun = told.filter(pl.col("by") == NOT_BEGUN).join(given, on=_THING, how="anti")
    every = pl.concat([given, told.filter(pl.col("by") != NOT_BEGUN), not_begun])
    found = computed(every.join(persons, on="person_id", how="semi")).lazy()
    little = found.join(found.filter(pl.col("by") == ENOUGH), on=_THING, how="anti")
    return pl.concat([little, _silent(_asked(persons, said, facts), found)]) if silence else little


_THING = ["person_id", "topic"]


def _given(therapies: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Therapies of the history: enough sessions, too few, or not known how many."""
    given = therapies.join(_therapies(facts), on="therapy")
    enough = at_least("sessions_least", "sessions_most", "asked")
    over = pl.col("stopped_on_most").is_not_null()
    by = (
        pl.when(enough)
        .then(pl.lit(ENOUGH))
        .when(~enough & over)
        .then(pl.lit(STOPPED_EARLY))
        .otherwise(pl.lit(IN_PART))
    )
    strength = pl.when(by == STOPPED_EARLY).then(pl.lit(RECORDED)).otherwise(pl.lit(SUGGESTED))
    return rows(given, "FT407", "record", topic=pl.col("item"), by=by, strength=strength)


@functools.cache
def _therapies(facts: Facts) -> pl.LazyFrame:
    """therapy, item, asked (sessions that are enough, null where no number is set)."""
    found = [
        (therapy, name, item.adequate_sessions.value if item.adequate_sessions else None)
        for name, item in facts.around.items()
        for therapy in (item.when.therapies if item.when else [])
    ]
    return pl.LazyFrame(
        found, schema={"therapy": pl.String(), "item": pl.String(), "asked": pl.Float64()}, orient="row"
    )


def _told(said: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Statements about it: that it is absent, or something else."""
    strength = pl.when("absent").then(pl.lit(RECORDED)).otherwise(pl.lit(SUGGESTED))
    by = pl.when("absent").then(pl.lit(NOT_BEGUN)).otherwise(pl.lit(IN_PART))
    about = said.filter(pl.col("topic").is_in(list(facts.around)))
    return rows(about, "FT407", "topic", "record", strength=strength, by=by)


def _asked(persons: pl.LazyFrame, said: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """person_id, topic: what each person is asked; some things only when a topic is recorded."""
    always = [name for name, item in facts.around.items() if not item.only_with]
    pairs = [(topic, name) for name, item in facts.around.items() for topic in item.only_with]
    with_topic = pl.LazyFrame(pairs, schema={"topic": pl.String(), "item": pl.String()}, orient="row")
    some = said.filter(~pl.col("absent")).join(with_topic, on="topic").select("person_id", topic="item")
    every = persons.join(pl.LazyFrame({"topic": always}), how="cross")
    return pl.concat([every, some.join(persons, on="person_id", how="semi").unique()])


def _silent(asked: pl.LazyFrame, found: pl.LazyFrame) -> pl.LazyFrame:
    unspoken = asked.join(found, on=["person_id", "topic"], how="anti")
    return rows(unspoken, "FT407", "topic", strength=CANNOT_TELL)
