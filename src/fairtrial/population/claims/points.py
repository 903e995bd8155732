"""Route ``points``: what each trial of the first months adds, between least and most."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.claims import Points
from fairtrial.population.claims.route import SCHEMA, Answer
from fairtrial.rules.adequacy import fair_for

WHO = "person_id"
SIDES = ("least", "most")
OF_TRIALS = (
    "drug", "counts_as_trial", "role", "started_on_least", "started_on_most", "dose_least", "dose_most", "dose_ok",
    "taken", "dispensed", "weeks_at_dose_least", "weeks_at_dose_most",
)  # fmt: skip
"""The columns of trials that points are counted from."""


def points(trials: pl.DataFrame, ect: pl.DataFrame, route: Points, facts: Facts) -> Answer:
    """Points within ``within_days`` of the first day of the first antidepressant, whatever it was given for."""
    trials = trials.with_columns(pl.col("counts_as_trial").fill_null(True))
    inside = _inside(trials, int(route.within_days.value)).join(_high(facts), on="drug", how="left").lazy()
    each = inside.with_columns(fair=fair_for(route.fair_trial_weeks.value) & pl.col("counts_as_trial"))
    worth = each.select(
        WHO, *(_worth(route, side).alias(side) for side in SIDES), begun=pl.col("started_on_least")
    )
    sums = worth.group_by(WHO).agg(pl.col(*SIDES).sum())
    ects = ect.lazy().with_columns(ect=pl.lit(route.ect_points.value))
    total = sums.join(ects, on=WHO, how="full", coalesce=True).with_columns(
        pl.col("ect", *SIDES).fill_null(0)
    )
    bounds = total.with_columns(pl.col(*SIDES) + pl.col("ect"))
    edge = route.more_than.value
    met = pl.when(pl.col("least") > edge).then(True).when(pl.col("most") <= edge).then(False)
    shaped = bounds.with_columns(met=met, on=pl.lit(None, pl.Int64))
    return shaped.select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()).collect()


def _inside(trials: pl.DataFrame, within: int) -> pl.DataFrame:
    """Trials that begin in the window: yes, no, or null when their start is open (``inside``)."""
    exact = pl.col("started_on_least") == pl.col("started_on_most")
    first = (
        trials.filter("counts_as_trial")
        .filter(exact)
        .group_by(WHO)
        .agg(first=pl.col("started_on_least").min())
    )
    late = (pl.col("started_on_least") - pl.col("first")).dt.total_days() > within
    joined = trials.join(first, on=WHO, how="left")
    sure = exact.fill_null(False) & pl.col("first").is_not_null()
    return joined.with_columns(inside=pl.when(sure).then(~late)).filter(pl.col("inside").fill_null(True))


def _worth(route: Points, side: str) -> pl.Expr:
    """Points of one trial: nothing is sure of a trial whose place is open."""
    closed = side == "most"
    settled = pl.lit(True) if not closed else pl.col("inside").is_not_null()
    fair = pl.when(settled).then(pl.col("fair").fill_null(closed)).otherwise(_may_be_fair())
    high = pl.col("counts_as_trial") & (pl.col(f"dose_{side}") >= pl.col("upper")).fill_null(closed)
    added = (pl.col("role") == "augmentation") | (closed & (pl.col("role") == "unknown"))
    whole = (
        fair * route.fair_trial_points.value
        + (fair & high) * route.high_dose_points.value
        + added * route.addition_points.value
    )
    return whole if closed else pl.when(pl.col("inside").fill_null(False)).then(whole).otherwise(0.0)


def _may_be_fair() -> pl.Expr:
    """A trial of open days may have lasted long enough; only a dose below the minimum rules that out."""
    return pl.col("counts_as_trial") & pl.col("dose_ok").fill_null(True)


def _high(facts: Facts) -> pl.DataFrame:
    """drug, upper: the upper end of the usual range in mg a day."""
    rows = [(d.drug, d.doses.usual_mg_per_day.most) for d in facts.drugs.values() if d.doses.usual_mg_per_day]
    return pl.DataFrame(rows, schema={"drug": pl.String, "upper": pl.Float64}, orient="row")
