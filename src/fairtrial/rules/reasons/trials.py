"""FT401, FT402 and FT408: what one trial lacked, said for each trial that is not known to have helped."""

from __future__ import annotations

import functools

import polars as pl

from fairtrial.facts import Facts
from fairtrial.rules.reasons.shape import CANNOT_TELL, RECORDED, SHAPE, SUGGESTED, strength_of
from fairtrial.timeline.intervals import at_least, below, computed, days

NEEDED = (
    "person_id", "course", "trial", "start_least", "stop_most", "ongoing", "counts_as_trial", "adjunct",
    "minimum", "dose_least", "dose_most", "dose_ok", "weeks_least", "weeks_most", "weeks_at_dose_least",
    "weeks_at_dose_most", "long_enough", "dispensed", "taken", "coverage_least", "coverage_most",
    "side_effect_stop", "stop_reason", "intolerant", "fair", "no_response", "baseline", "endpoint",
)  # fmt: skip


def unhelped(trials: pl.LazyFrame) -> pl.LazyFrame:
    """Trials of antidepressants, and of added medicines with a minimum dose, that are not known to have
    helped."""
    counted = pl.col("counts_as_trial") | (pl.col("adjunct") & pl.col("minimum").is_not_null())
    return trials.filter(counted.fill_null(False) & ~pl.col("state").is_in(["response", "remission"]))


def of_trials(trials: pl.LazyFrame, steps: pl.LazyFrame, scores: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """One row for each trial and what it lacked."""
    judged = computed(unhelped(trials).filter(pl.col("state") != "ongoing").select(NEEDED)).lazy()
    told = (
        judged.join(_steadiness(steps, facts), on="course", how="left")
        .join(_scored(judged, scores, facts), on="course", how="left")
        .with_columns(_strengths(facts))
    )
    names = [strength.meta.output_name() for strength in _strengths(facts)]
    long = told.select("person_id", "trial", *names).unpivot(
        names, index=["person_id", "trial"], value_name="strength"
    )
    parts = pl.col("variable").str.split_exact("|", 1)
    return long.drop_nulls("strength").select(
        "person_id", parts.struct[0].alias("rule"), parts.struct[1].alias("topic"), "strength", "trial",
        pl.lit(None, SHAPE["by"]).alias("by"), pl.lit(None, SHAPE["record"]).alias("record"),
    )  # fmt: skip


@functools.cache
def _strengths(facts: Facts) -> list[pl.Expr]:
    """One column per rule and topic; they never change for the same facts."""
    stopped = ~pl.col("ongoing").fill_null(False)
    return [
        pl.when(stopped).then(_too_short(facts)).alias("FT401|too_short"),
        pl.when(stopped).then(_short_at_dose(facts)).alias("FT401|too_short_at_dose"),
        pl.when("unsteady").then(pl.lit(RECORDED)).alias("FT401|no_steady_dose"),
        _low_dose().alias("FT401|dose_below_minimum"),
        _missed().alias("FT401|missed_fills"),
        pl.when(stopped).then(_side_effects()).alias("FT401|stopped_for_side_effects"),
        pl.when(stopped).then(_timing(facts)).alias("FT402|stopped_early"),
        *_measurement(),
    ]


def _too_short(facts: Facts) -> pl.Expr:
    short = below("weeks_least", "weeks_most", facts.number("adequate_weeks"))
    return strength_of(short, pl.col("weeks_most").is_not_null() & (pl.col("weeks_least") > 0))


def _short_at_dose(facts: Facts) -> pl.Expr:
    """Long enough in all and high enough, but not long enough at that dose."""
    in_all = at_least("weeks_least", "weeks_most", facts.number("adequate_weeks"))
    near = pl.col("weeks_at_dose_most").is_not_null()
    return pl.when(in_all & pl.col("dose_ok")).then(strength_of(~pl.col("long_enough"), near))


def _low_dose() -> pl.Expr:
    return strength_of(
        ~pl.col("dose_ok"), pl.all_horizontal(pl.col("minimum", "dose_least", "dose_most").is_not_null())
    )


def _missed() -> pl.Expr:
    filled = pl.col("dispensed").fill_null(False)
    near = pl.all_horizontal(pl.col("coverage_least", "coverage_most").is_not_null())
    return pl.when(filled).then(strength_of(~pl.col("taken"), near)).otherwise(pl.lit(CANNOT_TELL))


def _side_effects() -> pl.Expr:
    open_reason = pl.col("stop_reason").is_null() & ~pl.col("fair").fill_null(False)
    return (
        pl.when("intolerant").then(pl.lit(RECORDED))
        .when(pl.col("side_effect_stop") & pl.col("intolerant").is_null()).then(pl.lit(SUGGESTED))
        .when(open_reason).then(pl.lit(CANNOT_TELL))
    )  # fmt: skip


def _timing(facts: Facts) -> pl.Expr:
    """Before the general minimum; or before the late responders while something was gained or nobody
    measured it."""
    bounds = ("weeks_at_dose_least", "weeks_at_dose_most")
    enough, late = facts.number("adequate_weeks"), facts.number("late_response_weeks")
    reached = pl.col("dose_ok").fill_null(True)
    between = at_least(*bounds, enough) & below(*bounds, late)
    unsure = at_least(*bounds, late).is_null()
    return (
        pl.when(reached & below(*bounds, enough) & (pl.col(bounds[1]) > 0)).then(pl.lit(RECORDED))
        .when(reached & between & ~pl.col("no_response").fill_null(False)).then(pl.lit(SUGGESTED))
        .when(reached & ~between.fill_null(False) & unsure).then(pl.lit(CANNOT_TELL))
    )  # fmt: skip


def _measurement() -> list[pl.Expr]:
    """FT408: why no change can be computed."""
    measured = pl.col("baseline").is_not_null() & pl.col("endpoint").is_not_null()
    dated = pl.col("start_least").is_not_null() & pl.col("stop_most").is_not_null()
    count, scales = pl.col("scores").fill_null(0), pl.col("scales").fill_null(0)
    apart = (scales > 1) & (count == scales)
    return [
        pl.when(~measured & ~dated).then(pl.lit(CANNOT_TELL)).alias("FT408|dates_unknown"),
        pl.when(~measured & dated & (count == 0))
        .then(
            pl.when(pl.col("undated").fill_null(0) > 0).then(pl.lit(CANNOT_TELL)).otherwise(pl.lit(RECORDED))
        )
        .alias("FT408|no_scores"),
        pl.when(~measured & dated & apart).then(pl.lit(RECORDED)).alias("FT408|different_scales"),
        pl.when(~measured & dated & (count > 0) & ~apart)
        .then(pl.lit(SUGGESTED))
        .alias("FT408|not_near_start_or_end"),
    ]


def _steadiness(steps: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """course, unsteady: several doses, none of which can have been held long enough to count."""
    held = facts.number("dose_held_days")
    longest = pl.col("days_most")
    never = (longest.max() < held) & longest.is_not_null().all() & (pl.len() > 1)
    return steps.group_by("course").agg(never.alias("unsteady"))


def _scored(trials: pl.LazyFrame, scores: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """course, scores and scales (within the days that a baseline or an endpoint may lie), undated (scores
    of the person)."""
    totals = scores.filter(
        pl.col("item").is_null()
        & pl.col("total").is_not_null()
        & pl.col("scale").is_in(facts.scale_table["scale"].implode())
    )
    before, after = facts.number("baseline_before_days"), facts.number("endpoint_after_days")
    inside = days("on_least").is_between(pl.col("start_least") - before, pl.col("stop_most") + after)
    each = trials.select("person_id", "course", "start_least", "stop_most").join(totals, on="person_id")
    return each.group_by("course").agg(
        inside.sum().alias("scores"),
        pl.col("scale").filter(inside).n_unique().alias("scales"),
        pl.col("on_least").is_null().sum().alias("undated"),
    )  # fmt: skip
