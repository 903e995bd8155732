"""Time to an event: Kaplan-Meier, and cumulative incidence beside the end of treatment, by lifelines."""

from __future__ import annotations

import warnings
from importlib.util import find_spec
from typing import Any

import polars as pl

from fairtrial.population.summary.small_cells import SMALLEST_SHOWN

MONTHS = (3, 6, 12, 24, 36, 60)
DAYS_PER_MONTH = 30.4375
MISSING = "Curves need lifelines: pip install 'fairtrial[cohort]'."


def times(counts: pl.DataFrame) -> dict[str, Any]:
    """Per event: persons, events, and at each month the share with it, by both estimates, while 11 are
    still followed."""
    if find_spec("lifelines") is None:
        return {"note": MISSING, "events": []}
    found = [_event(name, rows) for (name,), rows in counts.group_by("event", maintain_order=True)]
    return {"note": None, "events": [event for event in found if event is not None]}


def _event(name: object, rows: pl.DataFrame) -> dict[str, Any] | None:
    """None when fewer than 11 persons had it: a curve would show each of them."""
    happened = int(rows.filter(pl.col("outcome") == 1)["n"].sum())
    if happened < SMALLEST_SHOWN:
        return None
    months = [m for m in MONTHS if _followed(rows, m) >= SMALLEST_SHOWN]
    return {
        "event": str(name),
        "persons": int(rows["n"].sum()),
        "happened": happened,
        "months": months,
        "kaplan_meier": _kaplan_meier(rows, months),
        "cumulative_incidence": _cumulative(rows, months),
    }


def _followed(rows: pl.DataFrame, months: int) -> int:
    return int(rows.filter(pl.col("days") >= months * DAYS_PER_MONTH)["n"].sum())


def _kaplan_meier(rows: pl.DataFrame, months: list[int]) -> list[float]:
    """Share with the event, the end of treatment taken as the end of follow-up."""
    from lifelines import KaplanMeierFitter  # type: ignore[import-untyped]

    fitter = KaplanMeierFitter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitter.fit(rows["days"].to_numpy(), (rows["outcome"] == 1).to_numpy(), weights=rows["n"].to_numpy())
    return [round(1 - float(fitter.predict(m * DAYS_PER_MONTH)), 4) for m in months]


def _cumulative(rows: pl.DataFrame, months: list[int]) -> list[float]:
    """Share with the event when treatment may end before it (Aalen-Johansen)."""
    from lifelines import AalenJohansenFitter

    fitter = AalenJohansenFitter(calculate_variance=False, seed=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitter.fit(
            rows["days"].to_numpy().astype(float),
            rows["outcome"].to_numpy(),
            event_of_interest=1,
            weights=rows["n"].to_numpy(),
        )
    return [round(float(fitter.predict(m * DAYS_PER_MONTH)), 4) for m in months]
