"""One row per person of a block: who they are, what is recorded of them, and the days on which treatments
began."""

from __future__ import annotations

import itertools

import polars as pl

from fairtrial.findings import Findings
from fairtrial.timeline.episodes import DEPRESSION

WHO = "person_id"
PLACES = ("first", "second", "third")
STEPS = ("first", "second", "third", "fourth")
JOINED = " > "
"""A pathway is the classes of the first four distinct antidepressants in order of start."""
AGE_BANDS = (18, 25, 35, 45, 55, 65, 75)
"""Lower ends of age bands in whole years; under the first is its own band. Our choice, for display only."""


def persons(found: Findings, strata: pl.DataFrame | None) -> pl.DataFrame:
    """person_id, sex, age_band, race, ethnicity, what is recorded (flags), and days of first, second, third
    treatment.

    Ages are on the first day of the first dated antidepressant, else on the day of the review. A day that
    is open is null;
    ``undated`` says that an antidepressant has no certain first day, so that order and days may be wrong.
    """
    who = found.history.people.select(WHO, "sex", "born_on_least", "born_on_most", "synthetic")
    parts = [who, _treatments(found), *_recorded(found), _strata(strata)]
    joined = _last_day(found).lazy()
    for part in parts:
        joined = joined.join(part.lazy(), on=WHO, how="left")
    flags = pl.col("^(has|was)_.*$").fill_null(False)
    table = joined.with_columns(flags, age_band=_age_band(found)).drop("born_on_least", "born_on_most")
    return _collected(table.sort(WHO))


def _collected(table: pl.LazyFrame) -> pl.DataFrame:
    return table.collect()


def _strata(strata: pl.DataFrame | None) -> pl.DataFrame:
    wanted = {WHO: pl.String(), "race": pl.String(), "ethnicity": pl.String()}
    if strata is None:
        return pl.DataFrame(schema=wanted)
    return strata.select(
        pl.col(name) if name in strata.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in wanted.items()
    )


def _treatments(found: Findings) -> pl.DataFrame:
    """First days of the first three distinct antidepressants, and whether any has no certain first day."""
    trials = found.trials.lazy().filter("counts_as_trial")
    exact = pl.col("started_on_least") == pl.col("started_on_most")
    drugs = trials.group_by(WHO, "drug").agg(
        pl.col("drug_class").first(),
        pl.col("stopped_on_most").max().alias("stopped_on"),
        on=pl.when(exact).then("started_on_least").min(),
        undated=(~exact).fill_null(True).any(),
    )
    in_order = drugs.sort(
        WHO, "on", "drug", nulls_last=True
    )  # once: sorting within each person takes ten times as long
    return in_order.group_by(WHO, maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("antidepressants"),
        pl.col("undated").any().alias("was_undated"),
        pl.col("drug_class").head(len(STEPS)).str.join(JOINED).alias("pathway"),
        pl.col("stopped_on").max().alias("last_stop_on"),
        *(pl.col("on").get(n, null_on_oob=True).alias(f"{place}_on") for n, place in enumerate(PLACES)),
    ).collect()  # fmt: skip


def _recorded(found: Findings) -> list[pl.DataFrame]:
    """Flags: a depression diagnosis, a total score, a fair trial, a trial of unknown dose, a gate."""
    history = found.history
    depressed = history.conditions.filter(
        pl.col("topic").is_in([*DEPRESSION, "depression_unspecified", "depression_in_remission"])
        & (pl.col("certainty") != "refuted").fill_null(True)
    )
    sets = {
        "has_depression_diagnosis": depressed,
        "has_score": history.scores.filter(pl.col("item").is_null()),
        "has_gate": found.gates,
    }
    flagged = [
        rows.select(WHO).unique().with_columns(pl.lit(True).alias(name)) for name, rows in sets.items()
    ]
    trials = found.trials.filter(pl.col("counts_as_trial"))
    return [*flagged, trials.group_by(WHO).agg(flag.any().alias(name) for name, flag in _OF_TRIALS.items())]


_OF_TRIALS = {
    "has_antidepressant": pl.lit(True),
    "has_fair_trial": pl.col("fair").fill_null(False),
    "has_maybe_fair_trial": pl.col("fair").is_null(),
    "has_rated_trial": pl.col("improvement_least").is_not_null(),
    "has_open_dose": pl.col("dose_ok").is_null(),
    "has_open_dates": pl.col("started_on_least").ne_missing(pl.col("started_on_most")),
}
"""What any one of a person's trials of an antidepressant shows."""


def _last_day(found: Findings) -> pl.DataFrame:
    """Everybody of the block, with the latest day of which any record speaks: the end of follow-up."""
    history = found.history
    supply = pl.duration(days=pl.col("days_supply").fill_null(0).cast(pl.Int64))
    told = pl.coalesce("stopped_on_most", "started_on_most")
    days = [
        history.people.select(WHO, on=pl.lit(None, pl.Date)),
        history.uses.select(WHO, on=pl.max_horizontal(told, pl.col("started_on_most") + supply)),
        history.scores.select(WHO, on="on_most"),
        history.conditions.select(WHO, on="started_on_most"),
        history.therapies.select(WHO, on="started_on_most"),
    ]  # fmt: skip
    last = pl.concat(days).group_by(WHO).agg(pl.col("on").max())
    return last.select(WHO, followed_until=pl.col("on").clip(upper_bound=found.as_of))


def _age_band(found: Findings) -> pl.Expr:
    """Age in bands of whole years; null when the date of birth is not known well enough to tell the band."""
    on = pl.col("first_on").fill_null(found.as_of)

    def band(born: str) -> pl.Expr:
        had_birthday = (on.dt.ordinal_day() >= pl.col(born).dt.ordinal_day()).cast(pl.Int32)
        years = on.dt.year() - pl.col(born).dt.year() - 1 + had_birthday
        reached = sum(((years >= low).cast(pl.Int32) for low in AGE_BANDS), start=pl.lit(0))
        return reached.replace_strict(dict(enumerate(BAND_NAMES)), default=None, return_dtype=pl.String)

    young, old = band("born_on_most"), band("born_on_least")
    return pl.when(young == old).then(old)


BAND_NAMES = (
    f"under {AGE_BANDS[0]}",
    *(f"{low}-{high - 1}" for low, high in itertools.pairwise(AGE_BANDS)),
    f"{AGE_BANDS[-1]} and over",
)
