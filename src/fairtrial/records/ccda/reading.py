"""One entry (or narrative row) being read: whose it is, its record, and where its rows go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from fairtrial.facts import Facts
from fairtrial.records.ccda.elements import Element, attribute
from fairtrial.records.ccda.narrative import Narrative
from fairtrial.records.ccda.sections import Kind
from fairtrial.records.days import Days
from fairtrial.records.noting import Noting
from fairtrial.records.rows import Rows, record_id
from fairtrial.records.told_in_reason import dated, told_in_reason

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

LONGEST_WORDING = 2000
"""Characters; a longer text is no name, no directions and no row of a table (our choice)."""


@dataclass(frozen=True)
class Document:
    """What every entry of a document shares. ``hidden`` matches the parts of the person's name."""

    file: str
    person_id: str
    written_on: Days
    narrative: Narrative
    rows: Rows
    facts: Facts
    hidden: re.Pattern[str] | None

    def shown(self, words: str) -> str:
        """Words without the person's name."""
        return self.hidden.sub("[name]", words) if self.hidden else words


@dataclass(frozen=True)
class Section:
    """A section: its element, code ("" when missing), what it tells, and our drugs in its entries.

    ``again`` counts sections with the same code and kind.
    """

    element: Element
    code: str
    kind: Kind | None
    again: int = 1
    drugs: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """How places in it begin."""
        name = self.code or f"section {self.kind or 'without a code'}"
        return name if self.again == 1 else f"{name}[{self.again}]"


@dataclass
class Reading(Noting):
    """An entry on its way into the tables. Readers set ``words`` and ``became``."""

    document: Document
    kind: str
    place: str
    record: str

    @classmethod
    def at(cls, document: Document, section: Section, place: str) -> Reading:
        """A reading at a place of a section; a place already taken gets ``(2)`` and so on."""
        return cls.named(document, section.kind or "section", f"{section.name}/{place}")

    @classmethod
    def of(cls, document: Document, section: Section, statement: Element, place: str) -> Reading:
        """A reading of a statement: at its own id, by which other documents know it, unless used twice."""
        own = f"{statement.tag}/{_own_id(statement)}"
        if _own_id(statement) is None or document.rows.free_place(document.file, own) != own:
            return cls.at(document, section, place)
        return cls.named(document, section.kind or "section", own)

    @classmethod
    def named(cls, document: Document, kind: str, place: str) -> Reading:
        """A reading with this place."""
        free = document.rows.free_place(document.file, place)
        return cls(document, kind, free, record_id(document.file, free))

    def part(self, statement: Element) -> Reading:
        """A reading of a statement within this one, as a record of its own."""
        place = f"{statement.tag}/{_own_id(statement)}"
        if _own_id(statement) is None or self.document.rows.free_place(self.document.file, place) != place:
            place = f"{self.place}/{statement.tag}"
        return Reading.named(self.document, self.kind, place)

    @property
    def facts(self) -> Facts:
        """The knowledge to read by."""
        return self.document.facts

    @property
    def narrative(self) -> Narrative:
        """The narrative of the document."""
        return self.document.narrative

    def add(self, table: str, **columns: object) -> None:
        """Add a row that came from this record."""
        self.document.rows.add(table, person_id=self.document.person_id, record=self.record, **columns)

    def add_told_in_reason(self, why: str, stopped: Days) -> None:
        """Add what the words of a reason for stopping tell of the person; then the words show it."""
        told = told_in_reason(why, self.facts)
        for table, columns in dated(told, stopped):
            self.add(table, **columns)
        if told:
            self.words = joined_words(self.words, why)

    def about(self, field_name: str, problems: Iterable[str]) -> None:
        """Say what is wrong with one field."""
        for each in problems:
            self.problem(field_name, each)

    def finish(self) -> None:
        """List the record, with words that may be shown, and its problems."""
        doc = self.document
        doc.rows.record(doc.person_id, doc.file, self.place, self.kind, doc.shown(self.words), self.became)
        for field_name, problem, left_out in dict.fromkeys(self.problems):
            doc.rows.problem(doc.person_id, self.record, doc.file, self.place, field_name, problem, left_out)


def _own_id(statement: Element) -> str | None:
    """root|extension of the first id that has one, or a root that is a UUID."""
    for each in statement.iterchildren("id"):
        root, extension = attribute(each, "root"), attribute(each, "extension")
        if extension or _UUID.fullmatch(root):
            return f"{root}|{extension}".strip("|")
    return None


def joined_words(*parts: str) -> str:
    """Parts that say something new, joined."""
    kept: list[str] = []
    for part in parts:
        if part and not any(part in other for other in kept):
            kept = [other for other in kept if other not in part]
            kept.append(part)
    return " · ".join(kept)
