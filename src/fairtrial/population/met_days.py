"""The day by which a definition over trials was met: the last day of the trial that made it so."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from fairtrial.facts.models import Definition

WHO = "person_id"


def met_days(
    trials: pl.DataFrame, resistance: pl.DataFrame, definitions: Sequence[Definition]
) -> pl.DataFrame:
    """``resistance`` with ``<definition>|on``: null unless the verdict is yes and the trials that count are
    dated."""
    for definition in definitions:
        name = definition.definition
        days = _days(trials, definition)
        met = pl.when(pl.col(f"{name}|verdict")).then("on").alias(f"{name}|on")
        resistance = resistance.join(days, on=WHO, how="left").with_columns(met).drop("on")
    return resistance


def _days(trials: pl.DataFrame, definition: Definition) -> pl.DataFrame:
    """person_id, on: when so many distinct drugs (or classes) had been tried without enough help."""
    by = "drug_class" if definition.distinct_by.value == "class" else "drug"
    needed = int(definition.distinct_trials.value)
    counting = trials.lazy().filter(pl.col(f"counts|{definition.definition}"))
    each = counting.group_by(WHO, by).agg(on=pl.col("stopped_on_most").min())
    in_order = each.sort("on", nulls_last=True)  # once, not within each person
    return in_order.group_by(WHO).agg(pl.col("on").get(needed - 1, null_on_oob=True)).collect()
