"""What a CSV table is made of: columns, rows, and the list of cells that cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from fairtrial.facts import Facts
from fairtrial.records.csv.cells import Cell, CellError, FreeText
from fairtrial.records.rows import Rows

Value = TypeVar("Value")
Value_co = TypeVar("Value_co", covariant=True)

MOST_FAULTS_SHOWN = 20


@dataclass(frozen=True)
class Column(Generic[Value_co]):
    """One column: its name, what it means, what its cells take. ``required`` cells may not be empty."""

    name: str
    meaning: str
    cell: Cell[Value_co]
    required: bool = False


PERSON = Column(
    "person_id", "any code of yours for the person; may be left out when there is one person", FreeText()
)


@dataclass(frozen=True)
class Table:
    """One CSV file of the folder: its columns, how a row becomes history rows, and invented example rows.

    Columns in ``extra`` are read when present but are not in the template. Cells of ``private`` columns are
    not repeated in the words of a record.
    """

    name: str
    meaning: str
    columns: tuple[Column[Any], ...]
    fill: Callable[[Row, Rows, Facts], None]
    examples: tuple[str, ...]
    extra: tuple[Column[Any], ...] = ()
    private: frozenset[str] = frozenset({"person_id"})

    @property
    def file(self) -> str:
        """The file name, as in the template."""
        return f"{self.name}.csv"

    @property
    def known(self) -> tuple[str, ...]:
        """Names of all columns that are read."""
        return tuple(column.name for column in self.columns + self.extra)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that must be there."""
        return tuple(column.name for column in self.columns if column.required)


@dataclass
class Faults:
    """Cells and rows that cannot be used, in reading order."""

    lines: list[str] = field(default_factory=list)

    def add(self, file: str, place: str, column: str | None, what: str) -> None:
        """Note one. ``what`` holds no value."""
        where = f"{file}, {place}" if column is None else f"{file}, {place}, column '{column}'"
        self.lines.append(f"{where}: {what}")

    def shown(self) -> str:
        """The first twenty, one a line, and how many more there are."""
        more = len(self.lines) - MOST_FAULTS_SHOWN
        tail = [f"and {more} more"] if more > 0 else []
        return "\n".join("  " + line for line in self.lines[:MOST_FAULTS_SHOWN] + tail)


@dataclass(frozen=True)
class Row:
    """One row of a table: stripped cells by column name, and where it stands."""

    table: Table
    file: str
    number: int
    cells: Mapping[str, str]
    faults: Faults

    @property
    def place(self) -> str:
        """The row as a spreadsheet numbers it; the header is row 1."""
        return f"row {self.number}"

    @property
    def person_id(self) -> str:
        """The person named, or "" for the person of this input."""
        return self.cells.get("person_id", "")

    @property
    def words(self) -> str:
        """The row's cells with their column names, without private ones and empty ones."""
        told = ((name, cell) for name, cell in self.cells.items() if name not in self.table.private and cell)
        return "; ".join(f"{name}: {' '.join(cell.split())}" for name, cell in told)

    def read(self, column: Column[Value]) -> Value | None:
        """The cell's value, or None when it is empty or cannot be used (then it is noted as a fault)."""
        text = self.cells.get(column.name, "")
        if not text:
            if column.required:
                self.fault(column, f"is empty; it takes {column.cell.takes}")
            return None
        try:
            return column.cell.read(text)
        except CellError as error:
            self.fault(column, f"takes {error}{'' if column.required else ', or nothing'}")
            return None

    def pair(self, column: Column[tuple[Value, Value]]) -> tuple[Value | None, Value | None]:
        """Least and most of a cell, both None when it is empty."""
        return self.read(column) or (None, None)

    def fault(self, column: Column[Any], what: str) -> None:
        """Note that this cell cannot be used. ``what`` holds no value."""
        self.faults.add(self.file, self.place, column.name, what)

    def record(self, rows: Rows, became: str) -> str:
        """List the row as a record and return the record's id."""
        return rows.record(self.person_id, self.file, self.place, self.table.name, self.words, became)

    def problem(self, rows: Rows, record: str, column: Column[Any], problem: str, left_out: bool) -> None:
        """List what could not be used of this row, without any value."""
        rows.problem(self.person_id, record, self.file, self.place, column.name, problem, left_out)
