"""CSV text to a header and numbered rows: separators, encodings and ragged rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from fairtrial.records.csv.cells import plain
from fairtrial.records.delimited import unclosed, without_hint
from fairtrial.records.errors import ReadError

SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True)
class Sheet:
    """Column names in plain form, and the rows as a spreadsheet numbers them (the header is 1)."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def text_of(name: str, data: bytes) -> str:
    """The file as text. Raises ReadError when it is binary or not UTF-8."""
    if b"\0" in data:
        raise ReadError(name, "it holds binary data or is saved as UTF-16", "Save it as 'CSV UTF-8'.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ReadError(name, "its letters are not coded as UTF-8", "Save it as 'CSV UTF-8'.") from None


def read_sheet(name: str, data: bytes, known: Collection[str]) -> Sheet:
    """Read a comma, semicolon or tab separated file; ``known`` column names decide which separator it is.

    Raises ReadError when it is binary, has no header, or names a column twice.
    """
    text = text_of(name, data)
    numbered = list(_numbered(name, text, separator(text, known)))
    filled = [(number, cells) for number, cells in numbered if any(cells)]
    if not filled:
        raise ReadError(name, "it is empty", "The first row must name the columns; see `fairtrial template`.")
    header = tuple(plain(cell) for cell in filled[0][1])
    _no_column_twice(name, header, known)
    return Sheet(name, header, tuple(filled[1:]))


def separator(text: str, known: Collection[str]) -> str:
    """The separator that finds most known column names in the first row; a comma when none does better."""
    return max(SEPARATORS, key=lambda mark: len(set(header_of(text, mark)) & set(known)))


def header_of(text: str, mark: str) -> list[str]:
    """The first row that is not blank, cut at one separator, as plain names."""
    lines = (line for line in io.StringIO(without_hint(text), newline="") if line.strip())
    try:
        return [plain(cell) for cell in next(csv.reader(lines, delimiter=mark), [])]
    except csv.Error:
        return []


def _numbered(name: str, text: str, mark: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(without_hint(text), newline=""), delimiter=mark, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, tuple(cell.strip() for cell in cells)
    except csv.Error:
        raise unclosed(name, number + 1) from None


def _no_column_twice(name: str, header: tuple[str, ...], known: Collection[str]) -> None:
    named = [column for column in header if column]
    twice = [n for n, column in enumerate(header, start=1) if column and named.count(column) > 1]
    if twice:
        which = sorted({header[n - 1] for n in twice} & set(known))
        told = f" ({', '.join(which)})" if which else ""
        places = ", ".join(str(n) for n in twice)
        raise ReadError(f"{name}, row 1", f"columns {places} have the same name{told}", "Keep one of them.")
