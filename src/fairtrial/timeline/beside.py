"""Fills and orders without an exact day beside dated ones of their drug: what they may add to a course."""

from __future__ import annotations

import polars as pl

from fairtrial.timeline.intervals import FAR_DAYS

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
