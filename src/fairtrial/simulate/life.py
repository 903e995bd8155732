"""The hidden course as tables, as far as it had gone by the day of the review."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from fairtrial.simulate.course import Attempt, Block
from fairtrial.simulate.outcome import severity_on
from fairtrial.simulate.preset import Preset
from fairtrial.simulate.streams import Flags, Floats, Whole

ID_DIGITS = 8


@dataclass(frozen=True)
class Life:
    """Truth of a block. Days count from 1970 until :func:`dated`.

    ``people``: person_id, age, sex, traits. ``trials``: one row per drug taken. ``supplies``: what was
    taken when.
    ``severity``: the score on every day that a complete record system would have one.
    """

    people: pl.DataFrame
    trials: pl.DataFrame
    supplies: pl.DataFrame
    severity: pl.DataFrame


@dataclass(frozen=True)
class _Lived:
    """An attempt as far as it went: rows that had begun, where drug and path ended, and whether taking
    goes on.
    """

    attempt: Attempt
    begun: Flags
    stop: Whole
    path_end: Whole
    handed_out: Flags


def lived(block: Block, preset: Preset, review_day: int, remission_at_most: int) -> Life:
    """Cut the hidden course at the day of the review and lay it out."""
    found = [_lived(attempt, review_day) for attempt in block.attempts]
    ids = person_ids(block.streams.first, block.streams.count)
    finals = [_final(block, found, place) for place in range(len(found))]
    trials = [
        _trials(one, final, block.attempts[place + 1 :][:1], ids, review_day, remission_at_most)
        for place, (one, final) in enumerate(zip(found, finals, strict=True))
    ]
    visits = [_visits(block, one, ids, preset) for one in found]
    stops = [_stops(one, final, ids) for one, final in zip(found, finals, strict=True)]
    severity = pl.concat([*visits, *stops]).unique(["person_id", "on"], keep="any").sort("person_id", "on")
    return Life(
        people=_people(block, ids),
        trials=pl.concat(trials).sort("person_id", "trial"),
        supplies=pl.concat([_supplies(one, ids, review_day) for one in found]).sort(
            "person_id", "trial", "taken_from"
        ),
        severity=severity,
    )


def person_ids(first: int, count: int) -> pl.Series:
    """s00000001 and so on: in order as text, as cohorts read them fastest."""
    numbers = pl.Series(np.arange(first + 1, first + count + 1)).cast(pl.String).str.zfill(ID_DIGITS)
    return pl.select(person_id=pl.lit("s") + numbers)["person_id"]


def _lived(attempt: Attempt, review_day: int) -> _Lived:
    """Taking ends with the last supply handed out before the review, at the latest on that day."""
    supplies = attempt.supplies
    handed_out = supplies.used & (supplies.filled_on < review_day)
    stop = np.where(handed_out, np.minimum(supplies.taken_to, review_day), 0).max(axis=1)
    begun = attempt.start < review_day
    ran_out = (stop < review_day) & (stop < attempt.path_end)
    path_end = np.minimum(np.where(ran_out, stop, attempt.path_end), review_day)
    return _Lived(attempt, begun, stop, path_end, handed_out)


def _severity(block: Block, one: _Lived, rows: Whole, day: Whole) -> Whole:
    """The score of some rows of an attempt on given days (a row of days for each), flat after its path has
    ended.
    """
    attempt = one.attempt
    offset = np.minimum(day, one.path_end[rows, None]) - attempt.start[rows, None]
    result = type(attempt.result)(
        **{n: getattr(attempt.result, n)[rows] for n in attempt.result.__dataclass_fields__}
    )
    return severity_on(offset, attempt.before[rows], result, block.traits.speed[attempt.who[rows]])


def _final(block: Block, found: list[_Lived], place: int) -> Whole:
    """The score on the day each drug stopped; for a drug that went on beside an added one, along the added
    one's path.
    """
    one = found[place]
    every = np.arange(len(one.attempt.who))
    final = _severity(block, one, every, one.stop[:, None])[:, 0]
    if one.attempt.kept_on.any():
        base = np.flatnonzero(one.attempt.kept_on)
        added = found[place + 1]
        rows = np.searchsorted(added.attempt.who, one.attempt.who[base])
        along = _severity(block, added, rows, np.maximum(one.stop[base], added.attempt.start[rows])[:, None])[
            :, 0
        ]
        final[base] = np.where(added.begun[rows], along, final[base])
    return final


def _trials(
    one: _Lived, final: Whole, following: list[Attempt], ids: pl.Series, review_day: int, cut: int
) -> pl.DataFrame:
    attempt, result = one.attempt, one.attempt.result
    drugs = pl.Series([arm.drug for arm in attempt.arms])
    planned = attempt.supplies.stopped_on
    frame = pl.DataFrame(
        {
            "person_id": ids.gather(attempt.who),
            "trial": np.full(len(attempt.who), attempt.step + 1),
            "drug": drugs.gather(attempt.arm),
            "added": attempt.added,
            "kept_on": attempt.kept_on,
            "started_on": attempt.start,
            "stopped_on": one.stop,
            "ongoing": one.stop >= review_day,
            "score_at_start": attempt.before,
            "score_at_stop": final,
            "tendency": result.tendency,
            "remits": result.remits,
            "intolerant": result.intolerant,
            "relapsed": _relapsed(one, following),
            "quits": result.quits,
            "cut_short": one.stop < planned,
        }
    )
    return frame.with_columns(stop_reason=_stop_reason(cut)).filter(pl.Series(one.begun))


def _relapsed(one: _Lived, following: list[Attempt]) -> Flags:
    """Relapsed under this drug; under the drug added to it counts too."""
    attempt = one.attempt
    own = attempt.result.relapses & (one.path_end >= attempt.start + attempt.result.relapse_on_day)
    if following and attempt.kept_on.any():
        after = following[0]
        base = np.flatnonzero(attempt.kept_on)
        rows = np.searchsorted(after.who, attempt.who[base])
        own[base] = after.result.relapses[rows] & (
            one.stop[base] >= (after.start + after.result.relapse_on_day)[rows]
        )
    return own


def _stop_reason(cut: int) -> pl.Expr:
    """What a person who knew everything would give as the reason."""
    better = 100 * (pl.col("score_at_start") - pl.col("score_at_stop")) / pl.col("score_at_start")
    return (
        pl.when(pl.col("ongoing"))
        .then(None)
        .when(pl.col("cut_short"))
        .then(pl.lit("other"))
        .when(pl.col("intolerant"))
        .then(pl.lit("side_effect"))
        .when(pl.col("quits"))
        .then(pl.lit("patient_choice"))
        .when(pl.col("relapsed"))
        .then(pl.lit("lost_benefit"))
        .when(pl.col("score_at_stop") <= cut)
        .then(pl.lit("remission"))
        .when(better < 25)
        .then(pl.lit("no_benefit"))
        .when(better < 50)
        .then(pl.lit("partial_benefit"))
        .otherwise(pl.lit("other"))
    )


def _supplies(one: _Lived, ids: pl.Series, review_day: int) -> pl.DataFrame:
    supplies, attempt = one.attempt.supplies, one.attempt
    row, column = np.nonzero(one.handed_out & one.begun[:, None])
    return pl.DataFrame(
        {
            "person_id": ids.gather(attempt.who[row]),
            "trial": np.full(len(row), attempt.step + 1),
            "drug": pl.Series([arm.drug for arm in attempt.arms]).gather(attempt.arm[row]),
            "filled_on": supplies.filled_on[row, column],
            "days": supplies.days[row, column],
            "taken_from": np.minimum(supplies.taken_from[row, column], review_day),
            "taken_to": np.minimum(supplies.taken_to[row, column], review_day),
            "dose_mg_per_day": supplies.dose_mg[row, column],
        }
    )


def _visits(block: Block, one: _Lived, ids: pl.Series, preset: Preset) -> pl.DataFrame:
    attempt = one.attempt
    every = np.arange(len(attempt.who))
    days = attempt.start[:, None] + np.array([0, *preset.course.visits_on_days.value])
    kept = (days < one.path_end[:, None]) & one.begun[:, None]
    score = _severity(block, one, every, days)
    row, column = np.nonzero(kept)
    return _scored(ids.gather(attempt.who[row]), days[row, column], score[row, column])


def _stops(one: _Lived, final: Whole, ids: pl.Series) -> pl.DataFrame:
    rows = np.flatnonzero(one.begun)
    return _scored(ids.gather(one.attempt.who[rows]), one.stop[rows], final[rows])


def _scored(who: pl.Series, on: Whole, score: Whole) -> pl.DataFrame:
    return pl.DataFrame({"person_id": who, "on": on, "score": score})


def _people(block: Block, ids: pl.Series) -> pl.DataFrame:
    people = block.traits
    sensitivity: Floats = people.sensitivity
    return pl.DataFrame(
        {
            "person_id": ids,
            "age_years": people.age_years,
            "sex": np.where(people.female, "female", "male"),
            "poor_adherence": people.poor_adherence,
            "low_dose": people.low_dose,
            "sensitivity": pl.Series(sensitivity, dtype=pl.Array(pl.Float64, sensitivity.shape[1])),
            "first_start_days": people.first_start_days,
        }
    )
