"""The table note, through the reader of notes: for one person, not for populations."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import polars as pl

from fairtrial.records.omop.flags import Flag
from fairtrial.records.omop.reading import CONTEXT_ONLY, Read
from fairtrial.records.omop.source import ALL_ROWS
from fairtrial.tables import HISTORY_TABLES, History, joined

_NOTE = ["note_id", "person_id", "note_date", "note_text"]
_NOT_READ = Flag(
    "not_read", "note_text", "the text was not read; notes are read for one person at a time", left_out=True
)


def notes(read: Read) -> History:
    """What the notes of one person say, each under its own place; for a population notes are counted only."""
    if "note" not in read.source.tables():
        return History()
    reader = getattr(import_module("fairtrial.records.notes"), "history", None)
    rows = read.rows("note", _NOTE if read.with_words else _NOTE[:2], ALL_ROWS)
    if not read.with_words or reader is None:
        listed = read.listed(rows, "note", [pl.lit("note")], CONTEXT_ONLY)
        return read.piece("note", {}, ((rows.with_columns(not_read=pl.lit(True)), (_NOT_READ,)),), listed)
    return joined([_one(read, row, reader) for row in rows.rows(named=True) if row["note_text"]])


def _one(read: Read, row: dict[str, Any], reader: Any) -> History:
    """One note under the person's id and the name of database, table and id."""
    found: History = reader(
        row["note_text"], f"{read.source.name}, {row['place']}", row["note_date"], read.facts
    )
    person = pl.lit(str(row["person_id"]), pl.String).alias("person_id")
    return History(**{name: getattr(found, name).with_columns(person) for name in HISTORY_TABLES})
