"""Issues: each use as a first day, a last day on which it was issued, and an end of its supply between two
bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import polars as pl

from fairtrial.facts import Facts
from fairtrial.population.claims.rows import PERSON_DRUG, first_of
from fairtrial.tables import History
from fairtrial.timeline.intervals import FAR_DAYS, new_group, running_most
from fairtrial.timeline.spans import TAKEN

WHO = "person_id"
ANTIDEPRESSANT = "antidepressant"


@dataclass(frozen=True, eq=False)
class Issues:
    """Persons and drugs stand as whole numbers, which sort many times faster than words.

    ``dated``: person_id, drug, course (a number for both), begin, last, end_least, end_most (days since 1970),
    reached; sorted by person, drug and day. ``taken``: person_id, drug, begin (its first day), uses.
    ``beside_open``: each drug of persons with a use whose days are not known well enough to be placed, and
    whether this drug has one (person_id, drug, uses, open). ``drugs``: drug, drug_class, counts_as_trial.
    ``made``: what several routes ask alike, made once.
    """

    dated: pl.DataFrame
    taken: pl.DataFrame
    beside_open: pl.DataFrame
    drugs: pl.DataFrame
    made: dict[tuple[object, ...], pl.DataFrame] = field(default_factory=dict)

    def among(self, classes: list[str]) -> pl.Expr:
        """Is the drug in one of these classes? ``antidepressant``: does it count as a trial?"""
        named = pl.col("drug_class").is_in([c for c in classes if c != ANTIDEPRESSANT])
        chosen = named | pl.col("counts_as_trial") if ANTIDEPRESSANT in classes else named
        return pl.col("drug").is_in(self.drugs.filter(chosen)["drug"].to_list())

    def episodes(self, gap_days: float, ends_at: str, at_dose: str | None = None) -> pl.DataFrame:
        """What :func:`stitched` makes of the issues of each drug, sorted by person, drug and first day.

        ``ends_at``: last, end_least or end_most. ``at_dose``: only issues that surely (least) or possibly
        (most) reached the minimum dose.
        """
        asked = (gap_days, ends_at, at_dose)
        if asked not in self.made:
            self.made[asked] = stitched(self._at_dose(at_dose), int(gap_days), ends_at)
        return self.made[asked]

    def unsure(self, at_dose: bool) -> pl.DataFrame:
        """person_id of whom supply, or if asked dose, leaves something open."""
        supply = pl.col("end_least") != pl.col("end_most")
        dose = pl.col("reached").is_null() if at_dose else pl.lit(False)
        if ("unsure", at_dose) not in self.made:
            self.made["unsure", at_dose] = self.dated.filter(supply | dose).select(WHO).unique()
        return self.made["unsure", at_dose]

    @cached_property
    def of_several(self) -> Issues:
        """The dated issues of antidepressants of persons with more than one: nobody else can have changed from one to another."""
        dated, taken = (rows.filter(self.among([ANTIDEPRESSANT])) for rows in (self.dated, self.taken))
        persons = taken.group_by(WHO).len().filter(pl.col("len") > 1)
        dated, taken = (
            rows.join(persons, on=WHO, how="semi", maintain_order="left") for rows in (dated, taken)
        )
        return Issues(dated, taken, self.beside_open, self.drugs)

    def with_open(self, classes: list[str]) -> pl.DataFrame:
        """Each drug of persons with a use of unknown days of these classes, as in ``beside_open``."""
        opened = self.beside_open.filter(pl.col("open") & self.among(classes)).select(WHO).unique()
        return self.beside_open.join(opened, on=WHO, how="semi")

    def _at_dose(self, side: str | None) -> pl.DataFrame:
        return self.dated if side is None else self.dated.filter(pl.col("reached").fill_null(side == "most"))


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
    placed = rows.filter("placed").drop("placed").sort(WHO, "drug", "begin", "last", "end_most")
    dated = placed.with_columns(course=first_of(PERSON_DRUG).cum_sum().cast(pl.Int64))
    taken = dated.group_by("course", maintain_order=True).agg(_TAKEN).drop("course")
    undated = rows.filter(~pl.col("placed")).select(WHO, "drug").unique()
    return Issues(
        dated,
        taken,
        _beside_open(taken, undated),
        drugs.select("drug_class", "counts_as_trial", drug="number"),
    )


_TAKEN = [pl.col(WHO, "drug", "begin").first(), pl.len().cast(pl.Int64).alias("uses")]


def _beside_open(taken: pl.DataFrame, undated: pl.DataFrame) -> pl.DataFrame:
    """person_id, drug, uses, open: the undated uses of a drug are one, beside all dated ones of the person."""
    beside = taken.select(WHO, "drug", "uses").join(undated, on=WHO, how="semi")
    every = pl.concat(
        [beside.with_columns(open=False), undated.with_columns(uses=pl.lit(1, pl.Int64), open=True)]
    )
    return every.group_by(WHO, "drug").agg(pl.col("uses").sum(), pl.col("open").any())


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


def stitched(rows: pl.DataFrame, gap_days: int, ends_at: str) -> pl.DataFrame:
    """person_id, drug, course, first, end, issues: rows of one course with no more than ``gap_days`` between them.

    ``rows`` are sorted by course and ``begin``. Each that begins anew is kept, with what is reached before the next.
    """
    reached = rows.select("begin", "course", reached=running_most(ends_at, "course", FAR_DAYS))
    late = pl.col("begin") > pl.col("reached").shift(1) + gap_days
    first = reached.select(new_group(["course"]) | late).to_series().arg_true().cast(pl.Int64)
    last = first.shift(-1, fill_value=rows.height) - 1
    begun = rows.select(WHO, "drug", "course", first="begin")[first]
    return begun.with_columns(end=reached.get_column("reached")[last], issues=last - first + 1)
