"""Which course a use belongs to whose first day is known in part or not at all."""

from __future__ import annotations

import polars as pl

from fairtrial.timeline.intervals import FAR_DAYS, computed, counted, new_group, numbered, running_most

MEMBERS = ("row", "course")
KINDS_OF_COURSE = 3
"""Courses with dates, partly dated and undated ones share one numbering: theirs is the remainder 0, 1 or
2."""


def members_of_vague(vague: pl.LazyFrame, dated: pl.LazyFrame) -> pl.LazyFrame:
    """row -> course for uses whose first day is not known."""
    partial = computed(vague.filter(_PARTIAL)).lazy()
    attached = computed(_attached(partial, dated)).lazy()
    alone = partial.join(attached, on="row", how="anti")
    return pl.concat([attached, _overlapping(alone), _same_statement(vague.filter(~_PARTIAL))])


_PARTIAL = pl.col("begin_least").is_not_null()
_KNOWN_END = pl.any_horizontal(pl.col("stop_most", "days_reported_most").is_not_null())
_TOLD_END = pl.when(_KNOWN_END).then("end_most").otherwise("begin_most")
_SHARED = (
    pl.min_horizontal(_TOLD_END, "course_end") - pl.max_horizontal("begin_least", "course_begin")
).alias("shared")
_EXTENT = [
    pl.col("who_what").first(),
    pl.col("begin").min().alias("course_begin"),
    pl.col("end_most").max().alias("course_end"),
]


def _attached(partial: pl.LazyFrame, dated: pl.LazyFrame) -> pl.LazyFrame:
    """A partly dated use belongs to the dated course of its drug that it overlaps longest."""
    extents = dated.group_by("course").agg(_EXTENT)
    shared = partial.join(extents, on="who_what").with_columns(_SHARED).filter(pl.col("shared") >= 0)
    longest_first = shared.sort("row", "shared", "course", descending=[False, True, False])
    return longest_first.unique("row", keep="first", maintain_order=True).select(MEMBERS)


_REACHED = running_most("begin_most", "who_what", FAR_DAYS).alias("reached")
_APART = new_group(["who_what"]) | (pl.col("begin_least") > pl.col("reached").shift(1))


def _overlapping(partial: pl.LazyFrame) -> pl.LazyFrame:
    """Partly dated uses whose possible first days overlap are one course ("2019" and "2019-03")."""
    in_order = partial.sort("who_what", "begin_least", "begin_most").with_columns(_REACHED)
    return in_order.with_columns((counted(_APART) * KINDS_OF_COURSE + 1).alias("course")).select(MEMBERS)


_LASTS = pl.coalesce(
    pl.col("days_supply").cast(pl.Int64), pl.col("days_reported_most").cast(pl.Int64),
    pl.col("end_most") - pl.col("begin_least"), pl.lit(FAR_DAYS),
)  # fmt: skip
_PER_DRUG = [pl.len().alias("supplies"), _LASTS.filter(~pl.col("exact")).sum().alias("extra_days")]


def supplies_of_drug(spans: pl.DataFrame) -> pl.LazyFrame:
    """who_what, supplies (how many fills, orders and administrations), extra_days (at most, of those without an exact day)."""
    return spans.lazy().filter(pl.col("kind") != "reported").group_by("who_what").agg(_PER_DRUG)


def widened(layers: pl.LazyFrame, spans: pl.DataFrame, today: int, gap: int) -> pl.LazyFrame:
    """Layers of dated fills and orders, opened by what others of their drug without an exact day may add to them."""
    if spans.get_column("exact").all():
        return layers
    whose = spans.lazy().select("person_id", "drug", "who_what").unique()
    extra = (
        supplies_of_drug(spans)
        .filter((pl.col("supplies") > 1) & (pl.col("extra_days") > 0))
        .join(whose, on="who_what")
    )
    beside = layers.join(
        extra.select("person_id", "drug", "extra_days"), on=["person_id", "drug"], how="left"
    )
    more = pl.when((pl.col("layer") == 0) & (pl.col("kind") != "reported")).then("extra_days").fill_null(0)
    reach = pl.when(more > 0).then(more + gap).otherwise(0)
    bounded = more < FAR_DAYS
    return beside.with_columns(
        pl.when(bounded).then(pl.col("start_least") - reach).alias("start_least"),
        (pl.col("stop_most") + reach).clip(upper_bound=today).alias("stop_most"),
        pl.when(bounded).then(pl.col("days_most") + more).alias("days_most"),
        pl.when(bounded).then(pl.col("at_days_most") + more).alias("at_days_most"),
        pl.when(more == 0).then("covered_most").alias("covered_most"),
    ).drop("extra_days")


_SAID = [
    "who_what", "days_reported_least", "days_reported_most", "dose_mg_per_day_least", "dose_mg_per_day_most",
    "response", "stop_reason", "improvement_percent_least", "improvement_percent_most", "stop_least",
    "stop_most",
]  # fmt: skip
_ANOTHER = (numbered(_SAID) * KINDS_OF_COURSE + 2).alias("course")


def _same_statement(undated: pl.LazyFrame) -> pl.LazyFrame:
    """Undated uses that say exactly the same are one course; all others stand alone."""
    return undated.sort(_SAID).with_columns(_ANOTHER).select(MEMBERS)
