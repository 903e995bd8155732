"""What a route answers for each person: an amount between least and most, and the first day on which it is
enough."""

from __future__ import annotations

from typing import TypeAlias

import polars as pl

WHO = "person_id"
Answer: TypeAlias = pl.DataFrame
"""person_id (a whole number), least, most, met (yes, no, null), on (days since 1970, null unless surely met).

A person who is absent is 0 and no.
"""
SCHEMA = {
    WHO: pl.Int64(),
    "least": pl.Float64(),
    "most": pl.Float64(),
    "met": pl.Boolean(),
    "on": pl.Int64(),
}


def counted(rows: pl.DataFrame, most: pl.DataFrame, needed: float) -> Answer:
    """From rows of person_id, on, met, amount; ``most`` (person_id, most) holds the persons whose days are
    open.

    With an open day nothing is sure, but that ``needed`` is not reached where ``most`` is below it.
    """
    sure = rows.group_by(WHO).agg(
        least=pl.col("amount").max(), met=pl.col("met").any(), on=pl.col("on").filter("met").min()
    )
    joined = sure.join(most, on=WHO, how="full", coalesce=True)
    opened = pl.col("most").is_not_null()
    return _shaped(joined.with_columns(
        least=pl.when(opened).then(0).otherwise("least"),
        most=pl.coalesce("most", "least"),
        met=pl.when(~opened).then("met").when(pl.col("most") < needed).then(False),
        on=pl.when(~opened).then("on"),
    ))  # fmt: skip


def bounded(least: pl.DataFrame, most: pl.DataFrame) -> Answer:
    """From two tables of person_id, on, met, amount: what is sure, and what can be at most."""
    low = least.group_by(WHO).agg(
        least=pl.col("amount").max(), sure=pl.col("met").any(), on=pl.col("on").filter("met").min()
    )
    high = most.group_by(WHO).agg(most=pl.col("amount").max(), maybe=pl.col("met").any())
    joined = low.join(high, on=WHO, how="full", coalesce=True).with_columns(
        pl.col("least").fill_null(0), pl.col("sure", "maybe").fill_null(False)
    )
    met = pl.when("sure").then(True).when(~pl.col("maybe")).then(False)
    return _shaped(joined.with_columns(most=pl.max_horizontal("least", "most"), met=met))


def _shaped(rows: pl.DataFrame) -> Answer:
    return rows.select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
