"""Records that leave nothing out: every fill, every order with its stop, every score. What the truth would
look like.
"""

from __future__ import annotations

import polars as pl

from fairtrial.simulate.life import Life
from fairtrial.simulate.preset import Preset
from fairtrial.tables import CONDITIONS, CONTEXT, PEOPLE, SCORES, THERAPIES, USES, Columns, schema

Tables = dict[str, pl.DataFrame]
"""History tables by name."""


def complete(life: Life, preset: Preset, review_day: int) -> Tables:
    """The history tables of a complete record system."""
    return {
        "people": people(life, review_day),
        "uses": pl.concat([fills(life), orders(life, review_day)]),
        "scores": scores(life, preset),
        "conditions": conditions(life),
        "therapies": shaped(pl.DataFrame({"person_id": []}, schema={"person_id": pl.String}), THERAPIES),
        "context": shaped(pl.DataFrame({"person_id": []}, schema={"person_id": pl.String}), CONTEXT),
    }


def people(life: Life, review_day: int) -> pl.DataFrame:
    """One row per person: sex, year of birth, and that the person is invented."""
    year = (pl.lit(review_day).cast(pl.Int32).cast(pl.Date).dt.year() - pl.col("age_years")).cast(pl.Int32)
    return shaped(
        life.people.with_columns(
            born_on_least=pl.date(year, 1, 1),
            born_on_most=pl.date(year, 12, 31),
            synthetic=True,
            record=pl.lit("person"),
        ),
        PEOPLE,
    )


def fills(life: Life) -> pl.DataFrame:
    """Every supply as it was handed out."""
    return shaped(
        life.supplies.with_columns(
            kind=pl.lit("dispensed"),
            status=pl.lit("ended"),
            route=pl.lit("oral"),
            started_on_least=_day("filled_on"),
            started_on_most=_day("filled_on"),
            asserted_on=_day("filled_on"),
            days_supply=pl.col("days").cast(pl.Float64),
            record=numbered("f"),
            dose_mg_per_day_least="dose_mg_per_day",
            dose_mg_per_day_most="dose_mg_per_day",
        ),
        USES,
    )


def orders(life: Life, review_day: int) -> pl.DataFrame:
    """An order for each dose, from the first day at it to the first day without it; the last says why it
    ended.
    """
    same = (pl.col("person_id") == pl.col("person_id").shift(1)) & (
        pl.col("trial") == pl.col("trial").shift(1)
    )
    begins = ~same | (pl.col("dose_mg_per_day") != pl.col("dose_mg_per_day").shift(1))
    found = life.supplies.filter(pl.col("taken_from") < review_day).filter(begins.fill_null(True))
    goes_on = (pl.col("person_id") == pl.col("person_id").shift(-1)) & (
        pl.col("trial") == pl.col("trial").shift(-1)
    )
    ends = life.trials.select("person_id", "trial", "stopped_on", "ongoing", "stop_reason")
    return shaped(
        found.join(ends, on=["person_id", "trial"], how="left", maintain_order="left")
        .with_columns(last=~goes_on.fill_null(False), next_order=pl.col("taken_from").shift(-1))
        .with_columns(active=pl.col("last") & pl.col("ongoing"))
        .with_columns(
            stop=pl.when("active").then(None).when("last").then("stopped_on").otherwise("next_order")
        )
        .with_columns(
            kind=pl.lit("prescribed"),
            route=pl.lit("oral"),
            status=pl.when("active").then(pl.lit("active")).otherwise(pl.lit("ended")),
            started_on_least=_day("taken_from"),
            started_on_most=_day("taken_from"),
            stopped_on_least=_day("stop"),
            stopped_on_most=_day("stop"),
            stop_reason=pl.when("last").then("stop_reason"),
            record=numbered("o"),
            dose_mg_per_day_least="dose_mg_per_day",
            dose_mg_per_day_most="dose_mg_per_day",
        ),
        USES,
    )


def scores(life: Life, preset: Preset) -> pl.DataFrame:
    """The score of every visit, of every start and of every stop."""
    return shaped(
        life.severity.with_columns(
            scale=pl.lit(preset.scale),
            on_least=_day("on"),
            on_most=_day("on"),
            total=pl.col("score").cast(pl.Float64),
            record=numbered("v"),
        ),
        SCORES,
    )


def conditions(life: Life) -> pl.DataFrame:
    """Major depression, recorded when the first treatment began."""
    first = life.trials.filter(pl.col("trial") == 1)
    return diagnosed(first.with_columns(on="started_on"), record=pl.lit("c1"))


def diagnosed(days: pl.DataFrame, record: pl.Expr) -> pl.DataFrame:
    """Major depression, recorded on the day ``on`` of each row."""
    return shaped(
        days.with_columns(
            topic=pl.lit("major_depression"),
            system=pl.lit("icd10cm"),
            code=pl.lit("F33.1"),
            certainty=pl.lit("confirmed"),
            status=pl.lit("active"),
            started_on_least=_day("on"),
            started_on_most=_day("on"),
            record=record,
        ),
        CONDITIONS,
    )


def shaped(frame: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """The columns of a history table; what the frame does not have is null."""
    wanted = schema(columns)
    return frame.select(
        (pl.col(name).cast(dtype) if name in frame.columns else pl.lit(None, dtype).alias(name))
        for name, dtype in wanted.items()
    )


def numbered(letter: str) -> pl.Expr:
    """f1, f2, ... within each person; the rows must be sorted by person."""
    return pl.lit(letter) + place_in_person().cast(pl.String)


def place_in_person() -> pl.Expr:
    """1, 2, ... within each person; the rows must be sorted by person."""
    index = pl.int_range(pl.len())
    first = (pl.col("person_id") != pl.col("person_id").shift(1)).fill_null(True)
    return index - pl.when(first).then(index).forward_fill() + 1


def _day(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Int32).cast(pl.Date)
