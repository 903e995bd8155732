"""A set of CSV tables to a history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from fairtrial.facts import Facts
from fairtrial.records.csv.cells import plain
from fairtrial.records.csv.conditions import CONDITIONS
from fairtrial.records.csv.context import CONTEXT
from fairtrial.records.csv.genotypes import GENOTYPES
from fairtrial.records.csv.people import PEOPLE
from fairtrial.records.csv.scores import SCORES
from fairtrial.records.csv.sheet import SEPARATORS, Sheet, header_of, read_sheet
from fairtrial.records.csv.table import Faults, Row, Table
from fairtrial.records.csv.therapies import THERAPIES
from fairtrial.records.csv.treatments import TREATMENTS
from fairtrial.records.errors import ReadError
from fairtrial.records.rows import Rows
from fairtrial.tables import History

TABLES: Mapping[str, Table] = {
    table.name: table for table in (TREATMENTS, SCORES, CONDITIONS, PEOPLE, THERAPIES, CONTEXT, GENOTYPES)
}
"""The seven tables in the order of the template."""


@dataclass(frozen=True)
class CsvFile:
    """A file that was recognised as one of the seven tables."""

    name: str
    table: str
    data: bytes

    @cached_property
    def sheet(self) -> Sheet:
        """Its header and rows. Raises ReadError when the file cannot be read as this table at all."""
        sheet = read_sheet(self.name, self.data, TABLES[self.table].known)
        _has_required(sheet, TABLES[self.table])
        return sheet


def table_named(stem: str) -> str | None:
    """The table a file name stands for, whatever its ending.

    >>> table_named("Treatments"), table_named("export 2024")
    ('treatments', None)
    """
    return plain(stem) if plain(stem) in TABLES else None


def table_with_header(text: str) -> str | None:
    """The table whose columns stand in the first row: all it requires, and most of those it knows.

    >>> table_with_header("drug;weeks"), table_with_header("code,price,shelf")
    ('treatments', None)
    """
    headers = [set(header_of(text, mark)) for mark in SEPARATORS]
    fits = {name: max(_fit(table, header) for header in headers) for name, table in TABLES.items()}
    best = max(fits, key=lambda name: fits[name])
    return best if fits[best] else None


def _fit(table: Table, header: set[str]) -> int:
    """How many columns are known; 0 when a required one is missing, or when it is one among unknown ones."""
    known = header & set(table.known)
    return len(known) if set(table.required) <= header and (len(known) > 1 or known == header) else 0


def read_csv_tables(files: list[CsvFile], facts: Facts) -> History:
    """Read the tables of one folder, or a single one. Person "" is the person of this input.

    Raises ReadError that lists every cell that cannot be used (file, row, column, what is allowed), or names
    the file that cannot be read at all.
    """
    rows, faults = Rows(), Faults()
    for file in sorted(files, key=lambda file: file.name):
        _read_table(file, rows, faults, facts)
    if faults.lines:
        raise _refusal(files, faults)
    return rows.history()


def _refusal(files: list[CsvFile], faults: Faults) -> ReadError:
    count = len(faults.lines)
    where = files[0].name if len(files) == 1 else "CSV tables"
    places = "1 place" if count == 1 else f"{count} places"
    what = f"{places} cannot be used:\n{faults.shown()}\nNothing was read"
    return ReadError(where, what, "Correct them; `fairtrial template DIR` explains each column.")


def _read_table(file: CsvFile, rows: Rows, faults: Faults, facts: Facts) -> None:
    table, sheet = TABLES[file.table], file.sheet
    _tell_of_unknown_columns(sheet, table, rows)
    for number, cells in sheet.rows:
        if len(cells) != len(sheet.header):
            what = f"has {_counted(len(cells))}, but the first row has {len(sheet.header)}"
            faults.add(file.name, f"row {number}", None, what)
            continue
        row = Row(table, file.name, number, dict(zip(sheet.header, cells, strict=True)), faults)
        table.fill(row, rows, facts)


def _counted(cells: int) -> str:
    return "1 cell" if cells == 1 else f"{cells} cells"


def _has_required(sheet: Sheet, table: Table) -> None:
    missing = [name for name in table.required if name not in sheet.header]
    if missing:
        what = f"the first row does not name the column {' and '.join(missing)}"
        do = f"The first row must name the columns; those known are {', '.join(table.known)}."
        raise ReadError(f"{sheet.name}, row 1", what, do)


def _tell_of_unknown_columns(sheet: Sheet, table: Table, rows: Rows) -> None:
    for number, name in enumerate(sheet.header, start=1):
        if name in table.known or not (name or _holds_cells(sheet, number)):
            continue
        told = "a column we do not know; its cells were not read"
        rows.problem(None, None, sheet.name, "row 1", name or f"column {number}", told, False)


def _holds_cells(sheet: Sheet, column: int) -> bool:
    return any(cells[column - 1 : column] not in ((), ("",)) for _, cells in sheet.rows)
