"""The truth about every trial and under every definition, as two tables."""

from __future__ import annotations

from dataclasses import fields

import polars as pl

from fairtrial.simulate.truth import TrueTrial, Truth

DAYS = ("start", "stop")
_TRIALS = pl.Schema(
    {
        "person_id": pl.String(), "drug": pl.String(), "drug_class": pl.String(),
        "counts_as_trial": pl.Boolean(),
        "start": pl.Int32(), "stop": pl.Int32(), "ongoing": pl.Boolean(), "weeks": pl.Float64(),
        "weeks_at_dose": pl.Float64(), "highest_dose": pl.Float64(), "coverage": pl.Float64(),
        "dose_ok": pl.Boolean(), "improvement": pl.Float64(), "remission": pl.Boolean(), "lost": pl.Boolean(),
        "side_effect_stop": pl.Boolean(), "fair": pl.Boolean(), "in_current_episode": pl.Boolean(),
        "state": pl.String(),
    }
)  # fmt: skip
_VERDICTS = pl.Schema(
    {
        "person_id": pl.String(), "definition": pl.String(), "failures_least": pl.Int64(),
        "failures_most": pl.Int64(), "verdict": pl.Boolean(),
    }
)  # fmt: skip


def judged_trials(true: dict[str, Truth]) -> pl.DataFrame:
    """One row per true trial: its measures, its outcome and its state."""
    names = [field.name for field in fields(TrueTrial) if field.name != "counts"]
    rows = [
        (who, *(getattr(trial, name) for name in names))
        for who, found in true.items()
        for trial in found.trials
    ]
    return pl.DataFrame(rows, schema=_TRIALS, orient="row").with_columns(pl.col(DAYS).cast(pl.Date))


def verdicts(true: dict[str, Truth]) -> pl.DataFrame:
    """One row per person and definition: how many trials did not help, and the verdict, null where open."""
    rows = [
        (who, name, *found.failures[name], verdict)
        for who, found in true.items()
        for name, verdict in found.verdicts.items()
    ]
    return pl.DataFrame(rows, schema=_VERDICTS, orient="row")
