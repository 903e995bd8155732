"""recordTarget: whose document it is."""

from __future__ import annotations

import re

from fairtrial.records.ccda.elements import Element, attribute, child
from fairtrial.records.ccda.times import day
from fairtrial.records.days import Days
from fairtrial.records.persons import WILDCARD
from fairtrial.records.rows import Rows, record_id
from fairtrial.records.sexes import SEX_OF_WORD

_SSN = "2.16.840.1.113883.4.1"
_SEXES = {**SEX_OF_WORD, "un": "other", "other": "other"}
_UNKNOWN = ("", "unk", "unknown", "u")
_PLACE = "recordTarget"
_SHORTEST_NAME = 3


def person_id_of(document: Element) -> str:
    """The id given by the source, never a social security number as it stands; empty when it gives none."""
    role = child(document, "recordTarget", "patientRole")
    ids = list(role.iterchildren("id")) if role is not None else []
    given = [each for each in ids if attribute(each, "extension")]
    own = next((each for each in given if attribute(each, "root") != _SSN), None)
    if own is not None:
        return attribute(own, "extension")
    if given:
        return record_id(_SSN, attribute(given[0], "extension"))
    return next((attribute(each, "root") for each in ids if attribute(each, "root")), WILDCARD)


def name_parts(document: Element) -> re.Pattern[str] | None:
    """A pattern for the parts of the person's names, so that no words shown carry them."""
    patient = child(document, "recordTarget", "patientRole", "patient")
    names = list(patient.iterchildren("name")) if patient is not None else []
    texts = (str(text) for name in names for text in name.itertext())
    words = {word for text in texts for word in re.findall(r"[^\W\d_]+", text)}
    proper = sorted(
        (w for w in words if len(w) >= _SHORTEST_NAME and w[0].isupper()), key=lambda w: (-len(w), w)
    )
    return re.compile(r"\b(?:" + "|".join(map(re.escape, proper)) + r")\b", re.IGNORECASE) if proper else None


def born_on(document: Element, wrong: list[str]) -> Days:
    """The birth date, and under ``wrong`` what is odd about it."""
    return day(child(document, "recordTarget", "patientRole", "patient", "birthTime"), wrong)


def read_person(document: Element, person_id: str, file: str, rows: Rows) -> None:
    """Add the person; the words never carry a name, an address or a day of birth."""
    patient = child(document, "recordTarget", "patientRole", "patient")
    problems: list[tuple[str, str]] = []
    wrong: list[str] = []
    born = born_on(document, wrong)
    problems += [("birthTime", each) for each in wrong]
    code = attribute(child(patient, "administrativeGenderCode"), "code").lower()
    sex = _SEXES.get(code)
    if sex is None and code not in _UNKNOWN:
        problems.append(("administrativeGenderCode", "is not F, M or UN; left out"))
    if patient is None:
        problems.append((_PLACE, "the document does not say whose it is"))
    if len(list(document.iterchildren("recordTarget"))) > 1:
        problems.append((_PLACE, "the document names several persons; taken as the first one's"))
    year = f", born {born[0].year}" if born[0] else ""
    words = f"Patient: {sex or 'sex not recorded'}{year}"
    record = rows.record(person_id, file, _PLACE, "person", words, "person")
    rows.add(
        "people", person_id=person_id, born_on_least=born[0], born_on_most=born[1], sex=sex, record=record
    )
    for field_name, problem in problems:
        rows.problem(person_id, record, file, _PLACE, field_name, problem, False)
