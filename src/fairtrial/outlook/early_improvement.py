"""Scores in the first weeks of a trial, beside what became of groups of people with such scores. A band,
never a verdict."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.reasons import Later
from fairtrial.findings import Findings
from fairtrial.timeline.intervals import days


@dataclass(frozen=True)
class EarlyScore:
    """One score in an early week: trial, scale, week, improvement in percent, the bands it falls in, its
    record."""

    trial: int
    scale: str
    week: float
    improvement_percent: float
    bands: tuple[Later, ...]
    record: str | None


def early_scores(found: Findings, facts: Facts) -> list[EarlyScore]:
    """For trials with a baseline that are not known to have helped, and were not taken beyond the weeks the
    band speaks of."""
    trials = found.trials.filter(
        pl.col("counts_as_trial").fill_null(False) & ~pl.col("state").is_in(["response", "remission"])
        & pl.col("baseline").is_not_null() & (pl.col("start_least") == pl.col("start_most"))
    )  # fmt: skip
    near = _near(trials, found.history.scores)
    if near.is_empty():
        return []
    weeks = sorted(
        {later.at_week for later in facts.early_improvement.values() if later.improvement_below_percent}
    )
    told = [score for week in weeks for score in _at(week, near, facts)]
    return sorted(told, key=lambda score: (score.trial, score.week))


def _near(trials: pl.DataFrame, scores: pl.DataFrame) -> pl.DataFrame:
    """Scores on the scale of the baseline, after it and before the stop, with the days since the start."""
    if trials.is_empty() or scores.is_empty():
        return pl.DataFrame()
    totals = scores.filter(
        pl.col("item").is_null() & pl.col("total").is_not_null() & (pl.col("on_least") == pl.col("on_most"))
    ).select("person_id", "scale", "total", "record", on=days("on_least"))
    kept = (
        "person_id",
        "trial",
        "scale",
        "baseline",
        "baseline_on",
        "start_least",
        "stop_most",
        "weeks_most",
    )
    inside = (pl.col("on") > pl.col("baseline_on")) & (pl.col("on") <= pl.col("stop_most")).fill_null(True)
    beside = trials.select(kept).join(totals, on=["person_id", "scale"]).filter(inside)
    return beside.with_columns(day=pl.col("on") - pl.col("start_least"))


def _at(week: float, near: pl.DataFrame, facts: Facts) -> list[EarlyScore]:
    """The score nearest to one week of each trial, where it falls in a band."""
    chosen = (
        near.with_columns(apart=(pl.col("day") - 7 * week).abs())
        .filter(pl.col("apart") <= facts.number("early_score_within_days"))
        .sort("trial", "apart", "on")
        .unique("trial", keep="first", maintain_order=True)
    )
    found = [_score(row, week, facts) for row in chosen.to_dicts()]
    return [score for score in found if score.bands]


def _score(row: dict[str, object], week: float, facts: Facts) -> EarlyScore:
    baseline, total = float(str(row["baseline"])), float(str(row["total"]))
    better = 100 * (baseline - total) / baseline
    taken = row["weeks_most"]
    bands = tuple(
        later
        for later in facts.early_improvement.values()
        if later.at_week == week and later.improvement_below_percent is not None
        and better < later.improvement_below_percent and (taken is None or float(str(taken)) < later.by_week)
    )  # fmt: skip
    record = row["record"]
    return EarlyScore(
        int(str(row["trial"])),
        str(row["scale"]),
        week,
        better,
        bands,
        None if record is None else str(record),
    )
