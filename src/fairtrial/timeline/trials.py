"""Courses seen as attempts at treatment: measures, outcome, role, place in the current episode."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from fairtrial.facts import Facts
from fairtrial.tables import History
from fairtrial.timeline.courses import courses
from fairtrial.timeline.episodes import episodes
from fairtrial.timeline.intervals import agreed, as_date, computed, days, same_group
from fairtrial.timeline.measures import dose_steps, layers, measured
from fairtrial.timeline.outcomes import outcomes, rated, reported
from fairtrial.timeline.roles import roles
from fairtrial.timeline.spans import spans

EPISODE_START = "episode_start"
"""Topic of a row of context that states when the current episode began."""


class Timeline(NamedTuple):
    """The timeline's tables."""

    trials: pl.LazyFrame
    episodes: pl.LazyFrame
    supplies: pl.LazyFrame
    steps: pl.LazyFrame
    members: pl.LazyFrame
    pairs: pl.LazyFrame


def timeline(
    history: History, as_of: date, facts: Facts, dose_list: str, episode_start: date | None = None
) -> Timeline:
    """Build every trial of every person in ``history`` as of one day.

    ``dose_list`` names the list of minimum doses; ``episode_start`` replaces the estimate of the current episode.
    """
    drugs = facts.drug_table(dose_list).lazy()
    scales = facts.scale_table.lazy()
    each = computed(spans(history.uses.lazy(), as_of, facts))
    found = courses(each, as_of, facts)
    found = found._replace(members=computed(found.members))
    steps = computed(dose_steps(each, found, drugs, facts))
    course = computed(measured(computed(layers(steps, facts)), facts).join(drugs, on="drug", how="left"))
    pairs = computed(rated(course, history.scores.lazy(), scales, facts))
    said = outcomes(computed(reported(each, found.members, facts)), pairs)
    current = computed(_episodes(course, history, scales, as_of, facts, episode_start))
    whole = (
        course.join(said, on="course", how="left")
        .join(roles(course, facts), on="course", how="left")
        .join(current, on="person_id", how="left")
        .with_columns(*_settled(as_of))
    )
    return Timeline(computed(_numbered(whole)), current, found.supplies, steps, found.members, pairs)


def _episodes(
    course: pl.LazyFrame, history: History, scales: pl.LazyFrame, as_of: date, facts: Facts, stated: date | None
) -> pl.LazyFrame:
    if stated is None:
        found = episodes(course, history.scores.lazy(), history.conditions.lazy(), scales, as_of, facts)
        told = history.context.filter(pl.col("topic") == EPISODE_START)
        return found if told.is_empty() else _as_told(found, told.lazy())
    start = pl.lit((stated - date(1970, 1, 1)).days, pl.Int64)
    return course.select("person_id").unique().with_columns(episode_start_least=start, episode_start_most=start)


def _as_told(found: pl.LazyFrame, told: pl.LazyFrame) -> pl.LazyFrame:
    """Where somebody told when the current episode began, that takes the place of the estimate."""
    on = told.with_columns(on_least=days("on_least"), on_most=days("on_most")).group_by("person_id").agg(*agreed("on"))
    both = found.join(on, on="person_id", how="full", coalesce=True)
    stated = pl.col("on_least").is_not_null() | pl.col("on_most").is_not_null()
    return both.select(
        "person_id",
        *(pl.when(stated).then(f"on_{side}").otherwise(f"episode_start_{side}").alias(f"episode_start_{side}")
          for side in ("least", "most")),
    )  # fmt: skip


def _settled(as_of: date) -> list[pl.Expr]:
    """Whether the trial goes on, whether it lies in the current episode, and whether a response was lost."""
    today = (as_of - date(1970, 1, 1)).days
    inside = (pl.col("stop_least") > pl.col("episode_start_most")) | (
        pl.col("start_least") >= pl.col("episode_start_most")
    )
    before = (pl.col("stop_most") <= pl.col("episode_start_least")) & (
        pl.col("start_most") < pl.col("episode_start_least")
    )
    ended = (pl.col("stop_most") < today) | pl.col("ended") | pl.col("stop_reason").is_not_null()
    return [
        pl.when(pl.col("stop_least") >= today).then(True).when(ended).then(False).alias("ongoing"),
        pl.when(inside).then(True).when(before).then(False).alias("in_current_episode"),
        pl.when(pl.col("lost_response").fill_null(False) | pl.col("lost_told").fill_null(False)).then(True)
        .when(pl.col("baseline").is_not_null()).then(False).alias("lost_response"),
    ]  # fmt: skip


def _numbered(trials: pl.LazyFrame) -> pl.LazyFrame:
    """Trials in order of start (undated last) with ``trial`` counted from 1 within the person, and dates as dates."""
    first = ~same_group(["person_id"])
    return (
        trials.sort("person_id", "start_least", "start_most", "stop_most", "drug", "course", nulls_last=True)
        .with_row_index("place")
        .with_columns(place=pl.col("place").cast(pl.Int64))
        .with_columns(trial=pl.col("place") - pl.when(first).then("place").forward_fill() + 1)
        .drop("place")
        .with_columns(
            as_date("start_least").alias("started_on_least"),
            as_date("start_most").alias("started_on_most"),
            as_date("stop_least").alias("stopped_on_least"),
            as_date("stop_most").alias("stopped_on_most"),
        )
    )
