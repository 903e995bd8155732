"""Issues: each use as a first day, a last day on which it was issued, and an end of its supply between two
bounds."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from fairtrial.facts import Facts
from fairtrial.population.claims.rows import first_of, running_most
from fairtrial.tables import History
from fairtrial.timeline.spans import TAKEN

WHO = "person_id"
ANTIDEPRESSANT = "antidepressant"


class Issues(NamedTuple):
    """Persons and drugs stand as whole numbers, which sort many times faster than words.

    ``dated``: person_id, drug, begin, last, end_least, end_most (days since 1970), reached; sorted by person,
    drug and day. ``open``: person_id, drug of uses whose days are not known well enough to be placed.
    ``drugs``: drug, drug_class, counts_as_trial.
    """

    dated: pl.DataFrame
    open: pl.DataFrame
    drugs: pl.DataFrame

    def among(self, classes: list[str]) -> pl.Expr:
        """Is the drug in one of these classes? ``antidepressant``: does it count as a trial?"""
        named = pl.col("drug_class").is_in([c for c in classes if c != ANTIDEPRESSANT])
        chosen = named | pl.col("counts_as_trial") if ANTIDEPRESSANT in classes else named
        return pl.col("drug").is_in(self.drugs.filter(chosen)["drug"].to_list())


def issues(history: History, people: pl.DataFrame, as_of: date, facts: Facts, dose_list: str) -> Issues:
    """Every use that says the drug was taken. A reported use lasts to its stop; others are issued on one day.

    ``people``: person_id and the whole number ``who`` that stands for it.
    """
    drugs = facts.drug_table(dose_list).with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))
    rows = (
        history.uses.lazy()
        .filter(pl.col("status").is_in(TAKEN))
        .join(drugs.lazy().select("drug", "number", "minimum"), on="drug")
        .join(people.lazy(), on=WHO)
        .select(pl.col("who").alias(WHO), pl.col("number").alias("drug"), *_days_of(as_of, facts))
        .collect()
    )
    dated = rows.filter("placed").drop("placed").sort(WHO, "drug", "begin", "last", "end_most")
    undated = rows.filter(~pl.col("placed")).select(WHO, "drug").unique()
    return Issues(dated, undated, drugs.select("drug_class", "counts_as_trial", drug="number"))


def _days_of(as_of: date, facts: Facts) -> list[pl.Expr]:
    today = _days(pl.lit(as_of))
    begin, told = _days(pl.col("started_on_least")), pl.col("kind") == "reported"
    exact = (pl.col("started_on_least") == pl.col("started_on_most")).fill_null(False)
    stopped = (pl.col("stopped_on_least") == pl.col("stopped_on_most")).fill_null(False)
    return [
        (exact & (~told | stopped)).alias("placed"),
        begin.alias("begin"),
        pl.when(told).then(_days(pl.col("stopped_on_least"))).otherwise(begin).alias("last"),
        pl.min_horizontal(_end(begin, "least", facts), today).alias("end_least"),
        pl.min_horizontal(_end(begin, "most", facts), today).alias("end_most"),
        _reached().alias("reached"),
    ]


def _days(day: pl.Expr) -> pl.Expr:
    return day.cast(pl.Int32).cast(pl.Int64)


def _end(begin: pl.Expr, side: str, facts: Facts) -> pl.Expr:
    """First day without it: the supply, else the stop, else nothing (least) or the longest it can last
    (most)."""
    longest = {"dispensed": "longest_supply_days", "prescribed": "prescription_valid_days"}
    open_end = {"administered": 1} | {kind: int(facts.number(name)) for kind, name in longest.items()}
    most = begin + pl.col("kind").replace_strict(open_end, default=1, return_dtype=pl.Int64)
    return pl.coalesce(
        begin + pl.col("days_supply").cast(pl.Int64),
        _days(pl.col(f"stopped_on_{side}")),
        begin if side == "least" else most,
    )


def _reached() -> pl.Expr:
    """Did the dose reach the minimum? null when dose or minimum is not known."""
    least, most = pl.col("dose_mg_per_day_least"), pl.col("dose_mg_per_day_most")
    return pl.when(least >= pl.col("minimum")).then(True).when(most < pl.col("minimum")).then(False)


def episodes(rows: pl.DataFrame, gap_days: float, ends_at: str) -> pl.DataFrame:
    """person_id, drug, first, end, issues: issues of one drug with no more than ``gap_days`` between them.

    ``rows`` are sorted by person, drug and first day. ``ends_at``: last, end_least or end_most.
    """
    keys = (WHO, "drug")
    reach = rows.select(*keys, "begin", reach=running_most(pl.col(ends_at), keys)).with_row_index("row")
    starts = first_of(keys) | (pl.col("begin") > pl.col("reach").shift(1) + int(gap_days))
    marked = reach.with_columns(starts=starts, ends=starts.shift(-1).fill_null(True))
    ends = marked.filter("ends").select("row", end="reach")
    count = (ends["row"].cast(pl.Int64) - marked.filter("starts")["row"].cast(pl.Int64) + 1).alias("issues")
    return marked.filter("starts").select(*keys, first="begin").hstack(ends.select("end")).with_columns(count)
