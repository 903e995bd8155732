"""The one door: any mix of files and folders in, one history out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from fairtrial.facts import Facts, load
from fairtrial.records import ccda, pharmacy
from fairtrial.records.csv import CsvFile, read_csv_tables
from fairtrial.records.errors import ReadError
from fairtrial.records.fhir import load_json, read_fhir
from fairtrial.records.fhir.entries import entries
from fairtrial.records.fhir.kinds import OF_NOBODY
from fairtrial.records.form import Given, parse_answers, with_answers
from fairtrial.records.inputs import InputFile, input_files
from fairtrial.records.note_file import read_note_file
from fairtrial.records.noting import NOT_UNDERSTOOD
from fairtrial.records.omop.opening import databases_among
from fairtrial.records.pdf import read_pdf
from fairtrial.records.persons import mark_synthetic, of_many_persons, of_one_person
from fairtrial.records.pharmcat import read_pharmcat
from fairtrial.records.recognise import recognise
from fairtrial.records.repeats import read_once
from fairtrial.records.rows import Rows
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
    history = read_once(together([*in_files, *in_databases]))
    for name, answers in sorted_out.answers if sorted_out is not None else ():
        history = with_answers(history, name, answers)
    _holds_something(history)
    return of_many_persons(history) if many else of_one_person(history, person, same_person)


def _sorted(files: Sequence[str | Path], mapping: str | Path | None, facts: Facts) -> _Sorted:
    sorted_out = _Sorted(facts, Path(mapping) if mapping is not None else None)
    for file in input_files(tuple(files)):
        sorted_out.take(file)
    return sorted_out


def _read_databases(
    databases: Sequence[str | Path], person: str | None, many: bool, alone: bool, facts: Facts
) -> list[History]:
    """Imported when first needed: most reviews read no database."""
    from fairtrial.records.omop.choosing import read_databases

    return read_databases(databases, person, many, alone, facts)


@dataclass
class _Sorted:
    """Files by what they are, and problems of files that are not read."""

    facts: Facts
    mapping: Path | None
    csv: list[tuple[InputFile, CsvFile]] = field(default_factory=list)
    fhir: list[tuple[InputFile, list[dict[str, Any]]]] = field(default_factory=list)
    ccda: list[tuple[InputFile, ccda.Parsed]] = field(default_factory=list)
    whole: list[tuple[InputFile, History]] = field(default_factory=list)
    answers: list[tuple[str, list[Given]]] = field(default_factory=list)
    refused: list[ReadError] = field(default_factory=list)
    rows: Rows = field(default_factory=Rows)
    mapped: bool = False

    def take(self, file: InputFile) -> None:
        """Sort one file in. One given by itself must be readable; one found in a folder is listed if not."""
        if file.copies:
            told = "other files have the same content; it was read once"
            self.rows.problem(None, None, file.name, "file", None, told, False)
        try:
            self._sort(file)
        except ReadError as error:
            if file.alone:
                raise
            self.refused.append(error)
            self.rows.problem(None, None, file.name, "file", None, error.what, True)

    def _sort(self, file: InputFile) -> None:
        if file.unusable:
            raise ReadError(file.name, file.unusable, "Unpack it yourself and give the files that matter.")
        given = self.mapping or (pharmacy.mapping_beside(file.path) if file.path else None)
        found = recognise(file.name, file.data, self.facts, mapped=given is not None)
        if found.kind == "fhir":
            self.fhir.append((file, load_json(file.data, file.name)))
        elif found.kind == "ccda":
            self.ccda.append((file, ccda.parse(file.data, file.name)))
        elif found.kind == "pdf":
            self.whole.append((file, read_pdf(file.name, file.data, self.facts)))
        elif found.kind == "note":
            self.whole.append((file, read_note_file(file.name, file.data, self.facts)))
        elif found.kind == "pharmcat":
            self.whole.append((file, read_pharmcat(file.name, file.data, self.facts)))
        elif found.kind == "answers":
            self.answers.append((file.name, parse_answers(file.name, file.data, self.facts)))
        elif found.kind == "pharmacy":
            self.mapped = True
            self.whole.append((file, pharmacy.read_fills(file.name, file.data, self.facts, given)))
        else:
            table = CsvFile(file.name, found.table, file.data)
            _ = table.sheet  # a file that is no table at all is refused here, by itself
            self.csv.append((file, table))

    def histories(self, facts: Facts) -> list[History]:
        """Every file read. Raises ReadError when there is none to read."""
        if not (self.csv or self.fhir or self.ccda or self.whole):
            raise self._refusal()
        if self.mapping is not None and not self.mapped:
            told = "the mapping was given, but none of the files is a table of fills; it was not used"
            self.rows.problem(None, None, self.mapping.name, "file", None, told, False)
        marked = [mark_synthetic(together(self._read(readme, facts)), readme) for readme in self._readmes()]
        return [self.rows.history(), *marked]

    def _readmes(self) -> list[str]:
        """Names of READMEs that say that everybody beside them is invented, and "" for files without one."""
        return sorted({file.readme for file, _ in [*self.csv, *self.fhir, *self.ccda, *self.whole]})

    def _read(self, readme: str, facts: Facts) -> list[History]:
        tables = [table for file, table in self.csv if file.readme == readme]
        fhir = [(file.name, resources) for file, resources in self.fhir if file.readme == readme]
        shared = self._medications()
        return [
            read_csv_tables(tables, facts),
            *(read_fhir(items, name, facts, shared) for name, items in fhir),
            *(history for file, history in self.whole if file.readme == readme),
            *(
                ccda.read_parsed(parsed, file.name, facts)
                for file, parsed in self.ccda
                if file.readme == readme
            ),
        ]

    def _medications(self) -> list[dict[str, Any]]:
        """Medications of all files: the only resources that those of another file are understood by."""
        found = (entry for _, resources in self.fhir for entry in entries(resources))
        wrapped = [{"fullUrl": e.full_url, "resource": e.resource} for e in found if e.kind == "Medication"]
        return [{"resourceType": "Bundle", "entry": wrapped}]

    def _refusal(self) -> ReadError:
        if not self.refused:
            what = "they hold answers, but not the records that were asked about"
            return ReadError("inputs", what, "Give those records as well.")
        first = self.refused[0]
        if len(self.refused) == 1:
            return first
        what = f"none of {len(self.refused)} files can be read; of the first ({first.where}): {first.what}"
        return ReadError("inputs", what, first.do)


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
