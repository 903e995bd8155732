"""What a definition asks of diagnoses: sure, possible, and relative to the day on which the rest was met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from fairtrial.facts.claims import Excluded, Required

WHO = "person_id"
EPOCH_DAYS = pl.Int32
_ONE = [WHO, "diagnosis"]


@dataclass(frozen=True, eq=False)
class Diagnoses:
    """The diagnoses of a block, and what several definitions ask of them alike, made once.

    ``rows``: person_id, topic, on (days, null when open), sure, diagnosis. Rows of one record that differ in
    topic only share the number ``diagnosis``. Refuted ones are left out.
    """

    rows: pl.DataFrame
    made: dict[tuple[object, ...], pl.DataFrame] = field(default_factory=dict)

    @cached_property
    def of_one_topic(self) -> bool:
        """Has each diagnosis a single row? Then none can be told twice."""
        return not self.rows.select(_ONE).is_duplicated().any()

    def of_topics(self, topics: Sequence[str]) -> pl.DataFrame:
        """person_id, on, sure: one row per diagnosis of these topics."""
        asked = tuple(sorted(topics))
        if asked not in self.made:
            told = self.rows.filter(pl.col("topic").is_in(topics))
            self.made[asked] = (told if self.of_one_topic else told.unique(_ONE)).select(WHO, "on", "sure")
        return self.made[asked]

    def ever(self, topics: Sequence[str]) -> pl.DataFrame:
        """person_id, sure, maybe: how many diagnoses of these topics each person has."""
        asked = ("ever", *sorted(topics))
        if asked not in self.made:
            self.made[asked] = _counts(self.of_topics(topics), pl.lit(True))
        return self.made[asked]


def diagnoses(conditions: pl.DataFrame) -> Diagnoses:
    """The diagnoses in a history's conditions."""
    stand = conditions.filter(pl.col("certainty").ne_missing("refuted") & pl.col("topic").is_not_null())
    one = pl.struct(_ONE_DIAGNOSIS).hash().alias("diagnosis")
    return Diagnoses(stand.select(WHO, "topic", _ON, _SURE, one))


_ONE_DIAGNOSIS = ["system", "code", "started_on_least", "started_on_most", "record"]
_EXACT = (pl.col("started_on_least") == pl.col("started_on_most")).fill_null(False)
_ON = pl.when(_EXACT).then(pl.col("started_on_least").cast(EPOCH_DAYS).cast(pl.Int64)).alias("on")
_SURE = (pl.col("certainty") == "confirmed").fill_null(False).alias("sure")


def first_diagnosis(told: Diagnoses, topics: Sequence[str]) -> pl.DataFrame:
    """person_id, diagnosed: the first dated diagnosis."""
    return told.of_topics(topics).group_by(WHO).agg(diagnosed=pl.col("on").min())


def required(told: Diagnoses, asked: Required, met: pl.DataFrame) -> pl.DataFrame:
    """person_id, included (yes or null); absent is no. ``met``: person_id, met_on (days)."""
    counts = told.ever(asked.topics)
    if asked.within_days is not None:
        inside = (pl.col("met_on") - pl.col("on")).is_between(0, int(asked.within_days))
        counts = _counts(told.of_topics(asked.topics).join(met, on=WHO, how="left"), inside)
    enough = (
        pl.when(pl.col("sure") >= asked.at_least)
        .then(True)
        .when(pl.col("maybe") < asked.at_least)
        .then(False)
    )
    return counts.select(WHO, included=enough)


def excluded(told: Diagnoses, asked: Excluded, met: pl.DataFrame) -> pl.DataFrame:
    """person_id, ruled_out (yes, no or null); absent is no."""
    counts = told.ever(asked.topics)
    if asked.when == "before":
        before = pl.col("on") <= pl.col("met_on")
        counts = _counts(told.of_topics(asked.topics).join(met, on=WHO, how="left"), before)
    ruled_out = pl.when(pl.col("sure") > 0).then(True).when(pl.col("maybe") == 0).then(False)
    return counts.select(WHO, ruled_out=ruled_out)


def _counts(rows: pl.DataFrame, inside: pl.Expr) -> pl.DataFrame:
    """person_id, sure, maybe: how many diagnoses surely, and how many possibly, are confirmed and inside."""
    return rows.group_by(WHO).agg(
        sure=(pl.col("sure") & inside.fill_null(False)).sum(), maybe=inside.fill_null(True).sum()
    )
