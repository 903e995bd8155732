"""Courses seen as attempts at treatment: measures, outcome, role, place in the current episode."""

from __future__ import annotations

import functools
from datetime import date
from typing import NamedTuple

import polars as pl

from fairtrial.facts import Facts
from fairtrial.tables import History
from fairtrial.timeline.beside import widened
from fairtrial.timeline.courses import courses
from fairtrial.timeline.day_numbers import day_number
from fairtrial.timeline.episode_told import as_told
from fairtrial.timeline.episodes import episodes
from fairtrial.timeline.intervals import as_date, computed, new_group
from fairtrial.timeline.measures import layers, measured
from fairtrial.timeline.outcomes import outcomes, reported
from fairtrial.timeline.overtaken import without_overtaken
from fairtrial.timeline.purposes import COUNTS, purposes
from fairtrial.timeline.ratings import rated
from fairtrial.timeline.roles import roles
from fairtrial.timeline.since_dose import without_dates_of_doses
from fairtrial.timeline.spans import spans
from fairtrial.timeline.steps import dose_steps

EPISODE_START = "episode_start"
"""Topic of a row of context that states when the current episode began."""


class Timeline(NamedTuple):
    """The timeline's tables; ``trials`` still to be computed, so that rules can add to them."""

    trials: pl.LazyFrame
    episodes: pl.DataFrame
    supplies: pl.DataFrame
    steps: pl.DataFrame
    members: pl.DataFrame
    pairs: pl.DataFrame


def timeline(
    history: History, as_of: date, facts: Facts, dose_list: str, episode_start: date | None = None
) -> Timeline:
    """Build every trial of every person in ``history`` as of one day.

    ``dose_list`` names the list of minimum doses; ``episode_start`` replaces the estimate of the current
    episode.
    """
    drugs = _drugs(facts, dose_list)
    each = without_dates_of_doses(spans(history.uses, as_of, facts), history.uses, facts)
    found = courses(each, as_of, facts)
    steps = dose_steps(each, found, history.uses, drugs.select("drug", "minimum"), facts)
    gap, today = int(facts.number("permitted_gap_days")), day_number(as_of)
    each_layer = widened(layers(steps.lazy(), facts), each, today, gap)
    meant = purposes(each, found.members)
    course = computed(
        measured(each_layer, facts)
        .join(drugs.lazy(), on="drug", how="left")
        .join(meant, on="course", how="left")
        .with_columns(COUNTS)
    )
    pairs = rated(course, history.scores, facts.scale_table, facts)
    scales = facts.scale_table
    words = without_overtaken(each, found.members, course, history.scores, scales, facts)
    said = outcomes(reported(words, found.members, facts), pairs, facts)
    current = _episodes(course, history, as_of, facts, episode_start)
    whole = (
        course.lazy()
        .join(said, on="course", how="left")
        .join(roles(course, facts), on="course", how="left")
        .join(current.lazy(), on="person_id", how="left")
        .with_columns(_settled(as_of))
    )
    return Timeline(_numbered(whole), current, found.supplies, steps, found.members, pairs)


@functools.cache
def _drugs(facts: Facts, dose_list: str) -> pl.DataFrame:
    return facts.drug_table(dose_list)


def _episodes(
    course: pl.DataFrame, history: History, as_of: date, facts: Facts, stated: date | None
) -> pl.DataFrame:
    if stated is None:
        found = episodes(course, history.scores, history.conditions, facts.scale_table, as_of, facts)
        told = history.context.filter(pl.col("topic") == EPISODE_START)
        return found if told.is_empty() else as_told(found, told)
    start = pl.lit(day_number(stated), pl.Int64)
    persons = course.select("person_id").unique()
    return persons.with_columns(episode_start_least=start, episode_start_most=start)


@functools.cache
def _settled(as_of: date) -> list[pl.Expr]:
    """Whether the trial goes on, whether it lies in the current episode, and whether a response was lost.

    A supply that lasts beyond the review beside a word that it was stopped: not known whether it goes on.
    """
    today = day_number(as_of)
    inside = (pl.col("stop_least") > pl.col("episode_start_most")) | (
        pl.col("start_least") >= pl.col("episode_start_most")
    )
    before = (pl.col("stop_most") <= pl.col("episode_start_least")) & (
        pl.col("start_most") < pl.col("episode_start_least")
    )
    said, covered = (
        pl.col("ended") | pl.col("stop_reason").is_not_null(),
        (pl.col("stop_least") >= today).fill_null(False),
    )
    return [
        pl.when(covered & ~said).then(True)
        .when(~covered & (said | (pl.col("stop_most") < today))).then(False).alias("ongoing"),
        pl.when(inside).then(True).when(before).then(False).alias("in_current_episode"),
        pl.when(pl.col("lost_told")).then(True).otherwise("lost_response").alias("lost_response"),
    ]  # fmt: skip


_IN_ORDER = ("person_id", "start_least", "start_most", "stop_most", "drug", "course")
_PLACE = pl.row_index("place").cast(pl.Int64)
_NUMBERED = [
    (_PLACE - pl.when(new_group(["person_id"])).then(_PLACE).forward_fill() + 1).alias("trial"),
    as_date("start_least").alias("started_on_least"),
    as_date("start_most").alias("started_on_most"),
    as_date("stop_least").alias("stopped_on_least"),
    as_date("stop_most").alias("stopped_on_most"),
]


def _numbered(trials: pl.LazyFrame) -> pl.LazyFrame:
    """Trials in order of start (undated last) with ``trial`` counted from 1 within the person, and dates as
    dates."""
    return trials.sort(_IN_ORDER, nulls_last=True).with_columns(_NUMBERED)
