"""What the texts and notes inside resources tell, through the notes reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from fairtrial.records.days import one_day
from fairtrial.records.fhir.reading import OF_A_RELATIVE, Reading
from fairtrial.records.note_file import day_of_note
from fairtrial.records.note_inside import note_inside, placed_inside
from fairtrial.records.noting import IN_ERROR
from fairtrial.tables import HISTORY_TABLES, History

if TYPE_CHECKING:
    from fairtrial.records.ccda import Parsed

_ON_THE_PERSON = frozenset({"MedicationStatement", "Condition", "Procedure", "Observation"})
"""Resources whose notes speak of the person. A note on an order or a supply is an instruction."""


def told_in_texts(readings: Sequence[Reading], hidden: Mapping[str, re.Pattern[str]]) -> Iterator[History]:
    """The histories of documents, each text of a person once, and of notes beside resources.

    ``hidden`` has the pattern of each person's name.
    """
    heard: set[tuple[str, str | bytes]] = set()
    for reading in sorted(
        readings, key=lambda each: each.place
    ):  # so that the order of the file changes nothing
        for number, text in enumerate(reading.texts, start=1):
            if (reading.person_id, text) not in heard:
                heard.add((reading.person_id, text))
                yield _told(reading, f"text {number}", text, hidden)
        for number, held in enumerate(reading.documents, start=1):
            if (reading.person_id, held.data) not in heard:
                heard.add((reading.person_id, held.data))
                yield _told_in_ccda(reading, f"C-CDA {number}", held.parsed, hidden)
        of_the_person = reading.entry.kind in _ON_THE_PERSON and reading.became not in (
            IN_ERROR,
            OF_A_RELATIVE,
        )
        if of_the_person and reading.fields.has("note"):
            notes = (note.text("text") for note in reading.fields.parts("note"))
            yield _circumstances(_told(reading, "note", "\n\n".join(filter(None, notes)), hidden))


def _told(reading: Reading, part: str, text: str, hidden: Mapping[str, re.Pattern[str]]) -> History:
    name = hidden.get(reading.person_id)
    return note_inside(
        text, reading.file, f"{reading.place}/{part}", reading.person_id, one_day(reading.written) or day_of_note("", text),
        reading.facts, lambda words: name.sub("[name]", words) if name else words,
    )  # fmt: skip


def _told_in_ccda(
    reading: Reading, part: str, parsed: Parsed, hidden: Mapping[str, re.Pattern[str]]
) -> History:
    """A C-CDA document speaks of the person whose record holds it, whatever id it gives that person itself."""
    from fairtrial.records.ccda import read_parsed  # few files hold one

    place, name = f"{reading.place}/{part}", hidden.get(reading.person_id)
    told = read_parsed(parsed, f"{reading.file}#{place}", reading.facts)
    mine = pl.when(pl.col("person_id").is_not_null()).then(pl.lit(reading.person_id)).alias("person_id")
    tables = {table: getattr(told, table).with_columns(mine) for table in HISTORY_TABLES}
    return placed_inside(
        History(**tables), reading.file, place, lambda words: name.sub("[name]", words) if name else words
    )


def _circumstances(told: History) -> History:
    """Conditions and context alone: the treatment that a note stands beside is told by the resource itself."""
    kept = pl.concat([told.conditions["record"], told.context["record"]]).to_list()
    records = told.records.filter(pl.col("record").is_in(kept))
    return History(conditions=told.conditions, context=told.context, records=records)
