"""A C-CDA file to history: the person, then every section in the order of the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from fairtrial.facts import Facts
from fairtrial.records.ccda.circumstances import (
    read_allergy,
    read_allergy_row,
    read_social,
    read_social_row,
)
from fairtrial.records.ccda.conditions import read_condition, read_condition_row
from fairtrial.records.ccda.elements import Element, one_line, topmost
from fairtrial.records.ccda.medication_rows import drugs_named, read_medication_row
from fairtrial.records.ccda.medications import read_medication
from fairtrial.records.ccda.narrative import Narrative, Row, rows
from fairtrial.records.ccda.notes_text import read_body_text, read_notes_section
from fairtrial.records.ccda.observations import Given, nested, read_observation, read_observation_row
from fairtrial.records.ccda.parsing import Parsed
from fairtrial.records.ccda.people import name_parts, person_id_of, read_person
from fairtrial.records.ccda.procedures import STATEMENTS, read_procedure
from fairtrial.records.ccda.reading import Document, Reading, Section
from fairtrial.records.ccda.sections import code_and_kind
from fairtrial.records.ccda.times import day
from fairtrial.records.rows import Rows
from fairtrial.tables import History, together

_MEDICATIONS = ("substanceAdministration", "supply")
_ENTRIES = ("entry", *_MEDICATIONS, "act", "observation", "organizer", "procedure", "encounter")
Step = Callable[[Document, Section, Element, str], None]


def read_parsed(parsed: Parsed, file: str, facts: Facts) -> History:
    """The history of documents already parsed; never raises over what they hold."""
    table = Rows()
    for problem in parsed.problems:
        table.problem(None, None, file, "file", "XML", problem, False)
    notes = [history for document in parsed.documents for history in _read(document, file, facts, table)]
    return together([table.history(), *notes])


def _read(root: Element, file: str, facts: Facts, table: Rows) -> Iterator[History]:
    person_id, wrong = person_id_of(root), list[str]()
    written_on = day(root.find("effectiveTime"), wrong)
    for problem in wrong:
        table.problem(person_id, None, file, "ClinicalDocument", "effectiveTime", problem, False)
    read_person(root, person_id, file, table)
    if next(root.iter("section", "nonXMLBody"), None) is None:
        problem = "the document has no body that is read"
        table.problem(person_id, None, file, "ClinicalDocument", "component", problem, True)
    document = Document(file, person_id, written_on, Narrative(root), table, facts, name_parts(root))
    counted: Counter[tuple[str, str | None]] = Counter()
    for element in root.iter("section"):
        code, kind = code_and_kind(element)
        counted[code, kind] += 1
        yield from _section(document, Section(element, code, kind, counted[code, kind]))
    yield from read_body_text(document, root)


def _section(document: Document, section: Section) -> Iterator[History]:
    entries = [each for each in section.element if each.tag in _ENTRIES]
    if section.kind == "note":
        yield from read_notes_section(document, section)
    elif section.kind in _STEPS:
        for index, entry in enumerate(entries, start=1):
            _STEPS[section.kind](document, section, entry, f"entry[{index}]")
    _tell_of_section(document, section, entries)
    if section.kind in _ROWS:
        _ROWS[section.kind](document, section, bool(entries))


def _tell_of_section(document: Document, section: Section, entries: list[Element]) -> None:
    """A section that is not one we read is counted with its entries."""
    if section.kind is None and (entries or one_line(section.element.find("text"))):
        told = f"not a section that is read; {len(entries)} entries left out"
        document.rows.problem(document.person_id, None, document.file, section.name, "section", told, True)


def _each(
    document: Document,
    section: Section,
    place: str,
    found: Iterable[Element],
    read: Callable[[Element, Reading], object],
) -> None:
    """One record for each statement of an entry; an entry without any is counted."""
    number = 0
    for number, statement in enumerate(found, start=1):
        reading = Reading.of(document, section, statement, place if number == 1 else f"{place}/{number}")
        read(statement, reading)
        reading.finish()
    if number == 0:
        reading = Reading.at(document, section, place)
        reading.not_understood("entry", "holds nothing that is read in this section; left out")
        reading.finish()


def _medications(document: Document, section: Section, entry: Element, place: str) -> None:
    def read(statement: Element, reading: Reading) -> None:
        drug = read_medication(statement, section.kind or "medications", reading)
        section.drugs.update([drug] if drug else [])

    found = list(topmost(entry, *_MEDICATIONS))
    if found or section.kind != "planned":
        _each(document, section, place, found, read)


def _conditions(document: Document, section: Section, entry: Element, place: str) -> None:
    act = next(topmost(entry, "act"), None)
    _each(
        document,
        section,
        place,
        topmost(entry, "observation"),
        lambda o, reading: read_condition(o, act, reading),
    )


def _observations(document: Document, section: Section, entry: Element, place: str) -> None:
    given = Given()
    _each(
        document, section, place, nested(entry), lambda each, reading: read_observation(each, given, reading)
    )


def _procedures(document: Document, section: Section, entry: Element, place: str) -> None:
    _each(document, section, place, topmost(entry, *STATEMENTS), read_procedure)


def _encounters(document: Document, section: Section, entry: Element, place: str) -> None:
    """The visit itself, and the diagnoses stated in it."""
    _procedures(document, section, entry, place)
    for visit in topmost(entry, "encounter"):
        for act in visit.iterfind("entryRelationship/act"):
            if act.find("entryRelationship/observation") is not None:
                _conditions(document, section, act, f"{place}/diagnosis")


def _allergies(document: Document, section: Section, entry: Element, place: str) -> None:
    _each(document, section, place, topmost(entry, "observation"), read_allergy)


def _social(document: Document, section: Section, entry: Element, place: str) -> None:
    _each(document, section, place, topmost(entry, "observation"), read_social)


def _medication_rows(document: Document, section: Section, has_entries: bool) -> None:
    """Rows that name a drug of ours which no entry of the section gave."""
    for number, row in enumerate(rows(section.element.find("text")), start=1):
        reading = Reading.at(document, section, f"row[{number}]")
        found = [match for match in drugs_named(row, reading) if match.drug not in section.drugs]
        if found:
            read_medication_row(row, found, section.kind or "medications", reading)
        if found or not has_entries:
            reading.words = reading.words or row.text
            reading.finish()


def _rows_with(read_row: Callable[[Row, Reading], None]) -> Callable[[Document, Section, bool], None]:
    """Narrative rows of a section without entries."""

    def read_rows(document: Document, section: Section, has_entries: bool) -> None:
        for number, row in enumerate([] if has_entries else rows(section.element.find("text")), start=1):
            reading = Reading.at(document, section, f"row[{number}]")
            read_row(row, reading)
            reading.finish()

    return read_rows


_STEPS: dict[str, Step] = {
    "medications": _medications, "administered": _medications, "planned": _medications,
    "conditions": _conditions, "observations": _observations, "procedures": _procedures,
    "encounters": _encounters, "allergies": _allergies, "social history": _social,
}  # fmt: skip
_ROWS: dict[str, Callable[[Document, Section, bool], None]] = {
    "medications": _medication_rows, "administered": _medication_rows,
    "conditions": _rows_with(read_condition_row), "observations": _rows_with(read_observation_row),
    "allergies": _rows_with(read_allergy_row),
    "social history": _rows_with(read_social_row),
}  # fmt: skip
