"""CMS128, antidepressant medication management: how many stay on an antidepressant for 12 weeks and for 6
months.

Logic read in CQL128 (version 0.3.000); expressed anew over tables of days.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from fairtrial.facts import Facts
from fairtrial.population.measures.answer import Measured, measured
from fairtrial.population.measures.events import Events
from fairtrial.population.measures.numbers import number

WHO = "person_id"


def cms128(events: Events, start: date, end: date, facts: Facts) -> Measured:
    """``start`` and ``end`` bound the measurement period, both days included."""
    first = _first_fill(events, start)
    inside = _initial_population(events, first, facts)
    reached = {
        f"numerator_{n}": _covered(
            events,
            first,
            number(facts, f"cms128_{phase}_window_days"),
            number(facts, f"cms128_{phase}_covered_days"),
        )
        for n, phase in enumerate(("acute", "continued"), start=1)
    }
    everybody = pl.concat([events.persons.select(WHO), events.dispenses.select(WHO)])
    excluded = pl.concat([_hospice(events, start, end), _taken_before(events, first, facts)])
    return measured("cms128", everybody, inside, excluded, reached, events.assumed)


def _first_fill(events: Events, start: date) -> pl.DataFrame:
    """person_id, index_on: the first fill from 1 May of the year before to 30 April of the measurement
    year."""
    intake = pl.col("from_day").is_between(date(start.year - 1, 5, 1), date(start.year, 4, 30))
    return events.dispenses.filter(intake).group_by(WHO).agg(index_on=pl.col("from_day").min())


def _initial_population(events: Events, first: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    adult = number(facts, "cms128_adult_years")
    old = first.join(events.persons, on=WHO).filter(
        pl.col("born_on").dt.offset_by(f"{adult}y") <= pl.col("index_on")
    )
    depressed = events.diagnoses.filter(pl.col("valueset") == "MajorDepression")
    near = _near(first, depressed, number(facts, "cms128_diagnosis_days"))
    seen = _near(first, events.visits.filter("office"), number(facts, "cms128_encounter_days"))
    visited = old if _visits_unknown(events) else old.join(seen, on=WHO, how="semi")
    return visited.join(near, on=WHO, how="semi").select(WHO)


def _visits_unknown(events: Events) -> bool:
    """The source keeps no visits at all: then the visit is taken as met, and that is said."""
    return VISITS_UNKNOWN in events.assumed


VISITS_UNKNOWN = "the source keeps no visits; the visit is taken as met"


def _near(first: pl.DataFrame, spans: pl.DataFrame, within: int) -> pl.DataFrame:
    days = (pl.col("from_day") - pl.col("index_on")).dt.total_days()
    return spans.join(first, on=WHO).filter(days.abs() <= within).select(WHO)


def _hospice(events: Events, start: date, end: date) -> pl.DataFrame:
    open_end = pl.col("to_day").fill_null(end)
    during = (pl.col("from_day") <= end) & (open_end >= start)
    return events.care.filter((pl.col("care") == "hospice") & during).select(WHO)


def _taken_before(events: Events, first: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """An active order whose days meet the 105 days before the first fill."""
    since = pl.col("index_on").dt.offset_by(f"-{number(facts, 'cms128_history_days')}d")
    before = (pl.col("from_day") < pl.col("index_on")) & (pl.col("to_day") >= since)
    return events.orders.join(first, on=WHO).filter(before).select(WHO)


def _covered(events: Events, first: pl.DataFrame, window: int, asked: int) -> pl.DataFrame:
    """Persons with so many distinct covered days from the first fill to ``window`` days after it."""
    last = pl.col("index_on").dt.offset_by(f"{window}d")
    inside = (
        events.dispenses.join(first, on=WHO)
        .with_columns(
            from_day=pl.max_horizontal("from_day", "index_on"), to_day=pl.min_horizontal("to_day", last)
        )
        .filter(pl.col("from_day") <= pl.col("to_day"))
    )
    days = inside.select(WHO, day=pl.date_ranges("from_day", "to_day")).explode("day").unique()
    return days.group_by(WHO).len().filter(pl.col("len") >= asked).select(WHO)
