"""FT3xx: does the history count as treatment-resistant under a definition?

Each definition is a data file; this is the one rule that reads them all. A trial's verdict is yes, no or
unknown; the number of trials that did not help is therefore at least the sure ones and at most the sure and
open ones.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.models import Definition
from fairtrial.rules.adequacy import fair_for
from fairtrial.rules.in_a_row import capped_without_a_run
from fairtrial.rules.registry import Rule, declare
from fairtrial.timeline.intervals import at_least, at_most, computed

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
        "The least is too few and the most is enough, or a gate (bipolar, mania, psychosis) stands before a "
        "yes.",
    )
)


Share = Callable[[str, pl.Expr], pl.Expr]
"""Takes a name and a comparison that several definitions ask alike; gives the expression to put in its
place."""


def _in_place(_name: str, comparison: pl.Expr) -> pl.Expr:
    return comparison


def did_not_help(definition: Definition, share: Share = _in_place) -> pl.Expr:
    """Improvement (or remission) against the definition's threshold. A response that was lost later leaves it
    open."""
    asked = definition.did_not_help
    if asked.without_remission:
        return ~pl.col("remission")
    bounds = ("improvement_least", "improvement_most")
    tests = [share("part|kept", _KEPT)]
    if asked.at_least is not None:
        tests.append(share(f"part|at least {asked.at_least}", at_least(*bounds, asked.at_least)))
    if asked.below is not None:
        tests.append(~share(f"part|at least {asked.below}", at_least(*bounds, asked.below)))
    if asked.at_most is not None:
        tests.append(share(f"part|at most {asked.at_most}", at_most(*bounds, asked.at_most)))
    return functools.reduce(operator.and_, tests)


_UNKNOWN = pl.lit(None, pl.Boolean())
_KEPT = ~pl.col("lost_response").fill_null(False) | _UNKNOWN
"""True, or null where a response was lost: turns a yes into unknown and leaves a no as it is."""


def counts_under(definition: Definition, share: Share = _in_place) -> pl.Expr:
    """FT301: does this trial count as one that did not help under the definition? yes, no or null."""
    weeks = definition.weeks_at_dose.value
    failed = share(f"part|fair for {weeks}", fair_for(weeks)) & did_not_help(definition, share)
    if definition.side_effect_stop_counts.value:
        failed = failed | pl.col("side_effect_stop")
    if not definition.ongoing_counts.value:
        failed = failed & ~pl.col("ongoing")
    if definition.window.value == "current_episode":
        failed = failed & pl.col("in_current_episode")
    return pl.col("counts_as_trial") & failed


def with_counts(trials: pl.LazyFrame, definitions: tuple[str, ...], facts: Facts) -> pl.LazyFrame:
    """Add FT301 under every definition as a column ``counts|<definition>``."""
    parts, counts = _counts(definitions, facts)
    return trials.with_columns(parts).with_columns(counts).drop(part.meta.output_name() for part in parts)


@functools.cache
def _counts(definitions: tuple[str, ...], facts: Facts) -> tuple[list[pl.Expr], list[pl.Expr]]:
    """What several definitions ask alike, as columns computed once, and each definition in terms of them."""
    parts: dict[str, pl.Expr] = {}

    def as_column(name: str, comparison: pl.Expr) -> pl.Expr:
        parts[name] = comparison.alias(name)
        return pl.col(name)

    counts = [counts_under(facts.definitions[d], as_column).alias(f"counts|{d}") for d in definitions]
    return list(parts.values()), counts


def resistance(
    trials: pl.DataFrame, gated: pl.DataFrame, definitions: tuple[str, ...], facts: Facts
) -> pl.DataFrame:
    """person_id, ``gated``, and per definition ``|verdict`` and how many distinct trials did not help:
    ``|least``, ``|most``.

    ``trials`` holds one column ``counts|<id>`` per definition; ``gated`` names the persons before whom a gate
    stands.
    """
    behind_gate = pl.col("person_id").is_in(gated.get_column("person_id").implode()).alias("gated")
    counted = _failures(trials.lazy(), definitions, facts).with_columns(behind_gate)
    return computed(counted.with_columns(_verdicts(definitions, facts)))


def _failures(trials: pl.LazyFrame, definitions: tuple[str, ...], facts: Facts) -> pl.LazyFrame:
    """Distinct drugs (or classes) with a sure, and with a possible, trial that did not help."""
    people = trials.select("person_id").unique()
    for by, (marks, counts) in _distinct(definitions, facts).items():
        each = trials.group_by("person_id", by).agg(marks).group_by("person_id").agg(counts)
        people = people.join(each, on="person_id")
    in_a_row = tuple(d for d in definitions if facts.definitions[d].consecutive.value)
    return capped_without_a_run(people, trials, in_a_row) if in_a_row else people


@functools.cache
def _distinct(definitions: tuple[str, ...], facts: Facts) -> dict[str, tuple[list[pl.Expr], list[pl.Expr]]]:
    """The column whose different values count -> is there such a trial for a value of it, and for how many
    values."""
    found: dict[str, tuple[list[pl.Expr], list[pl.Expr]]] = {}
    for name in definitions:
        by = "drug_class" if facts.definitions[name].distinct_by.value == "class" else "drug"
        marks, counts = found.setdefault(by, ([], []))
        marks.append(pl.col(f"counts|{name}").any(ignore_nulls=False))
        counts.extend(sure_and_possible(f"counts|{name}", f"{name}|"))
    return found


def sure_and_possible(flag: str, name: str) -> list[pl.Expr]:
    """How many rows have a flag that is true (``<name>least``), and true or unknown (``<name>most``)."""
    return [
        pl.col(flag).sum().cast(pl.Int64).alias(f"{name}least"),
        pl.col(flag).fill_null(True).sum().cast(pl.Int64).alias(f"{name}most"),
    ]


@functools.cache
def _verdicts(definitions: tuple[str, ...], facts: Facts) -> list[pl.Expr]:
    return [verdict(facts.definitions[d]).alias(f"{d}|verdict") for d in definitions]


def verdict(definition: Definition) -> pl.Expr:
    """FT302: did enough distinct trials not help? A gate (column ``gated``) turns yes into null."""
    needed = definition.distinct_trials.value
    enough = at_least(f"{definition.definition}|least", f"{definition.definition}|most", needed)
    return enough & (~pl.col("gated") | _UNKNOWN)
