"""How long, how much and how regularly: each course measured between least and most.

Every kind of evidence (fills, orders, administrations, reports) is a layer that is measured by itself; layers that agree
narrow each other, layers that contradict each other widen the result and are named as a conflict.
"""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.timeline.courses import Courses
from fairtrial.timeline.intervals import agreed, at_least, following, same_group

LAYER = ("course", "layer")
WHO = [pl.col("person_id").first(), pl.col("drug").first(), pl.col("kind").first()]


def dose_steps(spans: pl.LazyFrame, found: Courses, minimums: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Periods at one dose: course, layer, kind, from_day, to_day, days_*, at_days_*, covered_*, dose_*.

    ``minimums`` holds ``drug`` and ``minimum`` (mg per day, null when the list is silent).
    """
    parts = [_dated_steps(found.supplies, facts), _vague_steps(spans, found.members)]
    return (
        pl.concat(parts, how="diagonal")
        .join(minimums.select("drug", "minimum"), on="drug", how="left")
        .with_columns(reached=at_least("dose_least", "dose_most", "minimum"))
        .with_columns(
            at_days_least=pl.when(pl.col("reached")).then("days_least").otherwise(0),
            at_days_most=pl.when(~pl.col("reached")).then(0).otherwise(pl.col("days_most")),
        )
    )


def _dated_steps(supplies: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Supplies in order of time within a layer, neighbours of the same dose put together."""
    gap = int(facts.number("permitted_gap_days"))
    doses = ["course", "kind", "dose_least", "dose_most"]
    measured = (
        supplies.sort("course", "kind", "from_day")
        .with_columns(next_day=following("from_day", ["course", "kind"]))
        .with_columns(
            days_least=_days("end_least", gap), days_most=_most_days(gap),
            covered_least=_days("end_least", None), covered_most=_days("end_most", None),
            step=(~same_group(doses)).cum_sum(),
        )
    )  # fmt: skip
    sums = ["days_least", "days_most", "covered_least", "covered_most"]
    return measured.group_by("step").agg(
        *WHO, pl.col("course", "dose_least", "dose_most").first(), pl.lit(0, pl.Int64).alias("layer"),
        pl.col("begin").min().alias("start_least"), pl.col("begin").min().alias("start_most"),
        pl.col("from_day").min(), pl.col("end_least").max().alias("stop_least"),
        pl.col("end_most").max().alias("stop_most"), pl.col("ended").all(), pl.col("firm").any(), *(pl.col(c).sum() for c in sums),
    ).drop("step")  # fmt: skip


def _days(end: str, gap: int | None) -> pl.Expr:
    """Days from ``from_day`` to the end or the next supply; a permitted gap before the next supply counts."""
    plain = pl.min_horizontal(end, "next_day")
    to = plain if gap is None else pl.when(pl.col(end) + gap >= pl.col("next_day")).then("next_day").otherwise(plain)
    return (to - pl.col("from_day")).clip(lower_bound=0)


def _most_days(gap: int) -> pl.Expr:
    """Between two fills supply decides; between two orders or reports of one course it may have been taken throughout."""
    between = pl.col("next_day") - pl.col("from_day")
    lasting = (pl.col("kind") != "dispensed") & pl.col("next_day").is_not_null()
    return pl.when(lasting).then(between).otherwise(_days("end_most", gap))


def _vague_steps(spans: pl.LazyFrame, members: pl.LazyFrame) -> pl.LazyFrame:
    """Each use without a known first day is a layer of its own: told length first, else the days its dates allow."""
    undated = pl.col("begin_least").is_null()
    known_stop = pl.col("stopped_on_least").is_not_null() | pl.col("stopped_on_most").is_not_null()
    between_least = (pl.col("end_least") - pl.col("begin_most")).clip(lower_bound=0)
    between_most = pl.col("end_most") - pl.col("begin_least")
    told = pl.col("days_supply")
    return (
        spans.filter(~pl.col("exact"))
        .join(members, on="row")
        .select(
            "person_id", "drug", "kind", "course", "ended", "firm",
            layer=pl.col("row").cast(pl.Int64) + 1,
            start_least="begin_least", start_most="begin_most",
            stop_least=pl.when(~undated | known_stop).then("end_least"),
            stop_most=pl.when(~undated | known_stop).then("end_most"),
            days_least=pl.coalesce("days_reported_least", told, pl.when(~undated).then(between_least), 0).cast(pl.Int64),
            days_most=pl.coalesce("days_reported_most", told, pl.when(~undated).then(between_most)).cast(pl.Int64),
            dose_least="dose_mg_per_day_least", dose_most="dose_mg_per_day_most",
        )
    )  # fmt: skip


def layers(steps: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """One row per course, kind of evidence and statement, with its own measures."""
    held = int(facts.number("dose_held_days"))
    dosed = pl.col("dose_least").is_not_null()
    return steps.group_by(*LAYER, "kind").agg(
        pl.col("person_id", "drug").first(),
        pl.col("start_least").min(), pl.col("start_most").min(),
        pl.col("stop_least").max(), pl.col("stop_most").max(),
        pl.col("days_least").sum(), _open_sum("days_most"),
        pl.when(dosed.any()).then(pl.col("at_days_least").sum()).alias("at_days_least"),
        pl.when(dosed.any()).then(_open_sum("at_days_most")).alias("at_days_most"),
        *_held_dose(held),
        pl.when(pl.col("kind").first() == "dispensed").then(pl.col("covered_least").sum()).alias("covered_least"),
        pl.when(pl.col("kind").first() == "dispensed").then(_open_sum("covered_most")).alias("covered_most"),
        pl.when(dosed.any()).then(pl.col("reached").fill_null(False).all()).alias("always_at_dose"),
        pl.when(dosed.any()).then((~pl.col("reached")).fill_null(False).all()).alias("never_at_dose"),
        pl.col("ended").all(), pl.col("firm").any(),
    )  # fmt: skip


def _open_sum(column: str) -> pl.Expr:
    """A sum that stays open when a part of it is open."""
    return pl.when(pl.col(column).is_not_null().all()).then(pl.col(column).sum()).alias(column)


def _held_dose(held_days: int) -> list[pl.Expr]:
    """Highest dose held long enough; when none can have been, the highest there is."""
    low, high = pl.col("dose_least"), pl.col("dose_most")
    surely, maybe = pl.col("days_least") >= held_days, (pl.col("days_most") >= held_days).fill_null(True)
    unknown = low.is_null()
    open_high = (unknown & maybe).any()
    return [
        pl.coalesce(low.filter(surely).max(), low.filter(maybe).min(), low.max()).alias("dose_least"),
        pl.when(~open_high).then(pl.coalesce(high.filter(maybe).max(), high.max())).alias("dose_most"),
    ]


def measured(layers: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """One row per course: weeks, weeks at dose, highest dose, coverage, evidence, each between least and most."""
    apart = facts.number("conflict_days")
    fills = layers.filter(pl.col("kind") == "dispensed").group_by("course").agg(
        _share("covered_least", pl.col("stop_most") - pl.col("start_least")).alias("coverage_least"),
        _share("covered_most", pl.col("stop_least") - pl.col("start_most")).alias("coverage_most"),
    )  # fmt: skip
    joined = layers.with_columns(_softened("stop_most"), _softened("days_most")).group_by("course").agg(
        pl.col("person_id", "drug").first(),
        *agreed("start", apart), *agreed("stop", apart), *agreed("days", apart),
        *agreed("at_days", apart), *agreed("dose"),
        pl.col("always_at_dose").all(), pl.col("never_at_dose").all(),
        pl.col("at_days_least").is_not_null().any().alias("dosed"),
        pl.col("kind").is_in(["prescribed", "administered"]).any().alias("documented"),
        (pl.col("kind") == "dispensed").any().alias("dispensed"),
        pl.col("ended").all(),
    )  # fmt: skip
    return joined.join(fills, on="course", how="left").with_columns(*_weeks()).with_columns(
        evidence=pl.when("documented").then(pl.lit("documented")).when("dispensed").then(pl.lit("dispensed"))
        .otherwise(pl.lit("reported")),
    )  # fmt: skip


def _softened(bound: str) -> pl.Expr:
    """An order that ran out bounds nothing from above where fills tell how long it was taken."""
    fills = pl.col("course").is_in(pl.col("course").filter(pl.col("kind") == "dispensed").implode())
    return pl.when(pl.col("firm") | ~fills).then(bound).alias(bound)


def _share(covered: str, span: pl.Expr) -> pl.Expr:
    """Covered days over days, at most 1; open when the covered days are open; 1 when the span is not even a day."""
    known = pl.col(covered).is_not_null().all()
    share = pl.col(covered).sum() / span.clip(lower_bound=1).sum()
    return pl.when(known).then(share.clip(0, 1))


def _weeks() -> list[pl.Expr]:
    """Days in all and at dose as weeks; a dose always (or never) high enough settles the days at dose.

    Where sources contradict each other about the days, the days in dispute may be days at dose.
    """
    disputed = pl.when("days_apart").then(pl.col("days_most") - pl.col("days_least")).otherwise(0)
    sure = (pl.col("at_days_least") - disputed.fill_null(pl.col("at_days_least"))).clip(lower_bound=0)
    always = pl.col("dosed") & pl.col("always_at_dose").fill_null(False)
    never = pl.col("dosed") & pl.col("never_at_dose").fill_null(False)
    most = pl.when(never).then(0).otherwise(pl.min_horizontal("at_days_most", "days_most"))
    least = pl.when(always).then("days_least").otherwise(pl.min_horizontal(sure.fill_null(0), most))
    return [
        (pl.col("days_least") / 7).alias("weeks_least"),
        (pl.col("days_most") / 7).alias("weeks_most"),
        (least / 7).alias("weeks_at_dose_least"),
        (most / 7).alias("weeks_at_dose_most"),
    ]



def gaps(supplies: pl.LazyFrame) -> pl.LazyFrame:
    """course, from_day, to_day: days inside a course for which fills leave no supply."""
    fills = supplies.filter(pl.col("kind") == "dispensed").sort("course", "from_day")
    return (
        fills.with_columns(next_day=following("from_day", ["course"]))
        .filter(pl.col("end_most") < pl.col("next_day"))
        .select("course", from_day="end_most", to_day="next_day")
    )
