"""Records as the CSV tables of ``fairtrial template``."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from fairtrial.facts import Facts
from fairtrial.simulate.complete import Tables
from fairtrial.timeline.day_numbers import DAYS_PER_WEEK


def write_csv(folder: Path, number: int, tables: Tables, facts: Facts) -> None:
    """Append a block; the first writes the header. The supply of a fill stands as weeks."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in _sheets(tables).items():
        with (folder / f"{name}.csv").open("ab") as file:
            frame.write_csv(file, include_header=number == 0)


def _sheets(tables: Tables) -> dict[str, pl.DataFrame]:
    who = pl.col("person_id")
    return {
        "people": tables["people"].select(
            who,
            birth_date=pl.col("born_on_least").dt.year().cast(pl.String),
            sex="sex",
            synthetic=pl.lit("yes"),
        ),
        "treatments": tables["uses"]
        .sort("person_id", "started_on_least", "record")
        .select(
            who,
            "drug",
            partial("started_on"),
            partial("stopped_on"),
            "response",
            "stop_reason",
            "status",
            "kind",
            dose_mg_per_day="dose_mg_per_day_least",
            weeks=pl.col("days_supply") / DAYS_PER_WEEK,
        ),
        "scores": tables["scores"].select(who, "scale", partial("on"), "total"),
        "conditions": tables["conditions"].select(who, "code", "system", partial("started_on")),
        "therapies": tables["therapies"].select(
            who, partial("started_on"), partial("stopped_on"), kind="therapy"
        ),
    }


def partial(name: str) -> pl.Expr:
    """A day, month or year as it is written: 2019-03-14, 2019-03 or 2019; null where the bounds are none
    of these.
    """
    least, most = pl.col(f"{name}_least"), pl.col(f"{name}_most")
    year = (least == least.dt.truncate("1y")) & (most == least.dt.offset_by("1y").dt.offset_by("-1d"))
    month = (least == least.dt.truncate("1mo")) & (most == least.dt.month_end())
    return (
        pl.when(least == most)
        .then(least.dt.strftime("%Y-%m-%d"))
        .when(year)
        .then(least.dt.strftime("%Y"))
        .when(month)
        .then(least.dt.strftime("%Y-%m"))
        .alias(name)
    )
