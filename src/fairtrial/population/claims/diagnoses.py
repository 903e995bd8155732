"""What a definition asks of diagnoses: sure, possible, and relative to the day on which the rest was met."""

from __future__ import annotations

import polars as pl

from fairtrial.facts.claims import Excluded, Required

WHO = "person_id"
EPOCH_DAYS = pl.Int32


def of_topics(conditions: pl.DataFrame, topics: list[str]) -> pl.DataFrame:
    """person_id, on (days, null when open), sure: one row per diagnosis; refuted ones are left out."""
    exact = (pl.col("started_on_least") == pl.col("started_on_most")).fill_null(False)
    return (
        conditions.filter(pl.col("topic").is_in(topics))
        .filter(pl.col("certainty").ne_missing("refuted"))
        .unique([WHO, "system", "code", "started_on_least", "started_on_most", "record"])
        .select(
            WHO,
            on=pl.when(exact).then(pl.col("started_on_least").cast(EPOCH_DAYS).cast(pl.Int64)),
            sure=(pl.col("certainty") == "confirmed").fill_null(False),
        )
    )


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
