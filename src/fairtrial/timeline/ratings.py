"""Pairs of scores: a baseline near the start of a trial, an endpoint near its stop, and whether a response
was lost."""

from __future__ import annotations

import functools

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.intervals import computed, days, numbered

PAIR = ("course", "scale")
PAIRS = pl.Schema(
    {
        "course": pl.Int64(), "scale": pl.String(), "baseline_on": pl.Int64(), "preference": pl.Int64(),
        "remission_at_most": pl.Float64(), "baseline": pl.Float64(), "end_total_least": pl.Float64(),
        "end_total_most": pl.Float64(), "endpoint_on": pl.Int64(), "endpoint": pl.Float64(),
        "lost_response": pl.Boolean(), "improvement_least": pl.Float64(), "improvement_most": pl.Float64(),
        "remission": pl.Boolean(),
    }
)  # fmt: skip
_NO_PAIRS = pl.DataFrame(schema=PAIRS)


def rated(trials: pl.DataFrame, scores: pl.DataFrame, scales: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """One row per course and depression scale with a baseline and an endpoint (shape: ``PAIRS``).

    ``trials`` holds course, person_id, start_* and stop_* (days).
    Baseline: nearest score from 30 days before to 7 days after the start. Endpoint: the last from day 14 to
    14 days after the stop; when the stop is open, every score that may be the last one is kept as a bound.
    Same scale only.
    """
    if not scores.height or not trials.height:
        return _NO_PAIRS
    near = computed(_near(trials, scores, scales, facts).with_columns(*_windows(facts), _PAIR))
    base = computed(near.lazy().group_by("pair", maintain_order=True).agg(_NEAREST).filter(_SETTLED))
    if not base.height:
        return _NO_PAIRS
    beside = near.lazy().join(base.lazy(), on="pair", maintain_order="left").with_columns(_beside(facts))
    pairs = (
        beside.group_by("pair", maintain_order=True).agg(_ENDPOINT).with_columns(_CHANGE).select(list(PAIRS))
    )
    unsure = _told_once(scores).select("person_id", "scale", days("on_least"), days("on_most"))
    return computed(_opened(pairs, trials, computed(unsure), facts))


_PAIR = numbered(PAIR).alias("pair")
_UNSURE = pl.col("item").is_null() & (
    pl.col("total").is_null() | (pl.col("on_least") != pl.col("on_most")).fill_null(True)
)


def _told_once(scores: pl.DataFrame) -> pl.LazyFrame:
    """Scores without an exact day or total, save those that an exact one before tells: "PHQ-9 from 19 to 13"."""
    exact = scores.lazy().filter(_TOTAL_OF_A_DAY).select("person_id", "scale", "total", known_on="on_least")
    each = scores.lazy().filter(_UNSURE).with_row_index("place")
    earlier = each.filter(pl.col("on_least").is_null()).join(exact, on=["person_id", "scale", "total"])
    told = earlier.filter(pl.col("known_on") <= pl.col("on_most")).select("place").unique()
    return each.join(told, on="place", how="anti")


def _opened(pairs: pl.LazyFrame, trials: pl.DataFrame, unsure: pl.DataFrame, facts: Facts) -> pl.LazyFrame:
    """Leave the change open where a score without total or exact day may be the baseline or the endpoint."""
    if not unsure.height:
        return pairs
    before, after = int(facts.number("baseline_before_days")), int(facts.number("baseline_after_days"))
    last = int(facts.number("endpoint_after_days"))
    early = (pl.col("on_most") >= pl.col("start_least") - before) & (
        pl.col("on_least") <= pl.col("start_most") + after
    )
    late = (pl.col("on_most") >= pl.col("endpoint_on")) & (pl.col("on_least") <= pl.col("stop_most") + last)
    dated = pairs.join(trials.lazy().select(_TRIAL), on="course")
    beside = dated.join(unsure.lazy(), on=["person_id", "scale"]).filter((early | late).fill_null(True))
    doubted = pairs.join(beside.select(PAIR).unique().with_columns(doubted=True), on=PAIR, how="left")
    change = ("improvement_least", "improvement_most", "remission", "lost_response")
    return doubted.with_columns(pl.when(pl.col("doubted").is_null()).then(c).alias(c) for c in change).drop(
        "doubted"
    )


_TOTAL_OF_A_DAY = (
    pl.col("item").is_null() & pl.col("total").is_not_null() & (pl.col("on_least") == pl.col("on_most"))
)
_TOTAL = ["person_id", "scale", "total", days("on_least").alias("on")]
_TRIAL = ["course", "person_id", "start_least", "start_most", "stop_least", "stop_most"]
_DAY = ["person_id", "scale", "on", "preference", "remission_at_most"]
_BOUNDS_OF_DAY = [pl.col("total").min().alias("total_least"), pl.col("total").max().alias("total_most")]
_DATED = pl.col("start_least").is_not_null() & pl.col("stop_most").is_not_null()


def _near(trials: pl.DataFrame, scores: pl.DataFrame, scales: pl.DataFrame, facts: Facts) -> pl.LazyFrame:
    """Depression totals with a known day, beside each dated trial of the person that they may belong to, in order."""
    totals = scores.lazy().filter(_TOTAL_OF_A_DAY).select(_TOTAL).join(scales.lazy(), on="scale")
    daily = totals.group_by(_DAY).agg(_BOUNDS_OF_DAY)
    beside = trials.lazy().filter(_DATED).select(_TRIAL).join(daily, on="person_id")
    return beside.filter(_reach(facts)).sort(*PAIR, "on")


@functools.cache
def _reach(facts: Facts) -> pl.Expr:
    before, after = int(facts.number("baseline_before_days")), int(facts.number("endpoint_after_days"))
    return (pl.col("on") >= pl.col("start_least") - before) & (pl.col("on") <= pl.col("stop_most") + after)


@functools.cache
def _windows(facts: Facts) -> list[pl.Expr]:
    """Days from each bound of the start, null outside the window of a baseline; and the days an endpoint may
    lie on."""
    before, after = int(facts.number("baseline_before_days")), int(facts.number("baseline_after_days"))
    first, last = int(facts.number("endpoint_from_days")), int(facts.number("endpoint_after_days"))
    since = {start: pl.col("on") - pl.col(start) for start in ("start_least", "start_most")}
    late = pl.col("on") >= pl.col("start_most") + first
    return [
        *(
            pl.when((d >= -before) & (d <= after)).then(d.abs()).alias(f"{start}_away")
            for start, d in since.items()
        ),
        late.alias("late"),
        (late & (pl.col("on") <= pl.col("stop_least") + last)).alias("certain"),
    ]


def _nearest(column: str, start: str) -> pl.Expr:
    """The value of the score nearest to ``start`` within the window of a baseline; of two equally near the
    earlier."""
    return pl.col(column).get(pl.col(f"{start}_away").arg_min())


_NEAREST = [
    _nearest("on", "start_least").alias("baseline_on"),
    _nearest("on", "start_most").alias("start_most_on"),
    _nearest("total_least", "start_least").alias("baseline"),
    _nearest("total_most", "start_least").alias("baseline_most"),
    pl.col("on").filter("certain").max().alias("last_certain"),
]
_SETTLED = (
    (pl.col("baseline_on") == pl.col("start_most_on"))
    & (pl.col("baseline") == pl.col("baseline_most"))
    & (pl.col("baseline") > 0)
    & pl.col("last_certain").is_not_null()
)
"""The same score is nearest on every day the start can have been, and the scores of that day agree; and there
is an end."""


@functools.cache
def _beside(facts: Facts) -> list[pl.Expr]:
    """May it be the last? And while taken: at half the baseline or less, or back to within 25 % of it?"""
    half = 1 - facts.number("response_percent") / 100
    back = 1 - facts.number("lost_within_percent") / 100
    taken = (pl.col("on") > pl.col("start_most")) & (pl.col("on") <= pl.col("stop_least"))
    return [
        (pl.col("late") & (pl.col("on") >= pl.col("last_certain"))).alias("may_be_last"),
        (taken & (pl.col("total_most") <= half * pl.col("baseline"))).alias("better"),
        (taken & (pl.col("total_least") >= back * pl.col("baseline"))).alias("back"),
        taken.alias("while_taken"),
    ]


_ENDPOINT = [
    pl.col("course", "scale", "baseline_on", "baseline", "preference", "remission_at_most").first(),
    pl.col("total_least").filter("may_be_last").min().alias("end_total_least"),
    pl.col("total_most").filter("may_be_last").max().alias("end_total_most"),
    pl.col("on").filter("may_be_last").first().alias("endpoint_on"),
    pl.col("total_least").filter("may_be_last").first().alias("endpoint"),
    pl.col("on").filter("better").min().alias("first_better"),
    pl.col("on").filter("back").max().alias("last_back"),
    pl.col("while_taken").sum().alias("scores_while_taken"),
]
_FALLEN = {
    bound: pl.col("baseline") - pl.col(f"end_total_{other}")
    for bound, other in (("least", "most"), ("most", "least"))
}
_CHANGE = [
    *((100 * fallen / pl.col("baseline")).alias(f"improvement_{bound}") for bound, fallen in _FALLEN.items()),
    pl.when(pl.col("end_total_most") <= pl.col("remission_at_most")).then(True)
    .when(pl.col("end_total_least") > pl.col("remission_at_most")).then(False).alias("remission"),
    pl.when(pl.col("last_back") > pl.col("first_better")).then(True)
    .when(pl.col("scores_while_taken") > 1).then(False).alias("lost_response"),
]  # fmt: skip
