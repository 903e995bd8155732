"""OMOP databases among the inputs of one review: whose records are fetched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fairtrial.facts import Facts
from fairtrial.records.errors import ReadError
from fairtrial.records.omop.opening import open_source
from fairtrial.records.omop.read import person_ids, read_omop
from fairtrial.records.omop.source import OmopSource, Persons
from fairtrial.records.omop.typed import pull
from fairtrial.records.persons import persons_told
from fairtrial.tables import PROBLEMS, History, frame

_MOST_DIGITS = 18
"""Longer numbers do not fit the 64 bits of a person_id."""
_DO = "Choose one with --person ID."


def read_databases(
    databases: Sequence[str | Path], person: str | None, many: bool, alone: bool, facts: Facts
) -> list[History]:
    """The chosen person's records in each database; ``alone`` when there are no other inputs to find them in.

    Raises ReadError when a database holds several persons and none was chosen; it counts them and names none.
    """
    return [_read(open_source(each), person, many, alone, facts) for each in databases]


def _read(source: OmopSource, person: str | None, many: bool, alone: bool, facts: Facts) -> History:
    if many:
        return read_omop(source, None, facts)
    if person is None:
        return read_omop(source, Persons.one(_only(source)), facts)
    number = _number(person)
    if number is not None and pull(source, "person", ["person_id"], persons=Persons.one(number)).height:
        return read_omop(source, Persons.one(number), facts)
    count = len(person_ids(source))
    what = f"the person asked for is not among the {persons_told(count)} found"
    if alone:
        raise ReadError(source.name, what, "Give --person a person_id of the table 'person'.")
    told = {"file": source.name, "place": "person", "field": "person_id", "problem": what, "left_out": True}
    return History(problems=frame([told], PROBLEMS))


def _number(person: str) -> int | None:
    """The person_id as written; null when no database could hold it."""
    plain = person.isascii() and person.isdigit() and len(person) <= _MOST_DIGITS
    return int(person) if plain and str(int(person)) == person else None


def _only(source: OmopSource) -> int:
    ids = person_ids(source)
    if len(ids) != 1:
        raise ReadError(source.name, f"it holds records of {persons_told(len(ids))}", _DO)
    return int(ids[0])
