"""The shape of the table of reasons, and small pieces to build it."""

from __future__ import annotations

import polars as pl

RECORDED, SUGGESTED, CANNOT_TELL, RULED_OUT = "recorded", "suggested", "cannot_tell", "ruled_out"
STRENGTHS = (RECORDED, SUGGESTED, CANNOT_TELL, RULED_OUT)
"""A record says it; records hint at it; the records are silent; a record says that it is not so."""

SHAPE = pl.Schema(
    {
        "person_id": pl.String(),
        "rule": pl.String(),
        "topic": pl.String(),
        "strength": pl.String(),
        "trial": pl.Int64(),
        "by": pl.String(),
        "record": pl.String(),
    }
)


def rows(frame: pl.LazyFrame, rule: str, **columns: object) -> pl.LazyFrame:
    """``frame`` as rows of the table: columns it has not are null, or as given (a text or an expression)."""
    given = {
        name: value if isinstance(value, pl.Expr) else pl.lit(value, SHAPE[name])
        for name, value in columns.items()
    }
    known = frame.collect_schema().names()
    absent = {n: pl.lit(None, dtype) for n, dtype in SHAPE.items() if n not in known and n != "rule"}
    made = {**absent, **given, "rule": pl.lit(rule)}
    return frame.select(
        *(made.get(name, pl.col(name)).cast(dtype).alias(name) for name, dtype in SHAPE.items())
    )


def nothing() -> pl.LazyFrame:
    """No reason."""
    return pl.LazyFrame(schema=SHAPE)


def strength_of(verdict: pl.Expr, near: pl.Expr) -> pl.Expr:
    """``verdict`` true: recorded; unknown: suggested where ``near`` holds (both ends are known), else
    cannot tell."""
    unsure = pl.when(near.fill_null(False)).then(pl.lit(SUGGESTED)).otherwise(pl.lit(CANNOT_TELL))
    return pl.when(verdict).then(pl.lit(RECORDED)).when(verdict.is_null()).then(unsure)
