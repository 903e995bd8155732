"""Scores in the first weeks of a trial, beside what became of groups of people with such scores. A band,
never a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairtrial.facts import Facts
from fairtrial.facts.reasons import Later
from fairtrial.findings import Findings
from fairtrial.timeline.day_numbers import DAYS_PER_WEEK, day_number

Row = Mapping[str, Any]


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
    trials = [row for row in found.trials.to_dicts() if _asked(row)]
    totals = [row for row in found.history.scores.to_dicts() if _usable(row)] if trials else []
    weeks = sorted(
        {band.at_week for band in facts.early_improvement.values() if band.improvement_below_percent}
    )
    told = [
        score for trial in trials for week in weeks if (score := _at(week, trial, totals, facts)) is not None
    ]  # fmt: skip
    return sorted(told, key=lambda score: (score.trial, score.week))


def _asked(trial: Row) -> bool:
    """Not known to have helped, with a baseline and a certain first day; not below the minimum dose, because
    the people of the studies took a sufficient one."""
    counts, helped = trial["counts_as_trial"], trial["state"] in ("response", "remission")
    dated = trial["start_least"] is not None and trial["start_least"] == trial["start_most"]
    return bool(counts and not helped and trial["baseline"] and dated and trial["dose_ok"] is not False)


def _usable(score: Row) -> bool:
    dated = score["on_least"] is not None and score["on_least"] == score["on_most"]
    return dated and score["item"] is None and score["total"] is not None


def _at(week: float, trial: Row, totals: Sequence[Row], facts: Facts) -> EarlyScore | None:
    """The score nearest to one week of the trial, after its baseline on the same scale and before the stop,
    where it falls in a band."""
    within = facts.number("early_score_within_days")
    near = [
        (apart, day, score)
        for score in totals
        if score["scale"] == trial["scale"] and (day := day_number(score["on_least"])) > trial["baseline_on"]
        and (trial["stop_most"] is None or day <= trial["stop_most"])
        and (apart := abs(day - trial["start_least"] - DAYS_PER_WEEK * week)) <= within
    ]  # fmt: skip
    if not near:
        return None
    score = _score(trial, min(near, key=lambda each: each[:2])[2], week, facts)
    return score if score.bands else None


def _score(trial: Row, score: Row, week: float, facts: Facts) -> EarlyScore:
    better = 100 * (trial["baseline"] - score["total"]) / trial["baseline"]
    taken = trial["weeks_most"]
    bands = tuple(
        later
        for later in facts.early_improvement.values()
        if later.at_week == week and later.improvement_below_percent is not None
        and better < later.improvement_below_percent and (taken is None or taken < later.by_week)
    )  # fmt: skip
    return EarlyScore(trial["trial"], trial["scale"], week, better, bands, score["record"])
