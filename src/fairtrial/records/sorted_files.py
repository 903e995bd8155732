"""Files sorted by what they are, then read as histories."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fairtrial.facts import Facts
from fairtrial.records import ccda, pharmacy
from fairtrial.records.csv import CsvFile, read_csv_tables
from fairtrial.records.errors import ReadError
from fairtrial.records.fhir import load_json, read_fhir
from fairtrial.records.fhir.entries import entries
from fairtrial.records.form import Given, parse_answers
from fairtrial.records.inputs import InputFile
from fairtrial.records.note_file import read_note_file
from fairtrial.records.pdf import read_pdf
from fairtrial.records.persons import mark_synthetic
from fairtrial.records.pharmcat import read_pharmcat
from fairtrial.records.recognise import recognise
from fairtrial.records.rows import Rows
from fairtrial.tables import History, together


@dataclass
class SortedFiles:
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
            raise ReadError(file.name, file.unusable, file.remedy)
        given = self.mapping or (pharmacy.mapping_beside(file.path) if file.path else None)
        found = recognise(file.name, file.data, self.facts, mapped=given is not None)
        _TAKE[found.kind](self, file, found.table, given)

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


_Take = Callable[[SortedFiles, InputFile, str, Path | None], None]
"""Sorts a file in; it is given the name of the CSV table, and where the mapping of a table of fills lies."""


def _by(reader: Callable[[str, bytes, Facts], History]) -> _Take:
    """For files that are read by themselves, whatever stands beside them."""

    def take(into: SortedFiles, file: InputFile, _: str, __: Path | None) -> None:
        into.whole.append((file, reader(file.name, file.data, into.facts)))

    return take


def _fhir(into: SortedFiles, file: InputFile, _: str, __: Path | None) -> None:
    into.fhir.append((file, load_json(file.data, file.name)))


def _ccda(into: SortedFiles, file: InputFile, _: str, __: Path | None) -> None:
    into.ccda.append((file, ccda.parse(file.data, file.name)))


def _answers(into: SortedFiles, file: InputFile, _: str, __: Path | None) -> None:
    into.answers.append((file.name, parse_answers(file.name, file.data, into.facts)))


def _fills(into: SortedFiles, file: InputFile, _: str, mapping: Path | None) -> None:
    into.mapped = True
    into.whole.append((file, pharmacy.read_fills(file.name, file.data, into.facts, mapping)))


def _csv(into: SortedFiles, file: InputFile, table: str, __: Path | None) -> None:
    found = CsvFile(file.name, table, file.data)
    _ = found.sheet  # a file that is no table at all is refused here, by itself
    into.csv.append((file, found))


_TAKE: dict[str, _Take] = {
    "fhir": _fhir, "ccda": _ccda, "answers": _answers, "pharmacy": _fills, "csv": _csv,
    "pdf": _by(read_pdf), "note": _by(read_note_file), "pharmcat": _by(read_pharmcat),
}  # fmt: skip
"""Kind of file -> how it is sorted in."""
