"""CSV text with any usual separator and encoding to a grid."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fairtrial.records.delimited import SEPARATORS, unclosed, without_hint
from fairtrial.records.errors import ReadError
from fairtrial.records.pharmacy.cells import Cell
from fairtrial.records.pharmacy.grid import MOST_COLUMNS, Grid, Known, Layout, Row, headed, score, too_large

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_HEAD_CHARACTERS = 200_000


def read_delimited(name: str, data: bytes, known: Known, layout: Layout) -> Grid:
    """The table of a text file. ``known`` names decide which separator it is, unless the layout says so.

    Raises ReadError when it is binary, has no header, or a quotation mark is not closed.
    """
    text, told = text_of(name, data)
    mark = layout.separator or _separator(text, known, layout)
    grid = headed(name, _Lines(name, without_hint(text), mark), known, layout)
    return replace(grid, told=(*told, *grid.told), separator=mark)


def text_of(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """The file as text, and what to tell of its letters. Raises ReadError when it is not text."""
    text, told = _decoded(name, data)
    if _CONTROL.search(text):
        raise ReadError(name, "it holds binary data", "Save it as 'CSV UTF-8'.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), told


def _decoded(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    encoding = next((e for mark, e in _MARKS.items() if data.startswith(mark)), "utf-8")
    if data.startswith(_WIDE_MARKS):
        raise ReadError(name, "it is saved as UTF-32", "Save it as 'CSV UTF-8'.")
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        if encoding != "utf-8" and encoding != "utf-8-sig":
            raise ReadError(
                name, "its letters are not the UTF-16 it says", "Save it as 'CSV UTF-8'."
            ) from None
    return _line_by_line(name, data)


def _line_by_line(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Each line as UTF-8, else as Windows-1252: exports glued together from two systems are read right."""
    lines, other = [], 0
    for line in data.removeprefix(codecs.BOM_UTF8).split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(_windows(name, line))
            other += 1
    return "\n".join(lines), (f"the letters of {other} lines are not UTF-8 and were read as Windows-1252",)


def _windows(name: str, line: bytes) -> str:
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        what = "its letters are neither UTF-8 nor Windows-1252"
        raise ReadError(name, what, "Save it as 'CSV UTF-8'.") from None


def _separator(text: str, known: Known, layout: Layout) -> str:
    """The separator that shows the most known names in one row; a comma when none does better."""
    head = text[:_HEAD_CHARACTERS]
    return max(SEPARATORS, key=lambda mark: score(_lenient(head, mark), known, layout.first_rows)[0])


def first_rows(text: str, most: int) -> Iterator[tuple[Cell, ...]]:
    """The first rows of a text, cut at each of the separators in turn."""
    for mark in SEPARATORS:
        yield from (cells for _, cells in itertools.islice(_lenient(text, mark), most))


def _lenient(text: str, mark: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, tuple(cell.strip() for cell in cells[: MOST_COLUMNS + 1])
    except csv.Error:
        return


@dataclass(frozen=True)
class _Lines:
    """The rows of a text, cut anew each time they are gone through: all at once they are ten times the text."""

    name: str
    text: str
    mark: str

    def __iter__(self) -> Iterator[Row]:
        lines = (line[0] for line in _LINE.finditer(self.text))
        reader = csv.reader(lines, delimiter=self.mark, strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                too_large(self.name, number, len(cells))
                yield number, tuple(cell.strip() for cell in cells)
        except csv.Error:
            raise unclosed(self.name, number + 1) from None
