"""Words on how it helped that later scores of the same course overtake: "a bit better" in May, well in October."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.intervals import computed, days

_WORDS = ("response", "improvement_percent_least", "improvement_percent_most")
_TOLD = pl.any_horizontal(pl.col(_WORDS).is_not_null()) & pl.col("taken_on").is_not_null()
_DAILY = pl.col("item").is_null() & pl.col("total").is_not_null() & (pl.col("on_least") == pl.col("on_most"))


def without_overtaken(
    spans: pl.DataFrame,
    members: pl.DataFrame,
    trials: pl.DataFrame,
    scores: pl.DataFrame,
    scales: pl.DataFrame,
    facts: Facts,
) -> pl.DataFrame:
    """``spans`` without the words on response of a day that the last score while the drug was taken contradicts.

    A score of that day (within a week) and the last one of the course, of one scale, are compared. A quarter less says
    that no or partial benefit was not the end of it; a quarter more, and no remission, that a benefit was not.
    """
    told = computed(spans.lazy().filter(_TOLD).select("row", "person_id", "taken_on", "response"))
    if told.is_empty() or scores.is_empty():
        return spans
    ends = trials.lazy().select("course", "stop_least")
    each = told.lazy().join(members.lazy(), on="row").join(ends, on="course")
    totals = scores.lazy().filter(_DAILY).select("person_id", "scale", days("on_least").alias("on"), "total")
    beside = each.join(totals.join(scales.lazy(), on="scale"), on="person_id").sort("row", "scale", "on")
    compared = beside.group_by("row", "response", "scale", "remission_at_most").agg(_compared(facts))
    late = compared.filter(_contradicted(facts)).select("row").unique().with_columns(overtaken=True)
    marked = spans.lazy().join(late, on="row", how="left", maintain_order="left")
    kept = [pl.when(pl.col("overtaken").is_null()).then(name).alias(name) for name in _WORDS]
    return computed(marked.with_columns(kept).drop("overtaken"))


def _compared(facts: Facts) -> list[pl.Expr]:
    near = int(facts.number("word_and_score_days"))
    since = pl.col("on") - pl.col("taken_on")
    while_taken = (since > near) & (pl.col("on") <= pl.col("stop_least"))
    return [
        pl.col("total").filter(since.abs() <= near).last().alias("then"),
        pl.col("total").filter(while_taken).last().alias("at_last"),
    ]


def _contradicted(facts: Facts) -> pl.Expr:
    quarter = facts.number("partial_percent") * pl.col("then") / 100
    fallen, risen = (
        pl.col("then") - pl.col("at_last") >= quarter,
        pl.col("at_last") - pl.col("then") >= quarter,
    )
    ill = pl.col("at_last") > pl.col("remission_at_most").fill_null(0)
    helped = pl.col("response").is_in(["response", "remission"]).fill_null(False)
    little = pl.col("response").is_in(["none", "partial"]).fill_null(True)
    return ((fallen & little) | (risen & ill & helped)).fill_null(False)
