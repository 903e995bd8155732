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
    same = dated.join(partial.select("who_what").unique(), on="who_what", how="semi")
    extents = same.group_by("course").agg(_EXTENT)
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
_LOW, _HIGH = pl.col("dose_mg_per_day_least"), pl.col("dose_mg_per_day_most")
_PER_DRUG = [
    pl.col("person_id", "drug").first(),
    pl.len().alias("supplies"),
    pl.col("exact").all().alias("all_exact"),
    (pl.col("kind") == "dispensed").any().alias("has_fills"),
    _LASTS.sum().alias("all_days"),
    pl.col("begin_least").min().alias("first_begin"),
    pl.when(_LOW.has_nulls()).then(None).otherwise(_LOW.min()).alias("lowest"),
    pl.when(_HIGH.has_nulls()).then(None).otherwise(_HIGH.max()).alias("highest"),
]


def supplies_of_drug(spans: pl.DataFrame) -> pl.LazyFrame:
    """who_what and, of its fills, orders and administrations, how many, how many days at most, first day, doses.

    Only of those with a use whose first day is not known.
    """
    vague = spans.lazy().filter(~pl.col("exact")).select("who_what").unique()
    beside = spans.lazy().filter(pl.col("kind") != "reported").join(vague, on="who_what", how="semi")
    return beside.group_by("who_what").agg(_PER_DRUG)


def widened(layers: pl.LazyFrame, spans: pl.DataFrame, today: int, gap: int) -> pl.LazyFrame:
    """Layers of dated fills and orders, opened by what others of their drug without an exact day may add to them.

    ``beside_fills`` marks courses of a drug with such fills, so that taking is not simply as stated.
    Such a supply may come before, between or after the dated ones, join two courses into one, and hold any of the doses.
    """
    if spans.get_column("exact").all():
        return layers.with_columns(pl.lit(False).alias("beside_fills"))
    loose = supplies_of_drug(spans).filter((pl.col("supplies") > 1) & ~pl.col("all_exact")).drop("who_what")
    beside = layers.join(loose, on=["person_id", "drug"], how="left")
    opened = pl.col("supplies").is_not_null() & (pl.col("layer") == 0) & (pl.col("kind") != "reported")
    fills = pl.col("has_fills").fill_null(False).alias("beside_fills")
    return beside.with_columns(*_opened(opened, today, gap), fills).drop(_ONLY_FOR_OPENING)


_ONLY_FOR_OPENING = (
    "supplies", "all_exact", "all_days", "first_begin", "lowest", "highest", "has_fills",
)  # fmt: skip


def _opened(opened: pl.Expr, today: int, gap: int) -> list[pl.Expr]:
    """The bounds of an opened layer; days and first days stay open when a length is not known at all.

    In a bridged gap between two dated fills the other supply may have been taken, at another dose.
    """
    reach = pl.col("all_days") + gap * pl.col("supplies")
    bounded = pl.col("all_days") < FAR_DAYS
    least = pl.min_horizontal("start_least", "first_begin")
    bridged = (pl.col("days_least") - pl.col("covered_least")).fill_null(0)
    changed = {
        "ended": pl.lit(False),
        "at_days_least": (pl.col("at_days_least") - bridged).clip(lower_bound=0),
        "start_least": pl.when(bounded).then(least - reach),
        "stop_most": (pl.col("stop_most") + reach).clip(upper_bound=today),
        "days_most": pl.when(bounded).then(reach),
        "at_days_most": pl.when(bounded).then(reach),
        "covered_most": pl.lit(None, pl.Int64),
        "dose_least": pl.when(pl.col("lowest").is_not_null()).then(pl.min_horizontal("dose_least", "lowest")),
        "dose_most": pl.when(pl.col("highest").is_not_null()).then(pl.max_horizontal("dose_most", "highest")),
        "always_at_dose": pl.lit(False),
        "never_at_dose": pl.lit(False),
    }
    return [pl.when(opened).then(new).otherwise(name).alias(name) for name, new in changed.items()]


_SAID = [
    "who_what", "days_reported_least", "days_reported_most", "dose_mg_per_day_least", "dose_mg_per_day_most",
    "response", "stop_reason", "improvement_percent_least", "improvement_percent_most", "stop_least",
    "stop_most",
]  # fmt: skip
_ANOTHER = (numbered(_SAID) * KINDS_OF_COURSE + 2).alias("course")


def _same_statement(undated: pl.LazyFrame) -> pl.LazyFrame:
    """Undated uses that say exactly the same are one course; all others stand alone."""
    return undated.sort(_SAID).with_columns(_ANOTHER).select(MEMBERS)
