"""Conditions that notes in free text name: they ask, and the answer decides."""

from __future__ import annotations

import polars as pl

from fairtrial.tables import NOTED
from fairtrial.timeline.intervals import computed

ANSWERED = "as told"
"""The code of a condition that is the answer to a question."""
_MENTION = (pl.col("system") == NOTED).fill_null(False)
_SAID_NO = (pl.col("code") == ANSWERED).fill_null(False) & (pl.col("certainty") == "refuted").fill_null(False)


def answered(conditions: pl.DataFrame) -> pl.DataFrame:
    """The conditions, in which a note's mention is refuted where the question about it was answered no.

    A diagnosis that is recorded elsewhere stays as it is, whatever was answered.
    """
    if not conditions.height or not conditions.select(_MENTION.any() & _SAID_NO.any()).item():
        return conditions
    said_no = conditions.lazy().filter(_SAID_NO).select("person_id", "topic", _no=True).unique()
    joined = conditions.lazy().join(said_no, on=["person_id", "topic"], how="left", maintain_order="left")
    refuted = _MENTION & pl.col("_no").fill_null(False)
    certainty = pl.when(refuted).then(pl.lit("refuted")).otherwise("certainty").alias("certainty")
    return computed(joined.with_columns(certainty).select(conditions.columns))
