"""FT31x: staging scales, each item between least and most."""

from __future__ import annotations

from datetime import date

import polars as pl

from fairtrial.facts import Facts
from fairtrial.rules.registry import Rule, declare
from fairtrial.timeline.intervals import computed, days

SIDES = ("least", "most")

declare(
    Rule(
        "FT311",
        "Maudsley staging: duration, severity, failed antidepressants, augmentation and ECT add up to 3 to 15.",
        "A published scale of how resistant a depression has been.",
        "Each item is a pair of bounds; severity without a score spans 1 to 5, duration without an episode 1 to 3.",
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
    trials: pl.LazyFrame, episodes: pl.LazyFrame, scores: pl.LazyFrame, conditions: pl.LazyFrame,
    therapies: pl.LazyFrame, as_of: date, facts: Facts,
) -> pl.LazyFrame:  # fmt: skip
    """One row per person: msm_<item>_*, msm_total_*, thase_rush_*, athf_* (each _least and _most)."""
    people = pl.concat([t.select("person_id") for t in (trials, scores, conditions, therapies)]).unique()
    ect = therapies.filter(pl.col("therapy") == "ect").select("person_id").unique().with_columns(ect=pl.lit(1))
    joined = (
        people.join(_of_trials(trials), on="person_id", how="left")
        .join(episodes, on="person_id", how="left")
        .join(_severity(scores, conditions, facts), on="person_id", how="left")
        .join(ect, on="person_id", how="left")
    )
    points = joined.with_columns(*_duration(as_of, facts), *_points(facts), pl.col("ect").fill_null(0))
    total = [
        pl.sum_horizontal(f"msm_{item}_{side}" for item in ITEMS).alias(f"msm_total_{side}") for side in SIDES
    ]
    return points.with_columns(
        msm_ect_least="ect", msm_ect_most="ect", **{f"thase_rush_{side}": _thase_rush(side) for side in SIDES}
    ).with_columns(total)


ITEMS = ("duration", "severity", "failures", "augmentation", "ect")


def _of_trials(trials: pl.LazyFrame) -> pl.LazyFrame:
    """Per person: failed drugs in the episode, failed classes, TCA and MAOI among them, fair trials, augmentation."""
    failed = failed_fair_trial()
    marked = trials.with_columns(
        failed=failed, failed_now=failed & pl.col("in_current_episode"), fair=pl.col("fair") & pl.col("counts_as_trial"),
        augments=pl.when(pl.col("role") == "augmentation").then(True).when(pl.col("role") != "unknown").then(False),
    )  # fmt: skip
    marked = computed(marked)
    drugs = _count(marked, "drug", "failed_now", "failed_drugs")
    classes = _count(marked, "drug_class", "failed", "failed_classes")
    others = marked.group_by("person_id").agg(
        *(_any(pl.col("failed") & (pl.col("drug_class") == c), side).alias(f"failed_{c}_{side}") for c in ("TCA", "MAOI") for side in SIDES),
        *(pl.col("fair").fill_null(side == "most").sum().cast(pl.Int64).alias(f"athf_{side}") for side in SIDES),
        *(_any(pl.col("augments"), side).cast(pl.Int64).alias(f"msm_augmentation_{side}") for side in SIDES),
    )  # fmt: skip
    return others.join(drugs, on="person_id", how="left").join(classes, on="person_id", how="left")


def _any(flag: pl.Expr, side: str) -> pl.Expr:
    return flag.fill_null(side == "most").any()


def _count(trials: pl.LazyFrame, by: str, flag: str, name: str) -> pl.LazyFrame:
    """Distinct values of ``by`` with a sure (least) or possible (most) ``flag``."""
    each = trials.group_by("person_id", by).agg(_any(pl.col(flag), side).alias(f"{name}_{side}") for side in SIDES)
    return each.group_by("person_id").agg(pl.col(f"{name}_{side}").sum().cast(pl.Int64) for side in SIDES)


def _severity(scores: pl.LazyFrame, conditions: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Maudsley severity 1 to 5 from the band of the latest depression score; psychosis makes severe a 5."""
    bands = pl.DataFrame(
        [(s.scale, b.least, b.most, float(_SEVERITY[b.severity]), s.preference)
         for s in facts.scales.values() if s.measures == "depression" for b in s.bands],
        schema=["scale", "band_least", "band_most", "points", "preference"], orient="row",
    ).lazy()  # fmt: skip
    latest = (
        scores.filter(pl.col("item").is_null())
        .join(bands, on="scale")
        .filter(pl.col("total").is_between("band_least", "band_most"))
        .with_columns(on=days("on_least"))
        .filter(pl.col("on") == days("on_most"))
        .sort("person_id", "on", "preference", descending=[False, True, False], nulls_last=True)
        .group_by("person_id", maintain_order=True)
        .agg(pl.col("points").first())
    )
    psychotic = conditions.filter(
        (pl.col("topic") == "psychotic_depression") & (pl.col("status") != "resolved").fill_null(True)
        & (pl.col("certainty") != "refuted").fill_null(True)
    ).select("person_id").unique().with_columns(psychotic=pl.lit(True))  # fmt: skip
    worst = pl.when(pl.col("psychotic") & (pl.col("points") == 4)).then(5).otherwise(pl.col("points"))
    return latest.join(psychotic, on="person_id", how="full", coalesce=True).select(
        "person_id",
        msm_severity_least=worst.cast(pl.Int64),
        msm_severity_most=worst.cast(pl.Int64),
    )


_SEVERITY = {"none": 1, "mild": 2, "moderate": 3, "severe": 4}


def _duration(as_of: date, facts: Facts) -> list[pl.Expr]:
    """Maudsley duration: up to 12 months 1, up to 24 months 2, longer 3."""
    today = (as_of - date(1970, 1, 1)).days
    month = facts.number("days_per_month")
    bounds = (facts.number("msm_acute_months"), facts.number("msm_subacute_months"))

    def points(start: str) -> pl.Expr:
        months = (today - pl.col(start)) / month
        return pl.when(months <= bounds[0]).then(1).when(months <= bounds[1]).then(2).when(months > bounds[1]).then(3)

    return [
        points("episode_start_most").fill_null(1).cast(pl.Int64).alias("msm_duration_least"),
        points("episode_start_least").fill_null(3).cast(pl.Int64).alias("msm_duration_most"),
    ]


def _points(facts: Facts) -> list[pl.Expr]:
    """Points for failed trials (1-2, 3-4, 5-6, 7-10, over 10), with the open ends of severity filled."""
    steps = [facts.number(f"msm_failures_{n}") for n in range(1, 5)]

    def failures(side: str) -> pl.Expr:
        count = pl.col(f"failed_drugs_{side}").fill_null(0)
        return (1 + sum((count > step).cast(pl.Int64) for step in steps)).alias(f"msm_failures_{side}")

    return [
        *(failures(side) for side in SIDES),
        *(pl.col(f"msm_augmentation_{side}").fill_null(0) for side in SIDES),
        *(pl.col(f"athf_{side}").fill_null(0) for side in SIDES),
        pl.col("msm_severity_least").fill_null(1),
        pl.col("msm_severity_most").fill_null(5),
    ]


def _thase_rush(side: str) -> pl.Expr:
    """Thase-Rush 0 to V: one class, two classes, + TCA, + MAOI, + ECT; each stage asks for the one before."""
    classes = pl.col(f"failed_classes_{side}").fill_null(0)
    two = classes >= 2
    tca = two & pl.col(f"failed_TCA_{side}").fill_null(False)
    maoi = tca & pl.col(f"failed_MAOI_{side}").fill_null(False)
    ect = maoi & (pl.col("ect") == 1)
    steps = (classes >= 1, two, tca, maoi, ect)
    return sum((step.cast(pl.Int64) for step in steps), start=pl.lit(0, pl.Int64))
