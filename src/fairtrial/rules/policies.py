"""FT8xx: does the history meet a criterion of a payer's policy?

Each policy is a data file. Here stand the sentences of its kinds of criteria, and those over the trial
table; the others are in fairtrial.outlook. What a record does not show is not documented, never not met.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.policies import Augmentation, Improvement, Trials
from fairtrial.rules.registry import Rule, declare
from fairtrial.timeline.intervals import at_least, at_most, below, computed

OverTrials = Trials | Augmentation
"""The kinds of criteria that are counted over the trial table."""
RULE_OF_KIND = {
    "trials": "FT801", "augmentation": "FT802", "psychotherapy": "FT803", "age": "FT804", "score": "FT805",
    "diagnosis": "FT806", "present": "FT807", "absent": "FT808", "response": "FT809", "statement": "FT810",
    "one_of": "FT811",
}  # fmt: skip
WHOLE = "FT812"
"""The rule for a policy as a whole."""

for _rule, _sentence, _why, _unknown, _settings in (
    ("FT801", "Enough trials did not help, as the policy counts them.",
     "Each policy states its own number, classes, weeks, dose and window; where it is silent nothing is "
     "asked, and a trial stopped for side effects counts only where the policy says so.",
     "Too few surely count and enough may: a dose, dates, a result or the place in the episode is not "
     "recorded, or the policy asks for the highest tolerated dose, which no record shows below the "
     "labelled maximum.",
     ("response_percent", "covered_share")),
    ("FT802", "Enough additions to an antidepressant did not help, as the policy counts them.",
     "Some policies ask that something was added before another kind of treatment.",
     "Too few surely count and enough may: the role, weeks or result of an addition is not recorded.",
     ("response_percent",)),
    ("FT803", "A psychotherapy was tried.",
     "Some policies ask for it; some name the kinds that count.",
     "No psychotherapy is recorded, or its dates or its kind are not.", ()),
    ("FT804", "The age is one that the policy covers.",
     "Policies follow the age of the label or of the device.",
     "The day of birth is not recorded, or its bounds straddle the age.", ()),
    ("FT805", "The latest score on one of the policy's scales is high enough, and recent enough.",
     "Policies ask that the depression is documented by a rating scale.",
     "No score lies within the time asked for, or none is high enough and another scale that would do was "
     "not filled in.", ()),
    ("FT806", "The diagnosis is recorded, as severe as the policy asks.", "Policies are for a diagnosis.",
     "It is not recorded, it is possible only, or the latest code does not say how severe it is and no earlier "
     "one is severe enough.", ()),
    ("FT807", "What the policy asks to be there is there.", "For example an oral antidepressant taken now.",
     "The records do not show it; that is never taken for its absence.", ()),
    ("FT808", "What must not be there is stated to be absent.",
     "A payer reads silence as a gap, so that silence is a gap here too.",
     "No record speaks of it, it is possible only, or the policy leaves a way out that the clinic states.",
     ()),
    ("FT809", "An earlier course of the same treatment helped enough.",
     "Some policies cover a second course only then.",
     "No earlier course is recorded, or its result is not, or only in words that leave it open.",
     ("partial_percent", "response_percent", "just_below_percent")),
    ("FT810", "The clinic's statement is in the records, as the policy asks for it.",
     "Some things only the clinic can state. What was denied never counts as stated, nor what is said of "
     "another person.",
     "No record states it, or records state and deny it; the packet leaves a line to fill in.", ()),
    ("FT811", "One of several alternatives is met.", "Policies leave a choice between them.",
     "None is surely met and at least one is not documented.", ()),
    (WHOLE, "Every criterion of the policy that records can show is met.",
     "Lines that only the clinic can state are left to the clinic, unless they are stated and not met.",
     "None is not met and at least one is not documented.", ()),
):  # fmt: skip
    declare(Rule(_rule, _sentence, _why, _unknown, settings=_settings))


def counts_for(criterion: OverTrials, as_of: date, facts: Facts) -> pl.Expr:
    """FT801, FT802: does this trial count as one that did not help under the criterion? yes, no or null."""
    if isinstance(criterion, Augmentation):
        return (
            _added(criterion, facts)
            & _not_helped(None, facts)
            & _weeks(criterion.weeks)
            & _within(criterion.years, as_of)
        )
    failed = _fair(criterion, facts) & _not_helped(criterion.improvement, facts)
    if criterion.side_effect_stop_counts:
        failed = failed | pl.col("side_effect_stop")
    if criterion.window == "current_episode":
        failed = failed & pl.col("in_current_episode")
    counted = _ADDED_OR_COUNTED if criterion.augmentations_among_them else pl.col("counts_as_trial")
    return counted & failed & _within(criterion.years, as_of)


_ADDED_OR_COUNTED = (
    pl.when(pl.col("purpose") == "not_depression").then(False)
    .when(pl.col("counts_as_trial").is_not_null()).then(True)
)  # fmt: skip
"""Also what is only added to an antidepressant; not what was taken for something else."""


TALLIED_BY = ("person_id", "drug", "drug_class", "in_current_episode", "role")
"""Columns of a trial that the numbers of criteria look at."""


def tallied(marked: pl.DataFrame, asked: Mapping[str, OverTrials]) -> pl.DataFrame:
    """person_id, name, ``<what>_least`` and ``_most`` of each number that criteria ask for, and ``met``.

    ``marked``: TALLIED_BY of each trial, and :func:`counts_for` as a column under each name. A person with no trial
    that counts or may count under a criterion has no row for it: nothing is reached.
    """
    long = marked.lazy().unpivot(on=list(asked), index=TALLIED_BY, variable_name="name", value_name="mark")
    open_or_sure = long.filter(pl.col("mark").fill_null(True))
    by_drug = _distinct(open_or_sure, "drug", {
        "drugs": pl.col("mark"), "in_episode": pl.col("mark") & pl.col("in_current_episode"),
        "added": pl.col("mark") & _role_of_addition(),
    })  # fmt: skip
    by_class = _distinct(open_or_sure, "drug_class", {"classes": pl.col("mark")})
    both = by_drug.join(by_class, on=["person_id", "name"]).join(_needed(asked).lazy(), on="name")
    reached = [_reached(what) for what in _WHAT]
    return computed(both.with_columns(met=pl.all_horizontal(reached)))


_WHAT = ("drugs", "classes", "in_episode", "added")
"""What criteria count: different drugs, classes, drugs in the current episode, drugs that were added."""


def _distinct(long: pl.LazyFrame, by: str, marks: dict[str, pl.Expr]) -> pl.LazyFrame:
    """How many different values of ``by`` surely count, and may count."""
    each = long.group_by("person_id", "name", by).agg(
        mark.fill_null(closed).any().alias(f"{what}_{side}")
        for what, mark in marks.items()
        for side, closed in (("least", False), ("most", True))
    )
    return each.group_by("person_id", "name").agg(pl.col("^.*_(least|most)$").sum().cast(pl.Int64))


def _reached(what: str) -> pl.Expr:
    return at_least(f"{what}_least", f"{what}_most", pl.col(f"{what}_needed"))


def _needed(asked: Mapping[str, OverTrials]) -> pl.DataFrame:
    """name, ``<what>_needed``: the numbers that each criterion asks for; 0 where it does not."""
    rows = [(name, *_numbers(criterion)) for name, criterion in asked.items()]
    columns = {"name": pl.String(), **{f"{what}_needed": pl.Int64() for what in _WHAT}}
    return pl.DataFrame(rows, schema=columns, orient="row")


def _numbers(criterion: OverTrials) -> tuple[int, int, int, int]:
    if isinstance(criterion, Augmentation):
        return criterion.count, 0, 0, 0
    return (
        criterion.count,
        criterion.classes,
        criterion.in_current_episode or 0,
        criterion.augmentations_among_them,
    )


def _fair(criterion: Trials, facts: Facts) -> pl.Expr:
    """Dose and weeks as the policy asks, and fills that cover enough days where there are fills."""
    taken = pl.when(pl.col("dispensed")).then("taken").otherwise(True)
    if criterion.dose is None:
        return _weeks(criterion.weeks) & taken
    weeks = pl.lit(True) if criterion.weeks is None else at_least(
        "weeks_at_dose_least", "weeks_at_dose_most", criterion.weeks
    )  # fmt: skip
    return _dose(criterion.dose, facts) & weeks & taken


def _dose(asked: str, facts: Facts) -> pl.Expr:
    """The highest dose against the minimum, or against the labelled maximum.

    A highest tolerated dose is surely reached at the labelled maximum, surely not below the minimum.
    """
    if asked == "minimum":
        return pl.col("dose_ok")
    most = {d.drug: d.doses.labelled_maximum_mg_per_day for d in facts.drugs.values()}
    edges = {drug: edge.value for drug, edge in most.items() if edge is not None}
    edge = pl.col("drug").replace_strict(edges, default=None, return_dtype=pl.Float64)
    full = at_least("dose_least", "dose_most", edge)
    if asked == "maximum":
        return full
    return pl.when(full).then(True).when(~pl.col("dose_ok")).then(False)


def _weeks(weeks: float | None) -> pl.Expr:
    return pl.lit(True) if weeks is None else at_least("weeks_least", "weeks_most", weeks)


def _not_helped(asked: Improvement | None, facts: Facts) -> pl.Expr:
    """Improvement below what the policy states, else below response; a lost response leaves it open."""
    bounds = ("improvement_least", "improvement_most")
    if asked is not None and asked.at_most is not None:
        little = at_most(*bounds, asked.at_most)
    else:
        edge = (
            asked.below if asked is not None and asked.below is not None else facts.number("response_percent")
        )
        little = below(*bounds, edge)
    return pl.when(~pl.col("lost_response").fill_null(False)).then(little).when(~little).then(False)


def _within(years: float | None, as_of: date) -> pl.Expr:
    """Still taken within so many years before the day of the review."""
    if years is None:
        return pl.lit(True)
    first = pl.lit(as_of).dt.offset_by(f"-{int(years)}y")
    inside = pl.col("ongoing").fill_null(False) | (pl.col("stopped_on_least") > first)
    return pl.when(inside).then(True).when(pl.col("stopped_on_most") <= first).then(False)


def _added(criterion: Augmentation, facts: Facts) -> pl.Expr:
    """Added to an antidepressant, and one of the drugs that the policy names."""
    meant = [d.drug for d in facts.drugs.values() if criterion.drugs is None or criterion.drugs.match(d)]
    return pl.col("drug").is_in(meant) & _role_of_addition()


def _role_of_addition() -> pl.Expr:
    added = pl.col("role").is_in(["augmentation", "combination"])
    return pl.when(added).then(True).when(pl.col("role") != "unknown").then(False)
