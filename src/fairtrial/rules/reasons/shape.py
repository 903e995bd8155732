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


_ABSENT = {name: pl.lit(None, dtype).alias(name) for name, dtype in SHAPE.items()}


def rows(frame: pl.LazyFrame, rule: str, *kept: str, **made: str | pl.Expr) -> pl.LazyFrame:
    """``frame`` as rows of the table: the columns ``kept`` as they are, others ``made`` (a text or an
    expression), the rest null."""
    texts = {"rule": rule, **made}
    given = {n: (v if isinstance(v, pl.Expr) else pl.lit(v)).alias(n) for n, v in texts.items()}
    names = {"person_id", *kept}
    return frame.select(*(pl.col(n) if n in names else given.get(n, _ABSENT[n]) for n in SHAPE))


def nothing() -> pl.LazyFrame:
    """No reason."""
    return pl.LazyFrame(schema=SHAPE)


def strength_of(verdict: pl.Expr, near: pl.Expr) -> pl.Expr:
    """``verdict`` true: recorded; unknown: suggested where ``near`` holds (both ends are known), else
    cannot tell."""
    unsure = pl.when(near.fill_null(False)).then(pl.lit(SUGGESTED)).otherwise(pl.lit(CANNOT_TELL))
    return pl.when(verdict).then(pl.lit(RECORDED)).when(verdict.is_null()).then(unsure)
