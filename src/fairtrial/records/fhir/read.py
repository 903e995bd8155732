"""Resources to history: one record for each, in the order of the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from fairtrial.facts import Facts
from fairtrial.records.fhir.allergies import read_allergy
from fairtrial.records.fhir.attachments import Contents
from fairtrial.records.fhir.conditions import read_condition
from fairtrial.records.fhir.documents import read_document
from fairtrial.records.fhir.entries import Entry, entries
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.issues import read_issue
from fairtrial.records.fhir.kinds import DSTU2, NOT_READ
from fairtrial.records.fhir.medications import read_medication
from fairtrial.records.fhir.observations import read_observation
from fairtrial.records.fhir.pages import MORE_PAGES, has_next_page, read_outcome
from fairtrial.records.fhir.patients import read_patient
from fairtrial.records.fhir.persons import NOBODY, name_parts, only_person, person_of
from fairtrial.records.fhir.procedures import read_procedure
from fairtrial.records.fhir.questionnaires import read_questionnaire_response
from fairtrial.records.fhir.reading import Reading
from fairtrial.records.fhir.references import References
from fairtrial.records.fhir.told import told_in_texts
from fairtrial.records.fhir.totals import Answers
from fairtrial.records.fhir.uses import read_use
from fairtrial.records.fhir.wording import context_words
from fairtrial.records.rows import Rows, record_id
from fairtrial.tables import History, together

_READERS: dict[str, Callable[[Reading], None]] = {
    "Patient": read_patient,
    "Medication": read_medication,
    "MedicationRequest": read_use,
    "MedicationStatement": read_use,
    "MedicationDispense": read_use,
    "MedicationAdministration": read_use,
    "Condition": read_condition,
    "Procedure": read_procedure,
    "AllergyIntolerance": read_allergy,
    "DetectedIssue": read_issue,
    "DocumentReference": read_document,
    "DiagnosticReport": read_document,
}
_OF_THE_SERVER = {"OperationOutcome": read_outcome}
_WITH_ANSWERS: dict[str, Callable[[Reading, Answers], None]] = {
    "Observation": read_observation,
    "QuestionnaireResponse": read_questionnaire_response,
}
_NAMES_A_PERSON = frozenset({*_READERS, *_WITH_ANSWERS}) - {"Medication"}


def read_fhir(
    resources: Sequence[dict[str, Any]], file: str, facts: Facts, others: Sequence[dict[str, Any]] = ()
) -> History:
    """The history that resources and Bundles of one file tell; never raises over what they hold.

    ``others`` are resources of other files, looked at only to follow references. A person id is the id of the
    Patient; it is empty where a file names nobody.
    """
    found = list(entries(resources))
    rows, answers = Rows(), Answers()
    if has_next_page(resources):
        rows.problem(None, None, file, "file", "link", MORE_PAGES, False)
    readings = _readings(found, References(found, others), file, rows, facts)
    for reading in readings:
        _read(reading, answers)
    answers.finish()
    hidden = _names(readings)
    for reading in readings:
        reading.finish(_shown(reading.words, hidden.get(reading.person_id)))
    return together([rows.history(), *told_in_texts(readings, hidden)])


def _readings(
    found: list[Entry], references: References, file: str, rows: Rows, facts: Facts
) -> list[Reading]:
    fields = [Fields(entry.resource) for entry in found]
    persons = [person_of(entry, inside) for entry, inside in zip(found, fields, strict=True)]
    only, readings, seen, contents = only_person(persons), [], _Seen(), Contents()
    for entry, inside, person in zip(found, fields, persons, strict=True):
        place, problem = seen.place(entry)
        if place is None:
            continue
        record = record_id(file, place)
        reading = Reading(
            entry, inside, person or only, file, place, record, rows, facts, references, contents
        )
        if problem:
            reading.problem("id", problem)
        if person == NOBODY and entry.kind in _NAMES_A_PERSON:
            reading.problem("subject", _told_of_nobody(only))
        readings.append(reading)
    for reading in readings:
        if reading.place in seen.again:
            reading.problem("id", _told_again(seen.again[reading.place]))
    return readings


class _Seen:
    """Places taken; the same resource again is read once, another one under its id gets its own place."""

    def __init__(self) -> None:
        self._at: dict[str, list[dict[str, Any]]] = {}
        self.again: dict[str, int] = {}

    def place(self, entry: Entry) -> tuple[str | None, str | None]:
        """The place of an entry, or null when it is the same again; and what is odd about its id."""
        before = self._at.setdefault(entry.place, [])
        if entry.id is not None and any(_same(entry.resource, other) for other in before):
            self.again[entry.place] = self.again.get(entry.place, 1) + 1
            return None, None
        before.append(entry.resource)
        if len(before) == 1:
            return entry.place, None
        return (
            f"{entry.place} ({len(before)})",
            "another resource has the same id and other content; both were read",
        )


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    try:
        return one == other
    except RecursionError:  # too deep to compare: both are read
        return False


def _told_again(times: int) -> str:
    return f"the same resource stands {times} times in the file with the same content; read once"


def _told_of_nobody(only: str) -> str:
    if only:
        return "names no patient; taken as the only person of the file"
    return "names no patient, and the file does not say whose it is"


def _read(reading: Reading, answers: Answers) -> None:
    kind = reading.entry.kind
    if reading.entry.problem or not reading.entry.typed:
        reading.not_understood("resourceType", reading.entry.problem or "does not say what it is; left out")
    elif kind in DSTU2:
        reading.not_understood("resourceType", NOT_READ)
    elif kind in _WITH_ANSWERS:
        _WITH_ANSWERS[kind](reading, answers)
    elif kind in _READERS or kind in _OF_THE_SERVER:
        (_READERS | _OF_THE_SERVER)[kind](reading)
    else:
        reading.words = context_words(reading.fields)


def _names(readings: list[Reading]) -> dict[str, re.Pattern[str]]:
    """What to hide in the words of each person's records."""
    patients = [(r.person_id, name_parts(r.fields)) for r in readings if r.entry.kind == "Patient"]
    return {person: pattern for person, pattern in patients if pattern is not None}


def _shown(words: str, hidden: re.Pattern[str] | None) -> str:
    return hidden.sub("[name]", words) if hidden else words
