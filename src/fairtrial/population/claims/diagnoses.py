"""What a definition asks of diagnoses: sure, possible, and relative to the day on which the rest was met.

``conditions`` are what :func:`diagnoses` makes of the history's.
"""

from __future__ import annotations

import polars as pl

from fairtrial.facts.claims import Excluded, Required

WHO = "person_id"
EPOCH_DAYS = pl.Int32


def diagnoses(conditions: pl.DataFrame) -> pl.DataFrame:
    """person_id, topic, on (days, null when open), sure, diagnosis: refuted ones are left out.

    Rows of one record that differ in topic only share the number ``diagnosis``.
    """
    stand = conditions.filter(pl.col("certainty").ne_missing("refuted") & pl.col("topic").is_not_null())
    return stand.select(WHO, "topic", _ON, _SURE, pl.struct(_ONE_DIAGNOSIS).hash().alias("diagnosis"))


_ONE_DIAGNOSIS = ["system", "code", "started_on_least", "started_on_most", "record"]
_EXACT = (pl.col("started_on_least") == pl.col("started_on_most")).fill_null(False)
_ON = pl.when(_EXACT).then(pl.col("started_on_least").cast(EPOCH_DAYS).cast(pl.Int64)).alias("on")
_SURE = (pl.col("certainty") == "confirmed").fill_null(False).alias("sure")


def of_topics(conditions: pl.DataFrame, topics: list[str]) -> pl.DataFrame:
    """person_id, on, sure: one row per diagnosis of these topics."""
    asked = conditions.filter(pl.col("topic").is_in(topics))
    return asked.unique([WHO, "diagnosis"]).select(WHO, "on", "sure")


def first_diagnosis(conditions: pl.DataFrame, topics: list[str]) -> pl.DataFrame:
    """person_id, diagnosed: the first dated diagnosis."""
    return of_topics(conditions, topics).group_by(WHO).agg(diagnosed=pl.col("on").min())


def required(conditions: pl.DataFrame, asked: Required, met: pl.DataFrame) -> pl.DataFrame:
    """person_id, included (yes or null); absent is no. ``met``: person_id, met_on (days)."""
    rows = of_topics(conditions, asked.topics).join(met, on=WHO, how="left")
    inside = pl.lit(True)
    if asked.within_days is not None:
        inside = (pl.col("met_on") - pl.col("on")).is_between(0, int(asked.within_days))
    counts = rows.group_by(WHO).agg(
        sure=(pl.col("sure") & inside.fill_null(False)).sum(), maybe=inside.fill_null(True).sum()
    )
    enough = (
        pl.when(pl.col("sure") >= asked.at_least)
        .then(True)
        .when(pl.col("maybe") < asked.at_least)
        .then(False)
    )
    return counts.select(WHO, included=enough)


def excluded(conditions: pl.DataFrame, asked: Excluded, met: pl.DataFrame) -> pl.DataFrame:
    """person_id, ruled_out (yes, no or null); absent is no."""
    rows = of_topics(conditions, asked.topics).join(met, on=WHO, how="left")
    before = pl.lit(True) if asked.when == "ever" else pl.col("on") <= pl.col("met_on")
    flags = rows.group_by(WHO).agg(
        sure=(pl.col("sure") & before.fill_null(False)).any(), maybe=before.fill_null(True).any()
    )
    return flags.select(WHO, ruled_out=pl.when("sure").then(True).when(~pl.col("maybe")).then(False))
