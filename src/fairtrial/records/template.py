"""An empty set of CSV tables to fill in, with an explanation of every column."""

from __future__ import annotations

import os
from pathlib import Path

from fairtrial.records.csv import TABLES
from fairtrial.records.csv.table import Table
from fairtrial.records.errors import ReadError

README_NAME = "README.txt"

_ABOUT = """\
Tables for fairtrial
====================

Fill in what you know and leave the rest empty: an empty cell means "not known", never "no".
Keep the first row of each file. A table without rows, or one you do not need, may be deleted.
Then run:  fairtrial review THIS_FOLDER -o review.html

Dates may be a day, a month or a year: 2019-03-14, 2019-03 or 2019.
Files may be separated by commas, semicolons or tabs; save them as UTF-8.
Other columns may be there; they are named in the review and not read.
When the people are invented, add a line to this file that says only: synthetic, a colon, yes.
"""


def write_template(folder: Path) -> list[Path]:
    """Write the seven empty tables and a README into ``folder`` (made when missing); returns the files written.

    Raises ReadError, and writes nothing, when one is already there or the folder cannot be written.
    """
    files = {folder / name: text for name, text in template_files().items()}
    there = [path.name for path in files if path.exists()]
    if there:
        what = f"{', '.join(there)} already there; nothing was written"
        raise ReadError(str(folder), what, "Name an empty or a new folder.")
    try:
        _write(folder, files)
    except OSError as error:
        what = f"the folder cannot be written ({os.strerror(error.errno or 0)})"
        raise ReadError(str(folder), what, "Name a folder of your own.") from None
    return list(files)


def _write(folder: Path, files: dict[Path, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)


def template_files() -> dict[str, str]:
    """File name -> text of the seven empty tables and of the README."""
    tables = {table.file: _header(table) + "\r\n" for table in TABLES.values()}
    return {**tables, README_NAME: readme()}


def readme() -> str:
    """What each table and column takes, with invented examples."""
    return "\n".join([_ABOUT, *(_section(table) for table in TABLES.values())])


def _section(table: Table) -> str:
    columns = [
        f"  {column.name}{' (must be filled)' if column.required else ''}\n"
        f"      {column.meaning}\n"
        f"      takes {column.cell.takes}"
        for column in table.columns
    ]
    examples = [f"  {line}" for line in (_header(table), *table.examples)]
    title = f"{table.file}: {table.meaning}"
    return "\n".join([title, "-" * len(title), *columns, "", "  An invented example:", *examples, ""])


def _header(table: Table) -> str:
    return ",".join(column.name for column in table.columns)
