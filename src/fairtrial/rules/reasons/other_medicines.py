"""FT405: other medicines and substances that change levels or can lower mood, beside each trial."""

from __future__ import annotations

import functools

import polars as pl

from fairtrial.facts import Facts
from fairtrial.rules.reasons.presence import DAYS, medicine_records, other_medicines
from fairtrial.rules.reasons.shape import CANNOT_TELL, RECORDED, SUGGESTED, rows
from fairtrial.rules.reasons.trials import unhelped
from fairtrial.tables import History
from fairtrial.timeline.intervals import computed

SUBSTANCES = {"nicotine_use": "smoking", "alcohol_use": "alcohol", "substance_use": "other_substances"}
"""Topics whose silence is worth a question -> the group of medicines.yaml that they belong to."""
_PLACE = ("person_id", "trial", "start_least", "start_most", "stop_least", "stop_most")


def of_other_medicines(
    trials: pl.LazyFrame, history: History, said: pl.LazyFrame, facts: Facts, *, silence: bool
) -> pl.LazyFrame:
    """One row for each trial, group and record; with ``silence``, what nobody recorded, once for each
    person."""
    tried = computed(unhelped(trials).select(*_PLACE, "drug")).lazy()
    named = other_medicines(history, facts)
    present = pl.concat([_from_trials(trials, facts), _from_topics(said, facts), _from_words(named)])
    beside = tried.join(present, on="person_id").join(_matters(facts), on=["group", "drug"])
    placed = beside.filter(_possible() & pl.col("by").ne_missing(pl.col("drug")))
    told = rows(placed, "FT405", "trial", "by", "record", topic=pl.col("group"), strength=_strength())
    once = told.unique(maintain_order=True)
    return pl.concat([once, _silent(tried, history, said, facts)]) if silence else once


@functools.cache
def _matters(facts: Facts) -> pl.LazyFrame:
    """group, drug: groups that change how a drug is broken down, and those that lower mood whatever the
    drug."""
    pairs = [
        (name, drug)
        for name, group in facts.medicines.items()
        for drug in facts.drugs
        if group.lowers_mood or _enzymes(drug, facts) & {*group.inhibits, *group.induces}
    ]
    return pl.LazyFrame(pairs, schema={"group": pl.String(), "drug": pl.String()}, orient="row")


def _enzymes(drug: str, facts: Facts) -> set[str]:
    found = facts.substrates.get(drug)
    return set(found.enzymes) if found else set()


def _from_trials(trials: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Drugs of ours that belong to a group, on the days of their trials."""
    return trials.join(_groups_of_drugs(facts), on="drug").select(
        "person_id", "group", by="drug", record=pl.lit(None, pl.String()), sure=pl.lit(True),
        from_least="start_least", from_most="start_most", to_least="stop_least", to_most="stop_most",
    )  # fmt: skip


@functools.cache
def _groups_of_drugs(facts: Facts) -> pl.LazyFrame:
    pairs = [
        (drug, name)
        for name, group in facts.medicines.items()
        if group.inhibits or group.induces or group.lowers_mood
        for drug in group.drugs
    ]
    return pl.LazyFrame(pairs, schema={"drug": pl.String(), "group": pl.String()}, orient="row")


def _from_topics(said: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    return (
        said.filter(~pl.col("absent"))
        .join(_groups_of_topics(facts), on="topic")
        .select("person_id", "group", pl.lit(None, pl.String()).alias("by"), "record", "sure", *DAYS)
    )


@functools.cache
def _groups_of_topics(facts: Facts) -> pl.LazyFrame:
    pairs = [(topic, name) for name, group in facts.medicines.items() for topic in group.topics]
    return pl.LazyFrame(pairs, schema={"topic": pl.String(), "group": pl.String()}, orient="row")


def _from_words(named: pl.LazyFrame) -> pl.LazyFrame:
    none = pl.lit(None, pl.Int64())
    return named.select(
        "person_id", "group", "by", "record", pl.lit(False).alias("sure"), *(none.alias(d) for d in DAYS)
    )


def _possible() -> pl.Expr:
    """Not surely before the trial, nor surely after it."""
    after = (pl.col("from_least") >= pl.col("stop_most")).fill_null(False)
    before = (pl.col("to_most") <= pl.col("start_least")).fill_null(False)
    return ~(after | before)


def _strength() -> pl.Expr:
    during = (pl.col("from_most") < pl.col("stop_least")) & (pl.col("to_least") > pl.col("start_most"))
    return (
        pl.when(pl.col("sure") & during.fill_null(False)).then(pl.lit(RECORDED)).otherwise(pl.lit(SUGGESTED))
    )


def _silent(tried: pl.LazyFrame, history: History, said: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """person_id and what nobody recorded: smoking where it matters, alcohol, other substances, other
    medicines."""
    persons = tried.select("person_id").unique()
    spoken = said.select("person_id", "topic").unique()
    by_smoke = [drug for drug in facts.drugs if "CYP1A2" in _enzymes(drug, facts)]
    smoke = tried.filter(pl.col("drug").is_in(by_smoke)).select("person_id").unique()
    asked = [
        (smoke if topic == "nicotine_use" else persons).with_columns(topic=pl.lit(topic))
        for topic in SUBSTANCES
    ]
    silent = pl.concat(asked).join(spoken, on=["person_id", "topic"], how="anti")
    words = pl.col("topic").replace_strict(SUBSTANCES)
    medicines = medicine_records(history).select("person_id").unique()
    unlisted = persons.join(medicines, on="person_id", how="anti")
    return pl.concat([
        rows(silent, "FT405", topic=words, strength=CANNOT_TELL),
        rows(unlisted, "FT405", topic="other_medicines", strength=CANNOT_TELL),
    ])  # fmt: skip
