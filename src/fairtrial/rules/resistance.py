"""FT3xx: does the history count as treatment-resistant under a definition?

Each definition is a data file; this is the one rule that reads them all. A trial's verdict is yes, no or unknown; the
number of trials that did not help is therefore at least the sure ones and at most the sure and open ones.
"""

from __future__ import annotations

import polars as pl

from fairtrial.facts.models import Definition
from fairtrial.rules.adequacy import fair_for
from fairtrial.rules.registry import Rule, declare
from fairtrial.timeline.intervals import at_least, at_most, below, same_group

declare(
    Rule(
        "FT301",
        "The trial counts as one that did not help under the definition.",
        "Each definition states its own weeks, threshold, window and treatment of early stops.",
        "Dose, weeks, response, reason for stopping or place in the episode leave it open.",
        settings=("covered_share",),
    )
)
declare(
    Rule(
        "FT302",
        "Enough distinct trials did not help for the definition to be met.",
        "The number asked for is compared with the least and the most that the records allow.",
        "The least is too few and the most is enough, or a gate (bipolar, mania, psychosis) stands before a yes.",
    )
)


def did_not_help(definition: Definition) -> pl.Expr:
    """Improvement (or remission) against the definition's threshold. A response that was lost later leaves it open."""
    asked = definition.did_not_help
    if asked.without_remission:
        return ~pl.col("remission")
    bounds = ("improvement_least", "improvement_most")
    tests = [
        None if asked.at_least is None else at_least(*bounds, asked.at_least),
        None if asked.below is None else below(*bounds, asked.below),
        None if asked.at_most is None else at_most(*bounds, asked.at_most),
    ]
    helped_not = pl.all_horizontal(test for test in tests if test is not None)
    return pl.when(~pl.col("lost_response").fill_null(False)).then(helped_not).when(~helped_not).then(False)


def counts_under(definition: Definition) -> pl.Expr:
    """FT301: does this trial count as one that did not help under the definition? yes, no or null."""
    failed = fair_for(definition.weeks_at_dose.value) & did_not_help(definition)
    if definition.side_effect_stop_counts.value:
        failed = failed | pl.col("side_effect_stop")
    if not definition.ongoing_counts.value:
        failed = failed & ~pl.col("ongoing")
    if definition.window.value == "current_episode":
        failed = failed & pl.col("in_current_episode")
    return pl.col("counts_as_trial") & failed


def failures(trials: pl.LazyFrame, definitions: list[Definition]) -> pl.LazyFrame:
    """person_id, and per definition ``<id>|least`` and ``<id>|most``: how many distinct trials did not help.

    ``trials`` holds one column ``counts|<id>`` per definition.
    """
    people = trials.select("person_id").unique()
    for by in ("drug", "drug_class"):
        chosen = [d for d in definitions if _distinct_by(d) == by]
        if chosen:
            people = people.join(_distinct(trials, by, chosen), on="person_id", how="left")
    in_a_row = [d for d in definitions if d.consecutive.value]
    return _consecutive(people, trials, in_a_row) if in_a_row else people


def _distinct_by(definition: Definition) -> str:
    return "drug_class" if definition.distinct_by.value == "class" else "drug"


def _distinct(trials: pl.LazyFrame, by: str, definitions: list[Definition]) -> pl.LazyFrame:
    """Distinct drugs (or classes) with a sure, and with a possible, trial that did not help."""
    column = {d.definition: pl.col(f"counts|{d.definition}") for d in definitions}
    each = trials.group_by("person_id", by).agg(
        *(c.fill_null(False).any().alias(f"{d}|least") for d, c in column.items()),
        *(c.fill_null(True).any().alias(f"{d}|most") for d, c in column.items()),
    )
    return each.group_by("person_id").agg(pl.col("^.*\\|(least|most)$").sum().cast(pl.Int64))


def _consecutive(people: pl.LazyFrame, trials: pl.LazyFrame, definitions: list[Definition]) -> pl.LazyFrame:
    """Without two such trials in a row no more than one counts; an order that is open leaves the most as it is."""
    runs = _runs(trials, definitions)
    capped = []
    for d in definitions:
        least, most = pl.col(f"{d.definition}|least"), pl.col(f"{d.definition}|most")
        sure = pl.col(f"{d.definition}|sure_run").fill_null(False) & pl.col("ordered").fill_null(False)
        maybe = pl.col(f"{d.definition}|maybe_run").fill_null(False) | ~pl.col("ordered").fill_null(False)
        capped += [
            pl.when(sure).then(least).otherwise(least.clip(upper_bound=1)),
            pl.when(maybe).then(most).otherwise(most.clip(upper_bound=1)),
        ]
    joined = people.join(runs, on="person_id", how="left").with_columns(capped)
    return joined.drop("ordered", *(f"{d.definition}|{kind}_run" for d in definitions for kind in ("sure", "maybe")))


def _runs(trials: pl.LazyFrame, definitions: list[Definition]) -> pl.LazyFrame:
    """Per person: is the order of trials known, and do two neighbours of different class both count?"""
    same = same_group(["person_id"])
    in_order = ~same | (pl.col("start_least") >= pl.col("start_most").shift(1))
    flags = [(pl.col("start_most").is_not_null() & in_order.fill_null(False)).alias("ordered")]
    for d in definitions:
        mark = pl.col(f"counts|{d.definition}")
        other_class = same & (pl.col("drug_class") != pl.col("drug_class").shift(1))
        flags += [
            (other_class & mark.fill_null(closed) & mark.shift(1).fill_null(closed)).alias(f"{d.definition}|{kind}_run")
            for kind, closed in (("sure", False), ("maybe", True))
        ]
    runs = pl.col("^.*_run$").any()
    ordered = trials.filter("counts_as_trial").sort("person_id", "trial").with_columns(flags)
    return ordered.group_by("person_id").agg(pl.col("ordered").all(), runs)


def verdict(definition: Definition) -> pl.Expr:
    """FT302: did enough distinct trials not help? A gate (column ``gated``) turns yes into null."""
    needed = definition.distinct_trials.value
    enough = at_least(f"{definition.definition}|least", f"{definition.definition}|most", needed)
    return pl.when(~(enough & pl.col("gated")).fill_null(False)).then(enough)
