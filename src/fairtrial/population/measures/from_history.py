"""Events from history tables, as far as these tell: they keep no visits, no hospice care and no deaths."""

from __future__ import annotations

import polars as pl

from fairtrial.facts import Facts
from fairtrial.population.measures.cms128 import VISITS_UNKNOWN
from fairtrial.population.measures.codes import Codes
from fairtrial.population.measures.events import SHAPES, Events, table
from fairtrial.tables import History

NO_CARE = "the source keeps no hospice or palliative care and no deaths; nobody is excluded for them"
BY_DRUG = "antidepressants are told by drug, not by the products of the value set"


def from_history(history: History, codes: Codes, facts: Facts) -> Events:
    """Fills, orders, diagnoses and PHQ-9 totals of exact days."""
    trial = [d.drug for d in facts.drugs.values() if d.counts_as_trial]
    exact = history.uses.filter(
        pl.col("drug").is_in(trial) & (pl.col("started_on_least") == pl.col("started_on_most"))
    )
    last = pl.col("started_on_least") + pl.duration(days=pl.col("days_supply").cast(pl.Int64) - 1)
    spans = exact.filter(pl.col("days_supply") >= 1).select(
        "person_id", "kind", "status", from_day="started_on_least", to_day=last
    )
    dispensed, ordered = (
        pl.col("kind") == "dispensed",
        (pl.col("kind") == "prescribed") & (pl.col("status") == "active"),
    )
    named = list(SHAPES["dispenses"])
    return Events(
        persons=history.people.select("person_id", born_on="born_on_most", died_on=pl.lit(None, pl.Date)),
        dispenses=spans.filter(dispensed).select(named),
        orders=spans.filter(ordered).select(named),
        diagnoses=_diagnoses(history, codes),
        scores=_scores(history),
        assumed=(VISITS_UNKNOWN, NO_CARE, BY_DRUG),
    )


def _diagnoses(history: History, codes: Codes) -> pl.DataFrame:
    once = history.conditions.select("system", "code").unique().drop_nulls().rows()
    rows = [(s, c, name) for s, c in once for name in codes.valuesets([(s, c.upper())])]
    sets = pl.DataFrame(
        rows, schema={"system": pl.String, "code": pl.String, "valueset": pl.String}, orient="row"
    )
    active = (pl.col("status") != "resolved").fill_null(True) & (pl.col("certainty") == "confirmed")
    return history.conditions.join(sets, on=["system", "code"]).select(
        "person_id",
        from_day="started_on_most",
        to_day="ended_on_most",
        valueset="valueset",
        confirmed_active=active,
    )


def _scores(history: History) -> pl.DataFrame:
    totals = history.scores.filter(
        (pl.col("scale") == "PHQ-9") & pl.col("item").is_null() & (pl.col("on_least") == pl.col("on_most"))
    )
    if not totals.height:
        return table("scores", [])
    return totals.with_row_index("place").select(
        "person_id", on="on_least", total="total", place=pl.col("place").cast(pl.Int64)
    )
