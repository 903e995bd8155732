"""What a record system keeps of the complete records: gaps, missing fields, statements with partial dates,
unfilled orders.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from fairtrial.facts import Facts
from fairtrial.simulate.complete import Tables, complete, diagnosed, numbered, place_in_person, shaped
from fairtrial.simulate.life import Life
from fairtrial.simulate.preset import Preset
from fairtrial.simulate.streams import for_rows
from fairtrial.tables import THERAPIES, USES

LETTERS_OF_ID = 1
"""Letters before the number in a person's id."""


@dataclass(frozen=True)
class _Chance:
    """Yes or no for rows, by person and row, so that blocks do not matter."""

    seed: int

    def share(self, frame: pl.DataFrame, name: str) -> pl.Series:
        """A number in [0, 1) for each row; the rows must be sorted by person."""
        person = frame["person_id"].str.slice(LETTERS_OF_ID).cast(pl.Int64).to_numpy()
        row = frame.select(place=place_in_person())["place"]
        return pl.Series(name, for_rows(self.seed, name, person, row.to_numpy()))

    def keeps(self, frame: pl.DataFrame, name: str, percent: float) -> pl.Series:
        """True for about ``percent`` of the rows."""
        return self.share(frame, name) * 100 < percent

    def of_person(self, frame: pl.DataFrame, name: str, percent: float) -> pl.Series:
        """True for the rows of about ``percent`` of the persons."""
        person = frame["person_id"].str.slice(LETTERS_OF_ID).cast(pl.Int64).to_numpy()
        return pl.Series(name, for_rows(self.seed, name, person, np.zeros_like(person)) * 100 < percent)


def kept(life: Life, preset: Preset, review_day: int, seed: int, facts: Facts) -> Tables:
    """The history tables of an ordinary record system."""
    chance, numbers = _Chance(seed), preset.records
    whole = complete(life, preset, review_day)
    fills = _fills(whole["uses"].filter(pl.col("kind") == "dispensed"), chance, preset)
    orders = _orders(whole["uses"].filter(pl.col("kind") == "prescribed"), chance, preset)
    scores = whole["scores"]
    has = chance.of_person(scores, "has scores", numbers.has_scores_percent.value)
    kept_scores = scores.filter(has & chance.keeps(scores, "score", numbers.score_kept_percent.value))
    uses = [fills, orders, _told(life, chance, preset), _unfilled(life, chance, preset, review_day)]
    return {
        **whole,
        "uses": pl.concat(uses),
        "scores": kept_scores,
        "conditions": pl.concat([whole["conditions"], _diagnoses(life, chance, preset, facts)]).sort(
            "person_id", maintain_order=True
        ),
        "therapies": _therapies(life, chance, preset, review_day),
    }


def _fills(fills: pl.DataFrame, chance: _Chance, preset: Preset) -> pl.DataFrame:
    numbers = preset.records
    has = chance.of_person(fills, "has fills", numbers.has_fills_percent.value)
    there = has & chance.keeps(fills, "fill", numbers.fill_kept_percent.value)
    dosed = chance.keeps(fills, "fill dose", numbers.dose_kept_percent.value)
    supplied = chance.keeps(fills, "fill supply", numbers.supply_kept_percent.value)
    return fills.with_columns(*_unless(dosed, *_DOSE), *_unless(supplied, "days_supply")).filter(there)


def _orders(orders: pl.DataFrame, chance: _Chance, preset: Preset) -> pl.DataFrame:
    """Persons without fills keep their orders, so that everybody has some record, unless the preset has no
    orders.
    """
    numbers = preset.records
    filled = chance.of_person(orders, "has fills", numbers.has_fills_percent.value)
    wanted = chance.of_person(orders, "has orders", numbers.has_orders_percent.value)
    any_orders = numbers.has_orders_percent.value > 0
    dosed = chance.keeps(orders, "order dose", numbers.dose_kept_percent.value)
    stopped = chance.keeps(orders, "order stop", numbers.stop_kept_percent.value)
    reasoned = chance.keeps(orders, "order reason", numbers.stop_reason_kept_percent.value)
    return orders.with_columns(
        *_unless(dosed, *_DOSE),
        *_unless(stopped, "stopped_on_least", "stopped_on_most"),
        *_unless(reasoned, "stop_reason"),
        status=pl.when(pl.lit(stopped) | (pl.col("status") == "active"))
        .then("status")
        .otherwise(pl.lit("unknown")),
    ).filter(wanted | (~filled & any_orders))


def _told(life: Life, chance: _Chance, preset: Preset) -> pl.DataFrame:
    """Trials as the person tells of them: a day, month or year, what it did, and why it was stopped."""
    numbers, trials = preset.records, life.trials
    grain = chance.share(trials, "grain") * 100
    month, year = numbers.told_month_percent.value, numbers.told_year_percent.value
    started = pl.col("started_on").cast(pl.Int32).cast(pl.Date)
    by_month, by_year = pl.lit(grain < month), pl.lit(grain < month + year)
    first = (
        pl.when(by_month)
        .then(started.dt.truncate("1mo"))
        .when(by_year)
        .then(started.dt.truncate("1y"))
        .otherwise(started)
    )
    last = (
        pl.when(by_month)
        .then(started.dt.month_end())
        .when(by_year)
        .then(started.dt.truncate("1y").dt.offset_by("1y").dt.offset_by("-1d"))
        .otherwise(started)
    )
    reasoned = chance.keeps(trials, "told reason", numbers.stop_reason_kept_percent.value)
    told = trials.with_columns(
        kind=pl.lit("reported"),
        route=pl.lit("oral"),
        started_on_least=first,
        started_on_most=last,
        status=pl.when("ongoing").then(pl.lit("active")).otherwise(pl.lit("ended")),
        response=_word(),
        record=pl.lit("t") + pl.col("trial").cast(pl.String),
        stop_reason=pl.when(pl.lit(reasoned)).then("stop_reason"),
    )
    return shaped(told.filter(chance.keeps(trials, "told", numbers.told_percent.value)), USES)


def _diagnoses(life: Life, chance: _Chance, preset: Preset, facts: Facts) -> pl.DataFrame:
    """The diagnosis once more at visits on which the person was unwell, as a record system codes visits."""
    mild = min(band.least for band in facts.scales[preset.scale].bands if band.severity != "none")
    unwell = life.severity.filter(pl.col("score") >= mild)
    coded = unwell.filter(chance.keeps(unwell, "visit coded", preset.records.visit_coded_percent.value))
    return diagnosed(coded, record=numbered("d"))


def _word() -> pl.Expr:
    """What it did, in the field's four words; a benefit that was lost is told as the reason for stopping."""
    better = 100 * (pl.col("score_at_start") - pl.col("score_at_stop")) / pl.col("score_at_start")
    return (
        pl.when(pl.col("ongoing") | pl.col("relapsed") | pl.col("quits"))
        .then(None)
        .when(pl.col("stop_reason") == "remission")
        .then(pl.lit("remission"))
        .when(better >= 50)
        .then(pl.lit("response"))
        .when(better >= 25)
        .then(pl.lit("partial"))
        .otherwise(pl.lit("none"))
    )


def _unfilled(life: Life, chance: _Chance, preset: Preset, review_day: int) -> pl.DataFrame:
    """One order that was never filled, for some persons; the record may or may not say so."""
    numbers, people = preset.records, life.people
    known = chance.keeps(people, "unfilled known", numbers.unfilled_known_percent.value)
    ago = pl.lit(chance.share(people, "unfilled day")) * pl.col("first_start_days")
    day = (review_day - ago.cast(pl.Int64)).cast(pl.Int32).cast(pl.Date)
    ordered = people.with_columns(
        drug=pl.lit(numbers.unfilled_drug.value),
        kind=pl.lit("prescribed"),
        route=pl.lit("oral"),
        record=pl.lit("n1"),
        status=pl.when(pl.lit(known)).then(pl.lit("not_taken")).otherwise(pl.lit("unknown")),
        started_on_least=day,
        started_on_most=day,
        dose_mg_per_day_least=pl.lit(numbers.unfilled_dose_mg_per_day.value),
        dose_mg_per_day_most=pl.lit(numbers.unfilled_dose_mg_per_day.value),
    )
    return shaped(ordered.filter(chance.keeps(people, "unfilled", numbers.unfilled_percent.value)), USES)


def _therapies(life: Life, chance: _Chance, preset: Preset, review_day: int) -> pl.DataFrame:
    """Psychotherapy beside the first treatment, for some."""
    first = life.trials.filter(pl.col("trial") == 1)
    start = pl.col("started_on").cast(pl.Int32).cast(pl.Date)
    end = (
        pl.min_horizontal(
            pl.col("started_on") + int(preset.records.psychotherapy_days.value), pl.lit(review_day, pl.Int64)
        )
        .cast(pl.Int32)
        .cast(pl.Date)
    )
    rows = first.with_columns(
        therapy=pl.lit("psychotherapy"),
        started_on_least=start,
        started_on_most=start,
        stopped_on_least=end,
        stopped_on_most=end,
        sessions_least=pl.lit(preset.records.psychotherapy_sessions.least),
        sessions_most=pl.lit(preset.records.psychotherapy_sessions.most),
        record=pl.lit("p1"),
    )
    return shaped(
        rows.filter(chance.keeps(first, "therapy", preset.records.psychotherapy_percent.value)), THERAPIES
    )


_DOSE = ("dose_mg_per_day_least", "dose_mg_per_day_most")


def _unless(kept: pl.Series, *columns: str) -> list[pl.Expr]:
    """The columns where kept, else null."""
    return [pl.when(pl.lit(kept)).then(pl.col(column)).alias(column) for column in columns]
