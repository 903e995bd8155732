"""What all rows of one note share: its words, its day, the sentence around a place, and the record of each row."""

from __future__ import annotations

import functools
from datetime import date

from fairtrial.facts import Facts
from fairtrial.records.notes.spans.note import sentence_at
from fairtrial.records.notes.words.lexicon import lexicon
from fairtrial.records.notes.words.text import lowered
from fairtrial.records.rows import Rows


class RowsOfNote:
    """Rows of one note, and what was told so far that a second telling does not add to.

    ``named``: where medicines and procedures are named. ``headed``: therapies named as a heading. ``told``: (topic,
    words) of conditions that last.
    """

    def __init__(self, text: str, file: str, note_date: date | None, facts: Facts, person_id: str) -> None:
        self.text, self.file, self.note_date = text, file, note_date
        self.facts, self.lex, self.person, self.rows = facts, lexicon(facts), person_id, Rows()
        self.named: list[int] = []
        self.headed: set[tuple[object, ...]] = set()
        self.told: set[tuple[str, str]] = set()

    @functools.cached_property
    def low(self) -> str:
        """The lowered text, made when the reading that has one of its own is done."""
        return lowered(self.text)

    def add(self, table: str, **values: object) -> None:
        """A row of this person."""
        self.rows.add(table, person_id=self.person, **values)

    def record(self, start: int, end: int, became: str) -> str:
        """The id of the record of these characters; its words are the sentence around them."""
        s, stop = self.bounds(start)
        words = self.text[s:stop].strip()
        return self.rows.record(self.person, self.file, f"{start}-{end}", "note", words, became)

    def bounds(self, place: int) -> tuple[int, int]:
        """Where the sentence around a place begins and ends."""
        return sentence_at(self.text, self.low, place, self.lex)

    def sentence(self, place: int) -> tuple[int, str]:
        """Where the sentence around a place begins, and its lowered text."""
        start, end = self.bounds(place)
        return start, self.low[start:end]
