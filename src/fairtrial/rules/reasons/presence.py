"""What the records say of other conditions, circumstances and medicines, with the days for which they say
it."""

from __future__ import annotations

import functools
import re

import polars as pl

from fairtrial.facts import Facts
from fairtrial.rules.stated import begins, is_denied, is_left_open, is_someone_elses
from fairtrial.tables import History
from fairtrial.timeline.intervals import days

LIFELONG = ("bipolar", "mania")
"""A history of these counts as now."""
OF_MEDICINES = "(?i)medic|treatment|drug|dispens|prescri|fill|pharmacy"
"""What the kind of a record holds when it speaks of medicines: resource types, tables, sections."""
CONTEXT_ONLY = "context only"
"""How ``became`` begins for a record that became no use."""
NOTED, NOT_TAKEN = "other_medicine", "(?:negated|allergy|planned|not_taken)$"
"""Topic of a medicine that a note names, and how its value ends when it is not taken."""
DAYS = ("from_least", "from_most", "to_least", "to_most")
_FAR = pl.Int32.max()
"""A day beyond all others, for what goes on."""


def conditions_of(history: History) -> pl.LazyFrame:
    """person_id, topic, record, said (condition), sure, absent, positive and the days, for each condition
    with a topic."""
    resolved = (pl.col("status") == "resolved").fill_null(False) & ~pl.col("topic").is_in(LIFELONG)
    lasting = (pl.col("status") == "active").fill_null(False) & pl.col("ended_on_least").is_null()
    certainty = pl.col("certainty").fill_null("confirmed")
    return history.conditions.lazy().filter(pl.col("topic").is_not_null()).select(
        "person_id", "topic", "record", pl.lit("condition").alias("said"),
        ((certainty == "confirmed") & ~resolved).alias("sure"),
        (certainty == "refuted").alias("absent"), pl.lit(False).alias("positive"),
        days("started_on_least").alias("from_least"), days("started_on_most").alias("from_most"),
        pl.when(lasting).then(_FAR).otherwise(days("ended_on_least")).alias("to_least"),
        pl.when(lasting).then(_FAR).otherwise(days("ended_on_most")).alias("to_most"),
    )  # fmt: skip


def context_of(history: History, facts: Facts) -> pl.LazyFrame:
    """The same of circumstances as stated of the person; a statement is never sure of its days."""
    none = pl.lit(None, pl.Int64())
    return history.context.lazy().filter(~is_someone_elses() & ~is_left_open(facts)).select(
        "person_id", "topic", "record", pl.lit("context").alias("said"), pl.lit(False).alias("sure"),
        is_denied(facts).alias("absent"),
        pl.col("value").fill_null("").str.to_lowercase().str.contains(begins("positive", facts)).alias("positive"), *(none.alias(day) for day in DAYS),
    )  # fmt: skip


def stated(history: History, facts: Facts) -> pl.LazyFrame:
    """Conditions and circumstances together."""
    return pl.concat([conditions_of(history), context_of(history, facts)])


def medicine_records(history: History) -> pl.LazyFrame:
    """person_id, record, words: what records and notes say of medicines that are not ours."""
    listed = history.records.lazy().filter(
        pl.col("became").str.starts_with(CONTEXT_ONLY) & pl.col("kind").str.contains(OF_MEDICINES)
    )
    noted = history.context.lazy().filter(
        (pl.col("topic") == NOTED) & ~pl.col("value").fill_null("").str.contains(NOT_TAKEN)
    )
    return pl.concat(
        [listed.select("person_id", "record", "words"), noted.select("person_id", "record", words="value")]
    )


def other_medicines(history: History, facts: Facts) -> pl.LazyFrame:
    """person_id, group, record, by: records of medicines that are not ours whose words name one of a
    group."""
    told = medicine_records(history)
    plain = pl.concat_str(pl.lit(" "), _plain(pl.col("words").fill_null("")), pl.lit(" "))
    found = told.select(
        "person_id", "record", word=plain.str.extract_many(_patterns(facts), overlapping=True)
    )
    words = found.explode("word").drop_nulls("word").unique()
    return words.join(_groups(facts).lazy(), on="word").select(
        "person_id", "group", "record", by=pl.col("word").str.strip_chars()
    )


_NO_WORD = "[^a-z0-9]+"


def _plain(words: pl.Expr) -> pl.Expr:
    return words.str.to_lowercase().str.replace_all(_NO_WORD, " ")


def in_plain(words: str) -> str:
    """Lower-case words and numbers with one blank between them, as word lists are compared.

    >>> in_plain("Naltrexone/bupropion, 90 mg; St. John's wort")
    'naltrexone bupropion 90 mg st john s wort'
    """
    return re.sub(_NO_WORD, " ", words.lower()).strip()


def words_of_groups(facts: Facts) -> list[tuple[str, str]]:
    """(word in plain form, group) of every word of ``medicines.yaml``, each pair once."""
    pairs = [(in_plain(word), group) for group, entry in facts.medicines.items() for word in entry.words]
    return list(dict.fromkeys(pairs))


@functools.cache
def _groups(facts: Facts) -> pl.DataFrame:
    """word (plain, with a blank on both sides so that it matches whole), group."""
    pairs = [(f" {word} ", group) for word, group in words_of_groups(facts)]
    return pl.DataFrame(pairs, schema={"word": pl.String(), "group": pl.String()}, orient="row")


@functools.cache
def _patterns(facts: Facts) -> list[str]:
    return _groups(facts)["word"].unique(maintain_order=True).to_list()
