"""What the measures read: dispenses, orders, diagnoses, visits, scores and end-of-life care, as plain
tables of days."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

WHO, DAY, FLAG = pl.String(), pl.Date(), pl.Boolean()
PERSONS = {"person_id": WHO, "born_on": DAY, "died_on": DAY}
SPANS = {"person_id": WHO, "from_day": DAY, "to_day": DAY}
"""Both days included."""
DIAGNOSES = {**SPANS, "valueset": WHO, "confirmed_active": FLAG}
"""``to_day`` null: not over. ``confirmed_active``: clinically active and verified as confirmed."""
VISITS = {**SPANS, "finished": FLAG, "office": FLAG}
SCORES = {"person_id": WHO, "on": DAY, "total": pl.Float64(), "place": pl.Int64()}
"""``place`` keeps the order of scores of one day."""
CARE = {**SPANS, "care": WHO}
"""``care``: hospice or palliative."""
SHAPES = {
    "persons": PERSONS, "dispenses": SPANS, "orders": SPANS, "diagnoses": DIAGNOSES, "visits": VISITS,
    "scores": SCORES, "care": CARE,
}  # fmt: skip


def _empty(name: str) -> pl.DataFrame:
    return pl.DataFrame(schema=SHAPES[name])


@dataclass(frozen=True)
class Events:
    """One table per kind of event. ``assumed`` names what the source cannot tell and is taken as met."""

    persons: pl.DataFrame = field(default_factory=lambda: _empty("persons"))
    dispenses: pl.DataFrame = field(default_factory=lambda: _empty("dispenses"))
    orders: pl.DataFrame = field(default_factory=lambda: _empty("orders"))
    diagnoses: pl.DataFrame = field(default_factory=lambda: _empty("diagnoses"))
    visits: pl.DataFrame = field(default_factory=lambda: _empty("visits"))
    scores: pl.DataFrame = field(default_factory=lambda: _empty("scores"))
    care: pl.DataFrame = field(default_factory=lambda: _empty("care"))
    assumed: tuple[str, ...] = ()


def table(name: str, rows: list[tuple[object, ...]]) -> pl.DataFrame:
    """Rows in the shape of one of the tables."""
    return pl.DataFrame(rows, schema=SHAPES[name], orient="row")
