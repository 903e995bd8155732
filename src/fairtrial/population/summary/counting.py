"""Counts of one block: small tables that add up over blocks, whatever the number of persons."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

WHO = "person_id"
Counts = dict[str, pl.DataFrame]
"""Name -> table of labels and ``n``."""
NOT_KNOWN = "not known"
GROUPS = ("age_band", "sex", "race", "ethnicity")
MISSING = {
    "a depression diagnosis": ~pl.col("has_depression_diagnosis"),
    "a total score of a rating scale": ~pl.col("has_score"),
    "a trial with a measured or reported outcome": ~pl.col("has_rated_trial"),
    "a known dose in every trial": pl.col("has_open_dose"),
    "exact first days of every trial": pl.col("has_open_dates"),
    "age": pl.col("age_band").is_null(),
    "sex": pl.col("sex").is_null(),
}
"""What is missing of a person who took an antidepressant."""
COUNTED = {
    "trials": pl.col(
        "counts_as_trial", "started_on_least", "started_on_most", "drug_class", "drug", "line",
        "fair", "dose_ok", "long_enough",
    ),
    "resistance": pl.col(rf"^({WHO}|.*\|verdict|.*\|on)$"),
    "people": pl.all(),
}  # fmt: skip
"""The columns that are counted of each table: half of what is written."""
RESTART_DAYS = 182
"""Without antidepressant so long, treatment counts as over: the 26 weeks that end an episode in the
timeline."""


def counted(trials: pl.DataFrame, resistance: pl.DataFrame, people: pl.DataFrame) -> Counts:
    """Every count of one block."""
    treated = people.filter("has_antidepressant")
    return {
        "people": _by(people, "synthetic", "has_antidepressant"),
        "attrition": _attrition(people),
        "years": _years(trials),
        "adequacy": _adequacy(trials),
        "verdicts": _verdicts(resistance),
        "patterns": _patterns(resistance),
        "pathways": _by(treated.filter(~pl.col("was_undated")), "pathway"),
        "missing": _missing(treated),
        "groups": _groups(treated, resistance),
        "times": _times(treated, resistance),
    }


def added(parts: list[Counts]) -> Counts:
    """Counts of several blocks as one, rows in a fixed order."""
    names = parts[0].keys() if parts else ()
    return {name: _summed(pl.concat([part[name] for part in parts])) for name in names}


def _summed(rows: pl.DataFrame) -> pl.DataFrame:
    labels = [c for c in rows.columns if c != "n"]
    return rows.group_by(labels).agg(pl.col("n").sum()).sort(labels, nulls_last=True)


def _by(rows: pl.DataFrame, *labels: str) -> pl.DataFrame:
    return rows.group_by(labels).agg(n=pl.len().cast(pl.Int64))


ATTRITION = {
    "took an antidepressant": pl.col("has_antidepressant"),
    "every antidepressant has a certain first day": ~pl.col("was_undated").fill_null(True),
    "a depression diagnosis is recorded": pl.col("has_depression_diagnosis"),
    "no bipolar disorder, mania or psychosis is recorded": ~pl.col("has_gate"),
    "a rating scale was filled in": pl.col("has_score"),
    "the outcome of a trial is known": pl.col("has_rated_trial"),
}
"""Steps from everybody to those of whom the records tell most, in order."""


def _attrition(people: pl.DataFrame) -> pl.DataFrame:
    """step (how many steps hold in a row), n."""
    held = pl.lit(0, pl.Int64)
    so_far = pl.lit(True)
    for step in ATTRITION.values():
        so_far = so_far & step
        held = held + so_far.cast(pl.Int64)
    return _by(people.select(step=held), "step")


def _years(trials: pl.DataFrame) -> pl.DataFrame:
    """year, drug_class, drug, line, n: trials by the year in which they surely began."""
    year = pl.when(pl.col("started_on_least").dt.year() == pl.col("started_on_most").dt.year()).then(
        pl.col("started_on_least").dt.year()
    )
    began = trials.filter("counts_as_trial").with_columns(year=year, line=_line())
    return _by(began.drop_nulls("year"), "year", "drug_class", "drug", "line")


def _line() -> pl.Expr:
    return pl.when(pl.col("line") >= 4).then(pl.lit("4 or later")).otherwise(pl.col("line").cast(pl.String))


ADEQUACY = ("fair", "too low", "too short", "not taken", "cannot tell")


def _adequacy(trials: pl.DataFrame) -> pl.DataFrame:
    """line, adequacy, n; the first reason that holds, dose before weeks before fills."""
    word = (
        pl.when("fair").then(pl.lit("fair"))
        .when(~pl.col("dose_ok")).then(pl.lit("too low"))
        .when(~pl.col("long_enough")).then(pl.lit("too short"))
        .when(~pl.col("fair")).then(pl.lit("not taken"))
        .otherwise(pl.lit("cannot tell"))
    )  # fmt: skip
    return _by(trials.filter("counts_as_trial").with_columns(line=_line(), adequacy=word), "line", "adequacy")


def definitions_of(columns: list[str]) -> list[str]:
    """Ids of the definitions whose verdicts a table holds."""
    return [c.removesuffix("|verdict") for c in columns if c.endswith("|verdict")]


def _verdicts(resistance: pl.DataFrame) -> pl.DataFrame:
    """definition, verdict, n."""
    verdicts = {d: pl.col(f"{d}|verdict") for d in definitions_of(resistance.columns)}
    told = _answers(resistance, pl.lit("everybody"), verdicts)
    verdict = pl.col("answer").replace_strict(_WORDS, return_dtype=pl.Boolean)
    return told.select("n", definition="asked", verdict=verdict)


_WORDS = {"yes": True, "no": False, "unknown": None}


def _answers(rows: pl.DataFrame, group: pl.Expr, asked: Mapping[str, pl.Expr]) -> pl.DataFrame:
    """group, asked, answer (yes, no, unknown), n: all questions in one pass over the rows of each group."""
    counts = [
        flag.eq_missing(pl.lit(value, pl.Boolean)).sum().cast(pl.Int64).alias(f"{question}|{word}")
        for question, flag in asked.items()
        for word, value in _WORDS.items()
    ]
    wide = rows.group_by(group.alias("group")).agg(counts)
    long = wide.unpivot(index="group", variable_name="both", value_name="n").filter(pl.col("n") > 0)
    parts = pl.col("both").str.split_exact("|", 1).struct.rename_fields(["asked", "answer"])
    return long.select("group", parts.alias("both"), "n").unnest("both")


def _patterns(resistance: pl.DataFrame) -> pl.DataFrame:
    """One column per definition (verdict) and how many persons have this pattern."""
    names = definitions_of(resistance.columns)
    return _by(resistance.select(pl.col(f"{d}|verdict").alias(d) for d in names), *names)


def _missing(treated: pl.DataFrame) -> pl.DataFrame:
    """what, n."""
    sums = treated.select(
        flag.fill_null(True).sum().cast(pl.Int64).alias(what) for what, flag in MISSING.items()
    )
    return sums.unpivot(variable_name="what", value_name="n")


def _groups(treated: pl.DataFrame, resistance: pl.DataFrame) -> pl.DataFrame:
    """by, group, asked (a definition, or fair trial), answer (yes, no, unknown), n."""
    joined = treated.join(resistance, on=WHO, how="left")
    fair = pl.when("has_fair_trial").then(True).when(~pl.col("has_maybe_fair_trial")).then(False)
    asked = {"a fair trial": fair} | {d: pl.col(f"{d}|verdict") for d in definitions_of(resistance.columns)}
    parts = [
        _answers(joined, pl.col(by).fill_null(NOT_KNOWN), asked).select(by=pl.lit(by), **_AS_TOLD)
        for by in GROUPS
    ]
    return pl.concat(parts)


_AS_TOLD = {name: pl.col(name) for name in ("group", "asked", "answer", "n")}


def _times(treated: pl.DataFrame, resistance: pl.DataFrame) -> pl.DataFrame:
    """event, days, outcome (1 happened, 2 treatment ended first, 0 followed until then), n.

    Only persons whose antidepressants all have certain first days. Resistance is asked for under each
    definition that
    gives a day.
    """
    dated = treated.filter(~pl.col("was_undated")).drop_nulls(["first_on", "followed_until"])
    joined = dated.join(resistance, on=WHO, how="left")
    events = {"second treatment": "second_on", "third treatment": "third_on"}
    events |= {f"resistance: {d}": f"{d}|on" for d in definitions_of(resistance.columns)}
    parts = [
        _by(joined.select(**_time(column)), "days", "outcome").select(event=pl.lit(name), **_DAYS)
        for name, column in events.items()
    ]
    return pl.concat(parts)


_DAYS = {name: pl.col(name) for name in ("days", "outcome", "n")}


def _time(column: str) -> Mapping[str, pl.Expr]:
    """Days to the event, to the end of treatment, or to the end of follow-up."""
    ended = pl.col("last_stop_on").is_not_null() & (
        (pl.col("followed_until") - pl.col("last_stop_on")).dt.total_days() >= RESTART_DAYS
    )
    until = pl.coalesce(column, pl.when(ended).then("last_stop_on"), "followed_until")
    outcome = pl.when(pl.col(column).is_not_null()).then(1).when(ended).then(2).otherwise(0)
    return {"days": (until - pl.col("first_on")).dt.total_days().clip(lower_bound=0), "outcome": outcome}
