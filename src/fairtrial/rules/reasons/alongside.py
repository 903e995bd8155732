"""FT406: something else alongside or underneath, by knowledge/reasons/tables/alongside.yaml."""

from __future__ import annotations

import functools

import polars as pl

from fairtrial.facts import Facts
from fairtrial.rules.reasons.shape import CANNOT_TELL, RECORDED, RULED_OUT, SHAPE, SUGGESTED, rows
from fairtrial.tables import History
from fairtrial.timeline.intervals import computed

UNITS = {"miu/l": "miu/l", "uiu/ml": "miu/l", "µiu/ml": "miu/l", "m[iu]/l": "miu/l", "u[iu]/ml": "miu/l"}
"""Ways to write the same unit."""
_ITEM = pl.col("item")
_HOW_SURE = (
    pl.when("absent").then(pl.lit(RULED_OUT))
    .when("sure").then(pl.lit(RECORDED))
    .otherwise(pl.lit(SUGGESTED))
)  # fmt: skip


def of_alongside(
    persons: pl.LazyFrame, history: History, said: pl.LazyFrame, facts: Facts, *, silence: bool
) -> pl.LazyFrame:
    """One row for each thing and record; with ``silence``, each thing that no record speaks of, once for each
    person."""
    tellers = [
        (said, _stated),
        (said, _screened),
        (history.measurements.lazy(), _measured),
        (history.scores.lazy(), _scored),
    ]
    told = pl.concat([tell(frame, facts) for frame, tell in tellers])
    found = computed(told.join(persons, on="person_id", how="semi")).lazy()
    if not silence:
        return found
    return pl.concat([found, _silent(persons, history.people.lazy(), found, facts)])


def _stated(said: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    named = said.join(_topics(facts), on="topic")
    return rows(named, "FT406", "record", topic=_ITEM, by=pl.col("topic"), strength=_HOW_SURE)


@functools.cache
def _topics(facts: Facts) -> pl.LazyFrame:
    return _pairs("topic", [(t, item) for item, a in facts.alongside.items() for t in a.when.topics])


def _screened(said: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """A screen that is stated to be positive hints at what it screens for."""
    positive = said.filter("positive").join(_screens(facts), on="topic")
    return rows(positive, "FT406", "record", topic=_ITEM, by=pl.col("topic"), strength=SUGGESTED)


@functools.cache
def _screens(facts: Facts) -> pl.LazyFrame:
    return _pairs("topic", [(s, item) for item, a in facts.alongside.items() for s in a.screens])


def _measured(measurements: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """A value beyond its threshold, in the threshold's own unit; a value in another unit says nothing
    here."""
    unit = pl.col("unit").str.to_lowercase().str.replace_all(" ", "").replace(UNITS)
    near = measurements.with_columns(unit=unit).join(_thresholds(facts), on=["measure", "unit"])
    beyond = (pl.col("value") >= pl.col("at_least")).fill_null(False) | (
        pl.col("value") < pl.col("below")
    ).fill_null(False)
    told = rows(near.filter(beyond), "FT406", "record", topic=_ITEM, by=pl.col("measure"), strength=SUGGESTED)
    return told.unique(maintain_order=True)


@functools.cache
def _thresholds(facts: Facts) -> pl.LazyFrame:
    schema = {
        "measure": pl.String(),
        "unit": pl.String(),
        "at_least": pl.Float64(),
        "below": pl.Float64(),
        "item": pl.String(),
    }
    found = [
        (t.measure, UNITS.get(t.unit.lower(), t.unit.lower()), t.at_least, t.below, item)
        for item, a in facts.alongside.items()
        for t in a.when.measures
    ]
    return pl.LazyFrame(found, schema=schema, orient="row")


def _scored(scores: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """A score of at least moderate on a scale of something else than depression hints at it."""
    high = (
        scores.filter(pl.col("item").is_null())
        .join(_edges(facts), on="scale")
        .filter(pl.col("total") >= pl.col("edge"))
    )
    return rows(high, "FT406", "topic", "record", by=pl.col("scale"), strength=SUGGESTED)


@functools.cache
def _edges(facts: Facts) -> pl.LazyFrame:
    """scale, edge (the least score that is moderate), topic: scales of something else than depression."""
    severe = ("moderate", "severe")
    found = [
        (s.scale, min(b.least for b in s.bands if b.severity in severe), s.measures)
        for s in facts.scales.values()
        if s.measures in facts.alongside and any(b.severity in severe for b in s.bands)
    ]
    return pl.LazyFrame(
        found, schema={"scale": pl.String(), "edge": pl.Float64(), "topic": pl.String()}, orient="row"
    )


def _silent(persons: pl.LazyFrame, people: pl.LazyFrame, found: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Each thing no record speaks of; what is asked of women only is not asked of men."""
    men = people.filter(pl.col("sex") == "male").select("person_id", men=pl.lit(True)).unique()
    asked = persons.join(men, on="person_id", how="left").join(_items(facts), how="cross")
    open_ = asked.filter(~(pl.col("women") & pl.col("men").fill_null(False)))
    unspoken = open_.join(found, on=["person_id", "topic"], how="anti")
    return rows(unspoken, "FT406", "topic", strength=CANNOT_TELL)


@functools.cache
def _items(facts: Facts) -> pl.LazyFrame:
    """topic, women (asked of women only)."""
    found = [(item, a.sex == "female") for item, a in facts.alongside.items()]
    return pl.LazyFrame(found, schema={"topic": pl.String(), "women": pl.Boolean()}, orient="row")


def _pairs(key: str, pairs: list[tuple[str, str]]) -> pl.LazyFrame:
    return pl.LazyFrame(pairs, schema={key: SHAPE["topic"], "item": SHAPE["topic"]}, orient="row")
