"""An age against a threshold; the day of birth is never told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fairtrial.facts.circumstances import Age
from fairtrial.outlook.things import Thing

Row = dict[str, object]


def age_thing(limit: Age, people: Sequence[Row], as_of: date) -> Thing:
    """Whether the age lies in the range: possible where the bounds of the birth straddle its edge."""
    row = people[0] if people else {}
    youngest, oldest = (_years(row.get(f"born_on_{side}"), as_of) for side in ("most", "least"))
    records = (str(row["record"]),) if row.get("record") else ()
    words = _words(limit)
    if youngest is None and oldest is None:
        return Thing(f"age:{words}", "not_recorded", words)
    if _inside(limit, youngest, oldest):
        return Thing(f"age:{words}", "recorded", words, records)
    if _outside(limit, youngest, oldest):
        return Thing(f"age:{words}", "recorded_absent", f"not {words}", records)
    return Thing(f"age:{words}", "possible", f"perhaps {words}", records)


def _years(born: object, as_of: date) -> int | None:
    if not isinstance(born, date):
        return None
    return as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))


def _inside(limit: Age, youngest: int | None, oldest: int | None) -> bool:
    above = limit.at_least is None or (youngest is not None and youngest >= limit.at_least)
    return above and (limit.below is None or (oldest is not None and oldest < limit.below))


def _outside(limit: Age, youngest: int | None, oldest: int | None) -> bool:
    too_young = limit.at_least is not None and oldest is not None and oldest < limit.at_least
    return too_young or (limit.below is not None and youngest is not None and youngest >= limit.below)


def _words(limit: Age) -> str:
    low = [] if limit.at_least is None else [f"{limit.at_least:g} years or older"]
    return " and ".join(low + ([] if limit.below is None else [f"under {limit.below:g} years"]))
