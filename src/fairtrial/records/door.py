"""The one door: any mix of files and folders in, one history out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from fairtrial.facts import Facts, load
from fairtrial.records.errors import ReadError
from fairtrial.records.fhir.kinds import OF_NOBODY
from fairtrial.records.form import with_answers
from fairtrial.records.inputs import input_files
from fairtrial.records.noting import NOT_UNDERSTOOD
from fairtrial.records.omop.opening import databases_among
from fairtrial.records.persons import of_many_persons, of_one_person
from fairtrial.records.repeats import read_once
from fairtrial.records.sorted_files import SortedFiles
from fairtrial.records.weekly import with_weekly_doses
from fairtrial.tables import History, together


def read(
    *inputs: str | Path,
    person: str | None = None,
    same_person: bool = False,
    many: bool = False,
    mapping: str | Path | None = None,
    facts: Facts | None = None,
) -> History:
    """Read files, folders and OMOP databases as the history of one person.

    Files are FHIR R4 JSON or ndjson, PharmCAT reports, C-CDA, CSV tables, tables of fills, PDF, and zip archives of these;
    ``mapping`` says what the columns of a table of fills hold. A database may be a postgresql:// address.
    What a file is, is told from its content. The order of inputs never matters. ``person`` chooses one id
    when there are several; ``same_person`` says that all ids are one person; ``many`` allows several.
    Raises ReadError (where, what, what to do; no value from the records) when nothing can be read, when a CSV
    cell cannot be used, or when the records are of several persons.
    """
    facts = facts if facts is not None else load()
    databases, files = databases_among(inputs)
    sorted_out = _sorted(files, mapping, facts) if files or not databases else None
    in_files = sorted_out.histories(facts) if sorted_out is not None else []
    in_databases = _read_databases(databases, person, many, not files, facts) if databases else []
    history = with_weekly_doses(read_once(together([*in_files, *in_databases])), facts)
    for name, answers in sorted_out.answers if sorted_out is not None else ():
        history = with_answers(history, name, answers)
    _holds_something(history)
    return of_many_persons(history) if many else of_one_person(history, person, same_person)


def _sorted(files: Sequence[str | Path], mapping: str | Path | None, facts: Facts) -> SortedFiles:
    sorted_out = SortedFiles(facts, Path(mapping) if mapping is not None else None)
    for file in input_files(tuple(files)):
        sorted_out.take(file)
    return sorted_out


def _read_databases(
    databases: Sequence[str | Path], person: str | None, many: bool, alone: bool, facts: Facts
) -> list[History]:
    """Imported when first needed: most reviews read no database."""
    from fairtrial.records.omop.choosing import read_databases

    return read_databases(databases, person, many, alone, facts)


def _holds_something(history: History) -> None:
    if history.records.is_empty():
        do = "Give files that hold at least one row or one resource."
        raise ReadError("inputs", "they hold no record", do)
    told = history.records.filter(~pl.col("kind").is_in(OF_NOBODY))
    if told.is_empty():
        kinds = " and ".join(sorted(set(history.records["kind"])))
        do = "Give the records of a person as well."
        files = history.records["file"].unique().to_list()
        where, what = (files[0], "it holds") if len(files) == 1 else ("inputs", "they hold")
        raise ReadError(where, f"{what} no record of a person, only {kinds} resources", do)
    if (told["became"] == NOT_UNDERSTOOD).all():
        reasons = history.problems.group_by("problem").len().sort("len", "problem", descending=[True, False])
        why = "; ".join(reasons["problem"].head(3).to_list())
        which = "the only record cannot" if told.height == 1 else f"none of the {told.height} records can"
        what = f"{which} be understood ({why})"
        raise ReadError("inputs", what, "Give FHIR R4 or CSV tables as `fairtrial template DIR` writes them.")
