"""A note inside a document of another kind: its history under that document's person and places."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from fairtrial.facts import Facts
from fairtrial.tables import HISTORY_TABLES, History

READ = "note, read as text"
"""What became of the record that holds the note."""


def note_inside(
    text: str,
    file: str,
    place: str,
    person_id: str,
    written_on: date | None,
    facts: Facts,
    shown: Callable[[str], str],
) -> History:
    """What the note at ``place`` of ``file`` tells of ``person_id``; ``shown`` hides the person's name in words."""
    from fairtrial.records.notes import history  # heavy, and few documents hold a note

    return placed_inside(history(text, f"{file}#{place}", written_on, facts, person_id), file, place, shown)


def placed_inside(told: History, file: str, place: str, shown: Callable[[str], str]) -> History:
    """The same history with places inside ``place`` of ``file``, and words as they may be shown."""
    inside = pl.concat_str(pl.lit(f"{place}/"), pl.col("place").fill_null("text"))
    tables = {name: getattr(told, name) for name in HISTORY_TABLES}
    for name in ("records", "problems"):
        tables[name] = tables[name].with_columns(file=pl.lit(file), place=inside)
    words = [shown(words) if words else words for words in tables["records"]["words"].to_list()]
    tables["records"] = tables["records"].with_columns(pl.Series("words", words, pl.String))
    return History(**tables)
