"""One resource being read: its fields, whose it is, its record, and where its rows go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fairtrial.facts import Facts
from fairtrial.records.days import NO_DAYS, Days
from fairtrial.records.fhir.entries import Entry
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.references import References
from fairtrial.records.noting import IN_ERROR, Noting
from fairtrial.records.rows import Rows

if TYPE_CHECKING:
    from fairtrial.records.fhir.attachments import Clinical, Contents

OF_A_RELATIVE = "left out: measured in a relative"
_LEFT_OUT_STATUS = {"entered-in-error": IN_ERROR, "cancelled": "left out: cancelled"}


@dataclass
class Reading(Noting):
    """A resource on its way into the tables. Readers set ``words`` and ``became``.

    ``texts`` and ``documents`` are what a document holds as text and as C-CDA, ``written`` the day it was written.
    """

    entry: Entry
    fields: Fields
    person_id: str
    file: str
    place: str
    record: str
    rows: Rows
    facts: Facts
    references: References
    contents: Contents
    texts: list[str] = field(default_factory=list)
    documents: list[Clinical] = field(default_factory=list)
    written: Days = NO_DAYS

    def add(self, table: str, **columns: object) -> None:
        """Add a row that came from this record."""
        self.rows.add(table, person_id=self.person_id, record=self.record, **columns)

    def left_out_by_status(self, *also: str) -> bool:
        """Whether its status says that it must not be used; then it is listed as such."""
        status = self.fields.word("status")
        if status in _LEFT_OUT_STATUS or status in also:
            self.became = _LEFT_OUT_STATUS.get(status, f"left out: {status}")
            return True
        return False

    def finish(self, words: str) -> None:
        """List the record, with the words that may be shown, and its problems."""
        self.rows.record(self.person_id, self.file, self.place, self.entry.kind, words, self.became)
        noted = [(path, problem, False) for path, problem in self.fields.noted]
        for field_name, problem, left_out in dict.fromkeys([*noted, *self.problems]):
            self.rows.problem(
                self.person_id, self.record, self.file, self.place, field_name, problem, left_out
            )
