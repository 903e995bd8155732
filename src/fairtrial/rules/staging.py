"""FT31x: staging scales, each item between least and most."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date

import polars as pl

from fairtrial.facts import Facts
from fairtrial.rules.registry import Rule, declare
from fairtrial.rules.resistance import sure_and_possible
from fairtrial.rules.severity import severity
from fairtrial.timeline.day_numbers import day_number
from fairtrial.timeline.intervals import FAR_DAYS, computed

SIDES = ("least", "most")

declare(
    Rule(
        "FT311",
        "Maudsley staging: duration, severity, failed antidepressants, augmentation and ECT add up "
        "to 3 to 15.",
        "A published scale of how resistant a depression has been.",
        "Each item is a pair of bounds; severity without a score spans 1 to 5, duration without an "
        "episode 1 to 3.",
        settings=(
            "msm_acute_months", "msm_subacute_months", "msm_failures_1", "msm_failures_2", "msm_failures_3",
            "msm_failures_4", "msm_mild_most", "msm_moderate_most",
        ),
        sources=("MSMTAB", "MSMPTS"),
    )
)  # fmt: skip
declare(
    Rule(
        "FT312",
        "Thase-Rush stage: one class, two classes, then a TCA, an MAOI and ECT, each after the one before.",
        "The oldest staging; it assumes an order of classes and ignores augmentation.",
        "A fair trial whose outcome is open makes a higher stage possible.",
        sources=("THASER",),
    )
)
declare(
    Rule(
        "FT313",
        "ATHF-style count: how many antidepressant trials were fair, whatever they did.",
        "It says how much the history can tell at all.",
        "Dose, weeks or fills of a trial leave open whether it was fair.",
        settings=("adequate_weeks", "covered_share"),
        sources=("ATHFBLOG",),
    )
)


def failed_fair_trial() -> pl.Expr:
    """A fair trial that did not bring a response: the failure that staging scales count."""
    return pl.col("counts_as_trial") & pl.col("fair") & ~pl.col("response")


def staging(
    trials: pl.DataFrame, episodes: pl.DataFrame, scores: pl.DataFrame, conditions: pl.DataFrame,
    therapies: pl.DataFrame, as_of: date, facts: Facts,
) -> pl.DataFrame:  # fmt: skip
    """One row per person: msm_<item>_*, msm_total_*, thase_rush_*, athf_* (each _least and _most)."""
    people = pl.concat(
        [t.lazy().select("person_id") for t in (trials, scores, conditions, therapies)]
    ).unique()
    had_ect = therapies.get_column("person_id").filter(therapies.get_column("therapy") == "ect")
    joined = (
        people.join(_of_trials(trials.lazy()), on="person_id", how="left")
        .join(episodes.lazy(), on="person_id", how="left")
        .join(severity(scores, conditions, facts), on="person_id", how="left")
        .with_columns(pl.col("person_id").is_in(had_ect.implode()).cast(pl.Int64).alias("ect"))
    )
    return computed(joined.with_columns(*_duration(as_of, facts), *_points(facts)).with_columns(_TOTALS))


ITEMS = ("duration", "severity", "failures", "augmentation", "ect")
OF_NOTHING_KNOWN = {
    f"{name}_{side}": value
    for name, bounds in {
        "msm_duration": (1, 3), "msm_severity": (1, 5), "msm_failures": (1, 1), "msm_augmentation": (0, 0),
        "msm_ect": (0, 0), "msm_total": (3, 9), "thase_rush": (0, 0), "athf": (0, 0),
    }.items()
    for side, value in zip(SIDES, bounds, strict=True)
}  # fmt: skip
"""The row of ``staging`` of a person of whom nothing is recorded, who has none there."""
_SEVERITY = [f"msm_severity_{side}" for side in SIDES]


def _any(flag: pl.Expr, name: str) -> list[pl.Expr]:
    """Whether any row has a flag that is true, and that is true or unknown."""
    return [flag.any().alias(f"{name}_least"), flag.fill_null(True).any().alias(f"{name}_most")]


_FAILED = failed_fair_trial()
_MARKS = [
    pl.col("person_id", "drug", "drug_class"),
    _FAILED.alias("failed"),
    (_FAILED & pl.col("in_current_episode")).alias("failed_now"),
    (pl.col("fair") & pl.col("counts_as_trial")).alias("athf"),
    pl.when(pl.col("role") != "unknown").then(pl.col("role") == "augmentation").alias("augments"),
]
_OF_PERSON = [
    *(
        e
        for c in ("TCA", "MAOI")
        for e in _any(pl.col("failed") & (pl.col("drug_class") == c), f"failed_{c}")
    ),
    *sure_and_possible("athf", "athf_"),
    *_any(pl.col("augments"), "msm_augmentation"),
]


def _of_trials(trials: pl.LazyFrame) -> pl.LazyFrame:
    """Per person: failed drugs in the episode, failed classes, TCA and MAOI among them, fair trials,
    augmentation."""
    marked = computed(trials.select(_MARKS)).lazy()
    drugs = _count(marked, "drug", "failed_now", "failed_drugs")
    classes = _count(marked, "drug_class", "failed", "failed_classes")
    return (
        marked.group_by("person_id").agg(_OF_PERSON).join(drugs, on="person_id").join(classes, on="person_id")
    )


def _count(trials: pl.LazyFrame, by: str, flag: str, name: str) -> pl.LazyFrame:
    """Distinct values of ``by`` with a sure (least) or possible (most) ``flag``."""
    each = trials.group_by("person_id", by).agg(pl.col(flag).any(ignore_nulls=False))
    return each.group_by("person_id").agg(sure_and_possible(flag, f"{name}_"))


def _thase_rush(side: str) -> pl.Expr:
    """Thase-Rush 0 to V: one class, two classes, + TCA, + MAOI, + ECT; each stage asks for the one before."""
    classes = pl.col(f"failed_classes_{side}").fill_null(0)
    two = classes >= 2
    tca = two & pl.col(f"failed_TCA_{side}").fill_null(False)
    maoi = tca & pl.col(f"failed_MAOI_{side}").fill_null(False)
    ect = maoi & (pl.col("ect") == 1)
    steps = (classes >= 1, two, tca, maoi, ect)
    return sum((step.cast(pl.Int64) for step in steps), start=pl.lit(0, pl.Int64)).alias(f"thase_rush_{side}")


@functools.cache
def _duration(as_of: date, facts: Facts) -> list[pl.Expr]:
    """Maudsley duration: up to 12 months 1, up to 24 months 2, longer 3."""
    today = day_number(as_of)
    month = facts.number("days_per_month")
    bounds = (facts.number("msm_acute_months"), facts.number("msm_subacute_months"))

    def points(start: pl.Expr) -> pl.Expr:
        return _one_more_for_each((today - start) / month, bounds)

    return [
        points(pl.col("episode_start_most").fill_null(today)).alias("msm_duration_least"),
        points(pl.col("episode_start_least").fill_null(-FAR_DAYS)).alias("msm_duration_most"),
    ]


def _one_more_for_each(value: pl.Expr, steps: Sequence[float]) -> pl.Expr:
    """1, and one more for each of the steps, in rising order, that ``value`` exceeds."""
    return (pl.lit(pl.Series(steps)).search_sorted(value, side="left") + 1).cast(pl.Int64)


@functools.cache
def _points(facts: Facts) -> list[pl.Expr]:
    """Points for failed trials (1-2, 3-4, 5-6, 7-10, over 10), with the open ends of severity filled, and
    Thase-Rush."""
    steps = [facts.number(f"msm_failures_{n}") for n in range(1, 5)]
    failed = {side: pl.col(f"failed_drugs_{side}").fill_null(0).cast(pl.Float64) for side in SIDES}
    return [
        *(_one_more_for_each(count, steps).alias(f"msm_failures_{side}") for side, count in failed.items()),
        *(pl.col(f"msm_augmentation_{side}").cast(pl.Int64).fill_null(0) for side in SIDES),
        *(pl.col(f"athf_{side}").fill_null(0) for side in SIDES),
        *(pl.col(name).fill_null(OF_NOTHING_KNOWN[name]) for name in _SEVERITY),
        *(pl.col("ect").alias(f"msm_ect_{side}") for side in SIDES),
        *(_thase_rush(side) for side in SIDES),
    ]


_TOTALS = [
    pl.sum_horizontal(f"msm_{item}_{side}" for item in ITEMS).alias(f"msm_total_{side}") for side in SIDES
]
