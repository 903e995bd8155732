"""CMS159, depression remission at twelve months: PHQ-9 above 9 at a visit, below 5 a year later, give or
take 60 days.

Logic read in CQL159 (version 0.3.000); expressed anew over tables of days.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from fairtrial.facts import Facts
from fairtrial.population.measures.answer import Measured, measured
from fairtrial.population.measures.cms128 import VISITS_UNKNOWN
from fairtrial.population.measures.events import Events
from fairtrial.population.measures.numbers import number

WHO = "person_id"
RULING_OUT = (
    "BipolarDisorder", "PersonalityDisorderEmotionallyLabile", "SchizophreniaOrPsychoticDisorder",
    "PervasiveDevelopmentalDisorder",
)  # fmt: skip


def cms159(events: Events, start: date, _end: date, facts: Facts) -> Measured:
    """``start`` and ``_end`` bound the measurement period; its start alone moves the identification period."""
    identification = _identification(start, facts)
    index = _index(events, identification, facts)
    period = _assessment(index, facts)
    old = number(facts, "cms159_youngest_years")
    inside = period.join(events.persons, on=WHO).filter(
        pl.col("born_on").dt.offset_by(f"{old}y") <= pl.col("index_on")
    )
    excluded = pl.concat(
        [_cared_for(events, period, identification[0]), _died(events, period), _ruled_out(events, period)]
    )
    everybody = pl.concat([events.persons.select(WHO), events.scores.select(WHO)])
    reached = {"numerator_1": _remitted(events, period, number(facts, "cms159_remission_below"))}
    return measured("cms159", everybody, inside.select(WHO), excluded, reached, events.assumed)


def _identification(start: date, facts: Facts) -> tuple[date, date]:
    """First day, and first day after, of the period in which the visit lies."""
    day = pl.DataFrame({"start": [start]})
    months = [number(facts, f"cms159_identification{which}_months") for which in ("", "_end")]
    first, after = day.select(*(pl.col("start").dt.offset_by(f"-{m}mo").alias(str(m)) for m in months)).row(0)
    return first, after


def _index(events: Events, identification: tuple[date, date], facts: Facts) -> pl.DataFrame:
    """person_id, index_on: the first PHQ-9 above 9 at, or in the week before, a visit for depression."""
    high = events.scores.filter(pl.col("total") > number(facts, "cms159_index_above"))
    if VISITS_UNKNOWN in events.assumed:
        first, after = identification
        found = high.filter(pl.col("on").is_between(first, after, closed="left"))
        depressed = events.diagnoses.filter(_depressed())
        return found.join(depressed, on=WHO, how="semi").group_by(WHO).agg(index_on=pl.col("on").min())
    before = number(facts, "cms159_before_visit_days")
    opened = pl.col("from_day").dt.offset_by(f"-{before}d")
    at_visit = high.join(_visits(events, identification), on=WHO).filter(
        pl.col("on").is_between(opened, pl.col("to_day"))
    )
    return at_visit.group_by(WHO).agg(index_on=pl.col("on").min())


def _depressed() -> pl.Expr:
    named = pl.col("valueset").is_in(["MajorDepressionIncludingRemission", "Dysthymia"])
    return named & pl.col("confirmed_active") & pl.col("from_day").is_not_null()


def _visits(events: Events, identification: tuple[date, date]) -> pl.DataFrame:
    """Finished visits that end in the identification period and overlap a confirmed active depression."""
    first, after = identification
    visits = events.visits.filter(
        pl.col("office") & pl.col("finished") & pl.col("to_day").is_between(first, after, closed="left")
    )
    ill = events.diagnoses.filter(_depressed()).select(WHO, ill_from="from_day", ill_to="to_day")
    overlap = (pl.col("ill_from") <= pl.col("to_day")) & (
        pl.col("ill_to").is_null() | (pl.col("ill_to") >= pl.col("from_day"))
    )
    return visits.join(ill, on=WHO).filter(overlap).select(WHO, "from_day", "to_day")


def _assessment(index: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """person_id, index_on, first_on, last_on: twelve months after the index, give or take 60 days."""
    around = number(facts, "cms159_around_days")
    year = pl.col("index_on").dt.offset_by(f"{number(facts, 'cms159_follow_up_months')}mo")
    return index.with_columns(
        first_on=year.dt.offset_by(f"-{around}d"), last_on=year.dt.offset_by(f"{around}d")
    )


def _remitted(events: Events, period: pl.DataFrame, below: int) -> pl.DataFrame:
    """The last PHQ-9 of the assessment period is below 5."""
    inside = events.scores.join(period, on=WHO).filter(pl.col("on").is_between("first_on", "last_on"))
    last = inside.sort(WHO, "on", "place").group_by(WHO, maintain_order=True).last()
    return last.filter(pl.col("total") < below).select(WHO)


def _cared_for(events: Events, period: pl.DataFrame, since: date) -> pl.DataFrame:
    during = (pl.col("from_day") <= pl.col("last_on")) & (
        pl.col("to_day").is_null() | (pl.col("to_day") >= since)
    )
    return events.care.join(period, on=WHO).filter(during).select(WHO)


def _died(events: Events, period: pl.DataFrame) -> pl.DataFrame:
    return events.persons.join(period, on=WHO).filter(pl.col("died_on") <= pl.col("last_on")).select(WHO)


def _ruled_out(events: Events, period: pl.DataFrame) -> pl.DataFrame:
    named = events.diagnoses.filter(pl.col("valueset").is_in(RULING_OUT) & pl.col("confirmed_active"))
    return named.join(period, on=WHO).filter(pl.col("from_day") <= pl.col("last_on")).select(WHO)
