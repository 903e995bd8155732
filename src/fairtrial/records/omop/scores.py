"""Totals and items of rating scales."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.records.omop.flags import Flag
from fairtrial.records.omop.measured import ITEM, TOTAL

FLAGS = (
    Flag("no_value", "value_as_number", "no value that can be read; left out", left_out=True),
    Flag("out_of_range", "value_as_number", "is outside the range of its scale; left out", left_out=True),
    Flag("not_whole", "value_as_number", "the total is not a whole number; kept as stated"),
    Flag("no_day", "date", "is missing; the day is not known"),
)
_SITTING = ["person_id", "on"]


def scores(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """The columns of ``scores``, and the flags of FLAGS; a row that is left out has ``total`` null.

    ``rows`` has person_id, on, what, id, number, value and record; an item of several scales stands for each.
    A total that no row states is added where every item of a day is there.
    """
    totals = rows.filter(pl.col("what") == TOTAL).with_columns(item=pl.lit(None, pl.Int64))
    items = _of_one_scale(rows.filter(pl.col("what") == ITEM).with_columns(item="number"), facts)
    stated = _checked(pl.concat([totals, items]), facts)
    return pl.concat([stated, _summed(stated, facts)], how="diagonal").with_columns(
        scale="id", on_least="on", on_most="on"
    )


def _of_one_scale(items: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Of items that scales share, those of the scale with most items of the day; a whole one first."""
    sizes = {name: len(scale.items) for name, scale in facts.scales.items()}
    preference = {name: scale.preference for name, scale in facts.scales.items()}
    size = pl.col("id").replace_strict(sizes, default=0, return_dtype=pl.Int64)
    rank = pl.col("id").replace_strict(preference, default=0, return_dtype=pl.Int64)
    best = (
        items.group_by(*_SITTING, "id")
        .agg(pl.col("item").n_unique().cast(pl.Int64).alias("answered"))
        .with_columns(part=pl.col("answered") != size, rank=rank)
        .sort("answered", "part", "rank", descending=[True, False, False])
    )
    ordered = best.with_row_index("order").select(*_SITTING, "id", "order")
    placed = items.join(ordered, on=[*_SITTING, "id"], nulls_equal=True).sort("order")
    return placed.unique("record", keep="first", maintain_order=True).drop("order").select(items.columns)


def _checked(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    bounds = [(n, s.least, s.most, s.item_least or 0.0, s.item_most) for n, s in facts.scales.items()]
    names = ["id", "least", "most", "item_least", "item_most"]
    limits = pl.DataFrame(bounds, schema=dict.fromkeys(names, pl.Float64) | {"id": pl.String}, orient="row")
    value, is_item = pl.col("value"), pl.col("item").is_not_null()
    within = (
        pl.when(is_item)
        .then(
            (value >= pl.col("item_least"))
            & (value <= pl.col("item_most").fill_null(value))
            & (value == value.floor())
        )
        .otherwise(value.is_between(pl.col("least"), pl.col("most")))
    )
    return (
        rows.join(limits, on="id", how="left", maintain_order="left")
        .with_columns(
            total=pl.when(within).then("value"),
            no_value=value.is_null(),
            out_of_range=(value.is_not_null() & ~within).fill_null(False),
            not_whole=(~is_item & within & (value != value.floor())).fill_null(False),
            no_day=pl.col("on").is_null(),
        )
        .drop("least", "most", "item_least", "item_most")
    )


def _summed(stated: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Totals of days with every item once and no stated total, for scales whose total is the plain sum."""
    sizes = {
        name: len(s.items)
        for name, s in facts.scales.items()
        if s.items and s.item_most is not None and s.most == s.item_most * len(s.items)
    }
    keys = [*_SITTING, "id"]
    items = stated.filter(
        pl.col("item").is_not_null(), pl.col("total").is_not_null(), pl.col("on").is_not_null()
    )
    totals = stated.filter(pl.col("item").is_null(), pl.col("total").is_not_null())
    size = pl.col("id").replace_strict(sizes, default=None, return_dtype=pl.Int64)
    return (
        items.sort("item")
        .group_by(keys)
        .agg(
            pl.col("total").sum(),
            pl.len().cast(pl.Int64).alias("answers"),
            pl.col("item").n_unique().cast(pl.Int64).alias("different"),
            pl.col("record").first(),
        )
        .filter(pl.col("answers") == size, pl.col("different") == size)
        .join(totals, on=keys, how="anti")
        .select(*keys, "total", "record", pl.lit(None, pl.Int64).alias("item"))
    )
