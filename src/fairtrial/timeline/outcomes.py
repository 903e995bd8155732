"""What each trial did: improvement from pairs of scores and from what was reported, brought together."""

from __future__ import annotations

import functools

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.intervals import agreed, bounds_of, computed, contradictions, only_for_agreed
from fairtrial.timeline.last_words import last_words

TOLD = pl.Schema(
    {
        "course": pl.Int64(), "improvement_least": pl.Float64(), "improvement_most": pl.Float64(),
        "remission": pl.Boolean(), "reported_response": pl.String(), "lost_told": pl.Boolean(),
        "stop_reason": pl.String(), "stop_reason_conflict": pl.Boolean(), "side_effect_stop": pl.Boolean(),
        "told_conflict": pl.Boolean(), "told_remission": pl.Boolean(),
    }
)  # fmt: skip
_NOTHING_TOLD = pl.DataFrame(schema=TOLD)
_SAYS_SOMETHING = pl.any_horizontal(
    pl.col("response", "stop_reason", "improvement_percent_least", "improvement_percent_most").is_not_null()
)
_SAID = [
    pl.col("row", "begin_most", "taken_on", "record"),
    *(
        pl.when(~pl.col("went_on")).then(c).alias(c)
        for c in ("stop_reason", "improvement_percent_least", "improvement_percent_most")
    ),
    pl.col("response").alias("reported_response"),
    pl.lit(1).alias("statement"),
]


def reported(spans: pl.DataFrame, members: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """One row per course with something said (shape: ``TOLD``)."""
    said = spans.filter(_SAYS_SOMETHING)
    if not said.height:
        return _NOTHING_TOLD
    each = last_words(_with_went_on(said, spans, members).select(*_SAID, "course"))
    meant = _statements(each).with_columns(_meaning(facts)).with_columns(_LOST)
    in_order = meant.sort("course", "begin_most", "record", "statement", "row")
    return computed(
        in_order.group_by("course")
        .agg(_OF_COURSE)
        .with_columns(_APART)
        .with_columns(*_TOGETHER)
        .with_columns(_SPAN_REMISSION, told_conflict=pl.col("improvement_conflict") | _REMISSION_DISPUTED)
        .select(list(TOLD))
    )


_ANOTHER_BEGAN = pl.col("last_begin") >= pl.col("end_most") - 1
_WENT_ON = (pl.col("stopped") & pl.col("stop_reason").is_not_null() & _ANOTHER_BEGAN).fill_null(False)
"""An order or report that ended as another of its kind began in the same course, on its last day or later: why the one
ended, and what it had done by then, is not why the medicine was stopped and what it did."""


def _with_went_on(said: pl.DataFrame, spans: pl.DataFrame, members: pl.DataFrame) -> pl.LazyFrame:
    """What is said, with its course and whether the course went on after it."""
    placed = said.lazy().join(members.lazy(), on="row")
    ended = placed.filter(pl.col("stop_reason").is_not_null()).select("course", "kind").unique()
    begun = spans.lazy().select("row", "kind", "begin_least").join(members.lazy(), on="row")
    last = (
        begun.join(ended, on=["course", "kind"], how="semi")
        .group_by("course", "kind")
        .agg(pl.col("begin_least").max().alias("last_begin"))
    )
    return placed.join(last, on=["course", "kind"], how="left").with_columns(went_on=_WENT_ON)


RESPONSE_OF_STOP = {
    "no_benefit": "none", "partial_benefit": "partial", "remission": "remission",
}  # fmt: skip
"""A benefit that was lost says that there was one, and nothing of how it ended."""
_IMPLIED = [
    pl.col("stop_reason").replace_strict(RESPONSE_OF_STOP, default=None).alias("reported_response"),
    pl.lit(0).alias("statement"),
    pl.lit(None, pl.String()).alias("stop_reason"),
    *(pl.lit(None, pl.Float64()).alias(f"improvement_percent_{bound}") for bound in ("least", "most")),
]
_IMPLIES = pl.col("stop_reason").is_in(list(RESPONSE_OF_STOP))


def _statements(told: pl.LazyFrame) -> pl.LazyFrame:
    """What a record says of the response, and what its reason for stopping implies, as two statements.

    They may contradict each other ("remission", "stopped for no benefit"); then both are kept.
    """
    return pl.concat([told, told.filter(_IMPLIES).with_columns(_IMPLIED)])


_REMISSION = {"none": False, "partial": False, "remission": True}
"""Somebody who reports a response may or may not have been in remission; a percentage below response is
none."""


Span = tuple[float | None, float | None]
"""Least and most improvement in percent; null is open."""


@functools.cache
def spans_of_words(facts: Facts) -> dict[str, Span]:
    """What each of the four words says of the improvement, where no percentage does.

    >>> from fairtrial.facts import load
    >>> spans_of_words(load())["partial"]
    (25.0, 49.9)
    """
    partial, response = facts.number("partial_percent"), facts.number("response_percent")
    just, helped = facts.number("just_below_percent"), (response, 100.0)
    return {
        "none": (None, partial - just), "partial": (partial, response - just),
        "response": helped, "remission": helped,
    }  # fmt: skip


@functools.cache
def _meaning(facts: Facts) -> list[pl.Expr]:
    """Improvement in percent as stated, or what the reported word spans (that of a remission only where nothing
    else is known: ``_of_remission``); remission; the reason for stopping, if known."""
    spans = spans_of_words(facts)
    stated = {bound: pl.col(f"improvement_percent_{bound}") for bound in ("least", "most")}
    none = stated["least"].is_null() & stated["most"].is_null()
    word = pl.col("reported_response")
    little = pl.when(stated["most"] < facts.number("response_percent")).then(False)
    reason = pl.when(pl.col("stop_reason") != "unknown").then("stop_reason")
    return [
        *(
            pl.when(none).then(word.replace_strict(
                {said: span[at] for said, span in spans.items() if said != "remission"}, default=None,
                return_dtype=pl.Float64,
            )).otherwise(stated[bound]).alias(f"improvement_{bound}")
            for at, bound in enumerate(("least", "most"))
        ),
        pl.coalesce(word.replace_strict(_REMISSION, default=None), little).alias("remission"),
        reason.alias("stop_reason"),
        (reason == "side_effect").alias("side_effect_stop"),
        (reason == "lost_benefit").alias("lost_benefit"),
    ]  # fmt: skip


_LOST = (pl.col("lost_benefit") | pl.col("lost_by_then")).alias("lost_told")


def _unanimous(column: str) -> pl.Expr:
    """True or False when all who say something say the same, else null."""
    return pl.when(pl.col(column).min() == pl.col(column).max()).then(pl.col(column).min()).alias(column)


_OF_COURSE = [
    *bounds_of("improvement"),
    _unanimous("remission"),
    _unanimous("side_effect_stop"),
    pl.col("reported_response", "stop_reason").drop_nulls().last(),
    (pl.col("stop_reason").drop_nulls().n_unique() > 1).alias("stop_reason_conflict"),
    pl.col("lost_told").any(),
    pl.col("remission").fill_null(False).any().alias("told_remission"),
]
_APART, _TOGETHER = contradictions("improvement"), agreed("improvement")
_REMISSION_DISPUTED = (pl.col("told_remission") & pl.col("remission").is_null()).fill_null(False)
"""Somebody told of a remission and somebody or a score says otherwise: then it may have helped fully."""
_SPAN_REMISSION = (
    pl.when(_REMISSION_DISPUTED).then(100.0).otherwise("improvement_most").alias("improvement_most")
)
_CONFLICT = (pl.col("improvement_conflict") | pl.col("told_conflict") | _REMISSION_DISPUTED).fill_null(False)
"""Scores against what was told, or reports against each other."""


def outcomes(told: pl.DataFrame, pairs: pl.DataFrame, facts: Facts) -> pl.LazyFrame:
    """One row per course: improvement and remission agreed between scales and what was told, and the pair to
    show."""
    every = pl.concat([pairs.sort("course", "preference", "scale"), told], how="diagonal").lazy()
    both = every.group_by("course", maintain_order=True).agg(_OF_ALL)
    apart = both.with_columns(_APART).with_columns(_TOGETHER)
    spanned = apart.with_columns(_SPAN_REMISSION, improvement_conflict=_CONFLICT)
    agreed_on = spanned.drop("told_conflict", "told_remission", *only_for_agreed("improvement"))
    return agreed_on.with_columns(_of_remission(facts))


@functools.cache
def _of_remission(facts: Facts) -> list[pl.Expr]:
    """Remission of which no percentage is known is read as a response; from a mild start it may be less than half better."""
    silent = pl.col("improvement_least").is_null() & pl.col("improvement_most").is_null()
    return [
        pl.when(silent & pl.col("remission")).then(value).otherwise(name).alias(name)
        for name, value in zip(
            ("improvement_least", "improvement_most"), spans_of_words(facts)["remission"], strict=True
        )
    ]


_OF_ALL = [
    *bounds_of("improvement"),
    _unanimous("remission"),
    pl.col("scale", "baseline_on", "baseline", "endpoint_on", "endpoint").drop_nulls().first(),
    pl.col("reported_response", "stop_reason", "stop_reason_conflict", "side_effect_stop")
    .drop_nulls()
    .first(),
    pl.col("told_conflict", "told_remission").any(),
    pl.col("lost_response").max(),
    pl.col("lost_told").any(),
]
