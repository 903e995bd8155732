"""The table note, through the reader of notes: for one person, not for populations."""

from __future__ import annotations

from typing import Any

import polars as pl

from fairtrial.records.omop.flags import Flag
from fairtrial.records.omop.reading import Read
from fairtrial.records.omop.source import ALL_ROWS
from fairtrial.tables import History, joined

_NOTE = ["note_id", "person_id", "note_date", "note_text"]
_UNREAD = Flag("unread", "note_text", "not read; notes are read for one person at a time", left_out=True)


def notes(read: Read) -> History:
    """What the notes say, each under the name of database, table and id; for a population they are told."""
    if "note" not in read.source.tables():
        return History()
    rows = read.rows("note", _NOTE if read.with_words else _NOTE[:2], ALL_ROWS)
    if not read.with_words:
        return read.piece("note", {}, ((rows.with_columns(unread=pl.lit(True)), (_UNREAD,)),), None)
    return joined([_one(read, row) for row in rows.rows(named=True) if row["note_text"]])


def _one(read: Read, row: dict[str, Any]) -> History:
    from fairtrial.records.notes import history

    where = f"{read.source.name}, {row['place']}"
    return history(row["note_text"], where, row["note_date"], read.facts, str(row["person_id"]))
