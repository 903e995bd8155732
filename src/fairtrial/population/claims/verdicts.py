"""Every claims definition over one block: amounts between least and most, verdict, and the first day it was
met."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.claims import AtOnce, ClaimsDefinition, InTurn, Points, Route, Switches
from fairtrial.population.claims.at_once import at_once
from fairtrial.population.claims.diagnoses import Diagnoses, diagnoses, excluded, first_diagnosis, required
from fairtrial.population.claims.in_turn import in_turn
from fairtrial.population.claims.issues import Issues, issues
from fairtrial.population.claims.points import OF_TRIALS, points
from fairtrial.population.claims.route import Answer
from fairtrial.population.claims.switches import switches
from fairtrial.tables import History

WHO = "person_id"


class _Numbered(NamedTuple):
    """Diagnoses, trials and persons with ECT; persons as whole numbers."""

    diagnoses: Diagnoses
    trials: pl.DataFrame
    ect: pl.DataFrame


def claims_resistance(
    history: History,
    trials: pl.DataFrame,
    definitions: Sequence[ClaimsDefinition],
    as_of: date,
    facts: Facts,
    dose_list: str,
    *,
    records_conditions: bool = True,
) -> pl.DataFrame:
    """person_id, and per definition ``|least``, ``|most``, ``|verdict`` and ``|on``; one row per person
    with a trial.

    With one route the amounts are its own (switches, drugs at once, points), with several the number of
    routes met.
    """
    people = trials.select(WHO).unique().sort(WHO).with_columns(who=pl.int_range(pl.len(), dtype=pl.Int64))
    found = issues(history, people, as_of, facts, dose_list)
    numbered = _numbered(people, history, trials)
    whole = people.select(pl.col("who").alias(WHO))
    columns = [people.select(WHO)]
    for definition in definitions:
        answers = [_answer(route, definition, found, numbered, facts) for route in definition.routes]
        columns.append(
            _judged(_together(whole, answers), definition, numbered.diagnoses if records_conditions else None)
        )
    return pl.concat(columns, how="horizontal")


def _numbered(people: pl.DataFrame, history: History, trials: pl.DataFrame) -> _Numbered:
    """The tables with ``person_id`` replaced by the number that stands for it."""
    ect = history.therapies.filter(pl.col("therapy") == "ect").select(WHO).unique()
    told = diagnoses(history.conditions).rows
    tables = (told, trials.select(WHO, *OF_TRIALS), ect)
    told, tried, ect = (frame.join(people, on=WHO).drop(WHO).rename({"who": WHO}) for frame in tables)
    return _Numbered(Diagnoses(told), tried, ect)


def _answer(
    route: Route, definition: ClaimsDefinition, found: Issues, numbered: _Numbered, facts: Facts
) -> Answer:
    if isinstance(route, Switches):
        return switches(found, route, _first_diagnosis(route, definition, numbered))
    if isinstance(route, AtOnce):
        return at_once(found, route)
    if isinstance(route, InTurn):
        return in_turn(found, route)
    assert isinstance(route, Points)
    return points(numbered.trials, numbered.ect, route, facts)


def _first_diagnosis(
    route: Switches, definition: ClaimsDefinition, numbered: _Numbered
) -> pl.DataFrame | None:
    """person_id, diagnosed; None when the route does not ask for it."""
    if route.within_days_of_first_diagnosis is None:
        return None
    return first_diagnosis(numbered.diagnoses, definition.required.topics if definition.required else [])


def _judged(whole: pl.DataFrame, definition: ClaimsDefinition, told: Diagnoses | None) -> pl.DataFrame:
    """The four columns of one definition, in the order of persons. ``told`` None: nobody records diagnoses."""
    met_on = whole.select(WHO, met_on="on")
    wanted, against = definition.required, definition.excluded
    whole = whole.with_columns(included=pl.lit(True), ruled_out=pl.lit(False))
    if wanted is not None:
        whole = _told(whole, "included", None if told is None else required(told, wanted, met_on))
    if against is not None:
        whole = _told(whole, "ruled_out", None if told is None else excluded(told, against, met_on))
    name, verdict = definition.definition, pl.col("met") & pl.col("included") & ~pl.col("ruled_out")
    return whole.sort(WHO).select(
        pl.col("least").alias(f"{name}|least"),
        pl.col("most").alias(f"{name}|most"),
        verdict.alias(f"{name}|verdict"),
        pl.when(verdict).then(pl.col("on")).cast(pl.Int32).cast(pl.Date).alias(f"{name}|on"),
    )


def _told(whole: pl.DataFrame, column: str, told: pl.DataFrame | None) -> pl.DataFrame:
    """The column from a table of persons of whom something is recorded: all others are no, without a table
    all are open."""
    if told is None:
        return whole.with_columns(pl.lit(None, pl.Boolean).alias(column))
    joined = whole.drop(column).join(told.with_columns(told=pl.lit(True)), on=WHO, how="left")
    answer = pl.when(pl.col("told").is_null()).then(False).otherwise(column)
    return joined.with_columns(answer.alias(column)).drop("told")


def _together(people: pl.DataFrame, answers: list[Answer]) -> pl.DataFrame:
    """person_id, least, most, met, on: any route is enough; a person a route does not name is a no."""
    for n, answer in enumerate(answers):
        named = answer.select(WHO, pl.all().exclude(WHO).name.suffix(f"_{n}"))
        absent = pl.when(pl.col(f"least_{n}").is_null()).then(False).otherwise(f"met_{n}")
        people = people.join(named, on=WHO, how="left").with_columns(absent.alias(f"met_{n}"))
    numbers = range(len(answers))
    met, on = pl.any_horizontal(f"met_{n}" for n in numbers), pl.min_horizontal(f"on_{n}" for n in numbers)
    return people.select(WHO, least=_amount("least", numbers), most=_amount("most", numbers), met=met, on=on)


def _amount(side: str, routes: range) -> pl.Expr:
    """A single route's own amount, or how many of several routes are met."""
    if len(routes) == 1:
        return pl.col(f"{side}_0").fill_null(0.0)
    closed = side == "most"
    return pl.sum_horizontal(pl.col(f"met_{n}").fill_null(closed).cast(pl.Float64) for n in routes)
