"""FT403: the same pathway again. Only pathways that treat depression count, and each drug once, by its
fairest trial."""

from __future__ import annotations

import functools

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.pathways import antidepressant_pathways
from fairtrial.rules.reasons.shape import CANNOT_TELL, RECORDED, SUGGESTED, rows
from fairtrial.timeline.intervals import computed


@functools.cache
def drug_pathways(facts: Facts) -> pl.LazyFrame:
    """drug, pathway: what each drug does that treats depression."""
    pairs = [(drug, name) for drug in facts.drugs for name in antidepressant_pathways(drug, facts)]
    return pl.LazyFrame(pairs, schema={"drug": pl.String(), "pathway": pl.String()}, orient="row")


def of_pathways(trials: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Trials that brought no new pathway (recorded), trials that overlap (suggested), or that it cannot be told.

    A pathway that helped once is no reason for lack of benefit, and one drug alone repeats nothing.
    """
    tried = computed(_tried(trials, facts)).lazy()
    several = tried.group_by("person_id").agg(pl.col("trial").n_unique()).filter(pl.col("trial") > 1)
    without = computed(tried.filter(~pl.col("helped")).join(several, on="person_id", how="semi")).lazy()
    plans = (_repeated(without.filter("fair")), _shared(without))
    again, overlapping = (computed(plan).lazy() for plan in plans)
    partly = overlapping.join(again, on="person_id", how="anti")
    told = pl.concat([again.select("person_id"), overlapping.select("person_id")])
    fair = tried.group_by("person_id").agg(
        pl.col("drug").filter(pl.col("fair").fill_null(False)).n_unique().alias("fair")
    )
    few = fair.filter(pl.col("fair") < 2).join(told, on="person_id", how="anti")
    return pl.concat([
        rows(again, "FT403", "trial", topic="same_pathways", strength=RECORDED),
        rows(partly, "FT403", "trial", topic="overlap_in_part", strength=SUGGESTED),
        rows(few, "FT403", topic="too_few_fair_trials", strength=CANNOT_TELL),
    ])  # fmt: skip


def _tried(trials: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """person_id, drug, trial, fair, helped, pathway."""
    order = pl.when(pl.col("fair").is_null()).then(1).when("fair").then(2).otherwise(0)
    helped = pl.col("state").is_in(["response", "remission"]).alias("helped")
    return (
        trials.filter(pl.col("counts_as_trial"))
        .select("person_id", "drug", "trial", "fair", helped, order.alias("order"))
        .sort("order", "trial", descending=[True, False])
        .unique(["person_id", "drug"], keep="first", maintain_order=True)
        .drop("order")
        .join(drug_pathways(facts), on="drug")
    )


def _repeated(fair: pl.LazyFrame) -> pl.LazyFrame:
    """person_id, trial: fair trials that added no pathway to earlier fair ones, with those they repeat; of
    trials that did not help."""
    use = ("person_id", "pathway")
    fair = computed(fair).lazy()
    first = fair.join(fair.group_by(use).agg(first=pl.col("trial").min()), on=use)
    each = first.group_by("person_id", "trial").agg(
        new=(pl.col("first") == pl.col("trial")).any(),
        earlier=pl.col("first").unique(),
    )
    none_new = computed(each.filter(~pl.col("new"))).lazy()
    return pl.concat([
        none_new.select("person_id", "trial"),
        none_new.select("person_id", trial="earlier").explode("trial"),
    ]).unique()  # fmt: skip


def _shared(tried: pl.LazyFrame) -> pl.LazyFrame:
    """person_id, trial: trials of different drugs that share a pathway."""
    use = ("person_id", "pathway")
    count = tried.join(tried.group_by(use).agg(drugs=pl.len()), on=use)
    return count.filter(pl.col("drugs") > 1).select("person_id", "trial").unique()
