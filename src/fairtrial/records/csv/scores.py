"""scores.csv: totals of rating scales, or single items."""

from __future__ import annotations

import re

from fairtrial.facts import Facts
from fairtrial.facts.models import Scale
from fairtrial.records.csv.cells import Amount, Days, FreeText
from fairtrial.records.csv.table import PERSON, Column, Row, Table
from fairtrial.records.rows import Rows

SCALE = Column("scale", "which scale", FreeText("the name of a scale, such as PHQ-9"), required=True)
ON = Column("on", "the day it was filled in", Days())
TOTAL = Column(
    "total", "the total score", Amount("a number within the range of the scale", ranges=False), required=True
)
ITEM = Column(
    "item",
    "number of a single item when the row is not the total",
    Amount("the number of an item", least=1, ranges=False, whole=True),
)


def _fill(row: Row, rows: Rows, facts: Facts) -> None:
    name = row.read(SCALE)
    scale = find_scale(name, facts) if name else None
    on, (total, _), (item, _) = row.pair(ON), row.pair(TOTAL), row.pair(ITEM)
    record = row.record(rows, "score" if scale else "context only")
    if scale is None:
        row.problem(rows, record, SCALE, "not a scale we know; the row is kept as context", True)
        return
    _within(row, scale, total, item)
    number = None if item is None else int(item)
    rows.add(
        "scores", person_id=row.person_id, scale=scale.scale, item=number, on_least=on[0], on_most=on[1],
        total=total, record=record,
    )  # fmt: skip


def _within(row: Row, scale: Scale, total: float | None, item: float | None) -> None:
    least, most = (scale.least, scale.most) if item is None else (scale.item_least, scale.item_most)
    numbers = {entry.number for entry in scale.items}
    if item is not None and numbers and int(item) not in numbers:
        row.fault(ITEM, f"takes an item number from {min(numbers)} to {max(numbers)} for {scale.scale}")
    if total is None or least is None or most is None or least <= total <= most:
        return
    what = scale.scale if item is None else f"an item of {scale.scale}"
    row.fault(TOTAL, f"takes a number from {least:g} to {most:g} for {what}")


def find_scale(name: str, facts: Facts) -> Scale | None:
    """The scale with this id or name; capitals, blanks and hyphens do not matter."""
    wanted = _letters(name)
    for scale in facts.scales.values():
        if wanted in {_letters(known) for known in (scale.scale, scale.name, *scale.names)}:
            return scale
    return None


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


SCORES = Table(
    "scores",
    "one row for each time a rating scale was filled in",
    (PERSON, SCALE, ON, TOTAL),
    _fill,
    ("p1,PHQ-9,2019-03-01,19", "p1,PHQ-9,2019-06-10,16"),
    extra=(ITEM,),
)
