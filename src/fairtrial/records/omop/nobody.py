"""Rows that name no person: they belong to nobody and are counted."""

from __future__ import annotations

from fairtrial.records.omop.source import Filter, OmopSource
from fairtrial.tables import PROBLEMS, History, frame

_TABLES = (
    "drug_exposure", "measurement", "observation", "condition_occurrence", "procedure_occurrence", "note",
    "observation_period",
)  # fmt: skip


def rows_of_nobody(source: OmopSource) -> History:
    """One line in ``problems`` for each table that has rows without a person."""
    lines: list[dict[str, object]] = []
    for table in _TABLES:
        if "person_id" in source.columns(table):
            count = source.select(table, ["person_id"], Filter.among("person_id", [None])).height
            said = f"{count} {'row names' if count == 1 else 'rows name'} no person; left out"
            if count:
                place = {"file": source.name, "place": table, "field": "person_id"}
                lines.append({**place, "problem": said, "left_out": True})
    return History(problems=frame(lines, PROBLEMS))
