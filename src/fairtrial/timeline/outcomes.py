"""What each trial did: improvement from pairs of scores, from what was reported, and whether a response was lost."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.intervals import agreed, computed, days

PAIR = ("course", "scale")


def reported(spans: pl.LazyFrame, members: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """One row per course with something said: improvement_*, remission, reported_response, stop_reason, side_effect_stop."""
    told = spans.filter(
        pl.any_horizontal(
            pl.col("response", "stop_reason", "improvement_percent_least", "improvement_percent_most").is_not_null()
        )
    )
    return (
        _statements(told.join(members, on="row"))
        .with_columns(*_bounds(facts), remission=_told_remission(facts))
        .sort("course", "begin_most", "record", "statement", "row", nulls_last=False)
        .group_by("course", maintain_order=True)
        .agg(
            *agreed("improvement"),
            pl.col("reported_response").drop_nulls().last(),
            _agreed_flag("remission"),
            (pl.col("stop_reason") == "lost_benefit").any().alias("lost_told"),
            *_stop_reason(),
        )
    )


def _statements(told: pl.LazyFrame) -> pl.LazyFrame:
    """What a record says of the response, and what its reason for stopping implies, as two statements.

    They may contradict each other ("remission", "stopped for no benefit"); then both are kept.
    """
    implied = pl.col("stop_reason").replace_strict(_RESPONSE_OF_STOP, default=None)
    percent = ("improvement_percent_least", "improvement_percent_most")
    silent = {name: pl.lit(None, told.collect_schema()[name]) for name in ("stop_reason", *percent)}
    reason = told.with_columns(statement=0, reported_response=implied, **silent).drop_nulls("reported_response")
    return pl.concat([told.with_columns(statement=1, reported_response="response"), reason])


_RESPONSE_OF_STOP = {
    "no_benefit": "none", "partial_benefit": "partial", "remission": "remission", "lost_benefit": "response",
}  # fmt: skip


_REMISSION = {"none": False, "partial": False, "remission": True}
"""Somebody who reports a response may or may not have been in remission."""


def _told_remission(facts: Facts) -> pl.Expr:
    """As the word says; a percentage below response is told as no remission."""
    little = pl.when(pl.col("improvement_percent_most") < facts.number("response_percent")).then(False)
    return pl.coalesce(pl.col("reported_response").replace_strict(_REMISSION, default=None), little)


def _bounds(facts: Facts) -> list[pl.Expr]:
    """Improvement in percent as stated, or what the reported word spans (none, partial, response, remission)."""
    partial, response = facts.number("partial_percent"), facts.number("response_percent")
    least = {"partial": partial + 1, "response": response, "remission": response}
    most = {"none": partial - 1, "partial": response - 1, "response": 100.0, "remission": 100.0}
    word = pl.col("reported_response")
    none = pl.col("improvement_percent_least").is_null() & pl.col("improvement_percent_most").is_null()
    return [
        pl.when(none).then(word.replace_strict(least, default=None, return_dtype=pl.Float64))
        .otherwise("improvement_percent_least").alias("improvement_least"),
        pl.when(none).then(word.replace_strict(most, default=None, return_dtype=pl.Float64))
        .otherwise("improvement_percent_most").alias("improvement_most"),
    ]  # fmt: skip


def _stop_reason() -> list[pl.Expr]:
    """The last reason given, and whether side effects stopped it: yes, no, or null when nobody says or sources differ."""
    reason = pl.col("stop_reason").filter(pl.col("stop_reason").is_not_null() & (pl.col("stop_reason") != "unknown"))
    side = reason == "side_effect"
    return [
        reason.last().alias("stop_reason"),
        (reason.n_unique() > 1).alias("stop_reason_conflict"),
        pl.when(side.len() == 0).then(None).when(side.all()).then(True).when(~side.any()).then(False)
        .alias("side_effect_stop"),
    ]  # fmt: skip


def rated(trials: pl.LazyFrame, scores: pl.LazyFrame, scales: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """One row per course and depression scale with a baseline and an endpoint.

    ``trials`` holds course, person_id, start_* and stop_* (days).
    Baseline: nearest score from 30 days before to 7 days after the start. Endpoint: the last from day 14 to 14 days after
    the stop; when the stop is open, every score that may be the last one is kept as a bound. Same scale only.
    """
    near = computed(_near(trials, scores, scales, facts))
    base = computed(_baseline(near, facts))
    return base.join(_endpoint(near, facts), on=PAIR).join(_lost(near, base, facts), on=PAIR, how="left").with_columns(
        improvement_least=100 * (pl.col("baseline") - pl.col("end_total_most")) / pl.col("baseline"),
        improvement_most=100 * (pl.col("baseline") - pl.col("end_total_least")) / pl.col("baseline"),
        remission=pl.when(pl.col("end_total_most") <= pl.col("remission_at_most")).then(True)
        .when(pl.col("end_total_least") > pl.col("remission_at_most")).then(False),
    ).filter(pl.col("baseline") > 0)  # fmt: skip


def _near(trials: pl.LazyFrame, scores: pl.LazyFrame, scales: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Depression totals with a known day, beside each dated trial of the person that they may belong to."""
    totals = (
        scores.filter(pl.col("item").is_null() & pl.col("total").is_not_null())
        .with_columns(on=days("on_least"))
        .filter(pl.col("on") == days("on_most"))
        .join(scales, on="scale")
        .group_by("person_id", "scale", "on", "preference", "remission_at_most")
        .agg(pl.col("total").min().alias("total_least"), pl.col("total").max().alias("total_most"))
    )
    after = int(facts.number("endpoint_after_days"))
    first = pl.col("start_least") - int(facts.number("baseline_before_days"))
    dated = trials.filter(pl.col("start_least").is_not_null() & pl.col("stop_most").is_not_null())
    return dated.join(totals, on="person_id").filter(pl.col("on").is_between(first, pl.col("stop_most") + after))


def _baseline(near: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """The score nearest to the start, the same one for every day the start can have been; else there is no baseline.

    Of two equally near the earlier; two different totals of one day give no baseline.
    """
    picks = [_nearest(near_start, facts).alias(near_start) for near_start in ("start_least", "start_most")]
    chosen = (
        near.group_by(*PAIR)
        .agg(*picks)
        .filter(pl.col("start_least") == pl.col("start_most"))
        .select(*PAIR, baseline_on="start_least")
    )
    return (
        near.join(chosen, on=PAIR)
        .filter((pl.col("on") == pl.col("baseline_on")) & (pl.col("total_least") == pl.col("total_most")))
        .select(*PAIR, "baseline_on", "preference", "remission_at_most", baseline="total_least")
    )


def _nearest(start: str, facts: Facts) -> pl.Expr:
    """Day of the score nearest to ``start`` within the window of a baseline."""
    day = pl.col("on") - pl.col(start)
    inside = day.is_between(-int(facts.number("baseline_before_days")), int(facts.number("baseline_after_days")))
    return pl.col("on").filter(inside).sort_by(day.filter(inside).abs(), day.filter(inside)).first()


def _endpoint(near: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """The last score of the trial; with an open stop, all scores that may be the last."""
    first, after = int(facts.number("endpoint_from_days")), int(facts.number("endpoint_after_days"))
    inside = near.filter(pl.col("on") >= pl.col("start_most") + first)
    certain = inside.filter(pl.col("on") <= pl.col("stop_least") + after)
    last_certain = certain.group_by(*PAIR).agg(pl.col("on").max().alias("last_certain"))
    return (
        inside.join(last_certain, on=PAIR)
        .filter(pl.col("on") >= pl.col("last_certain"))
        .sort("course", "scale", "on")
        .group_by(*PAIR, maintain_order=True)
        .agg(
            pl.col("total_least").min().alias("end_total_least"),
            pl.col("total_most").max().alias("end_total_most"),
            pl.col("on").first().alias("endpoint_on"),
            pl.col("total_least").first().alias("endpoint"),
        )
    )


def _lost(near: pl.LazyFrame, base: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """A response was lost: after a score at half the baseline or less, one came back to within 25 % of it while taken."""
    half = 1 - facts.number("response_percent") / 100
    back = 1 - facts.number("lost_within_percent") / 100
    taken = (pl.col("on") > pl.col("start_most")) & (pl.col("on") <= pl.col("stop_least"))
    during = near.filter(taken).join(base.select(*PAIR, "baseline"), on=PAIR)
    better = during.filter(pl.col("total_most") <= half * pl.col("baseline"))
    first_better = better.group_by(*PAIR).agg(pl.col("on").min().alias("better_on"))
    returned = pl.col("total_least") >= back * pl.col("baseline")
    return (
        during.join(first_better, on=PAIR)
        .filter((pl.col("on") > pl.col("better_on")) & returned)
        .group_by(*PAIR)
        .agg(pl.lit(True).alias("lost_response"))
    )


def _agreed_flag(column: str) -> pl.Expr:
    """True or False when all who say something say the same, else null."""
    said = pl.col(column).drop_nulls()
    return pl.when(said.len() == 0).then(None).when(said.all()).then(True).when(~said.any()).then(False).alias(column)


def outcomes(told: pl.LazyFrame, pairs: pl.LazyFrame) -> pl.LazyFrame:
    """One row per course: improvement and remission agreed between scales and what was told, and the pair to show."""
    shown = (
        pairs.sort("course", "preference", "scale")
        .group_by("course", maintain_order=True)
        .agg(
            pl.col("scale", "baseline_on", "baseline", "endpoint_on", "endpoint").first(),
            pl.col("lost_response").any(),
        )
    )
    columns = ["course", "improvement_least", "improvement_most", "remission"]
    every = pl.concat([told.select(*columns), pairs.select(*columns)])
    both = every.group_by("course").agg(
        *agreed("improvement"),
        _agreed_flag("remission"),
    )
    extra = ["reported_response", "stop_reason", "stop_reason_conflict", "side_effect_stop", "lost_told"]
    return both.join(shown, on="course", how="left").join(told.select("course", *extra), on="course", how="left")
