"""`fairtrial template`: empty CSV tables to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fairtrial.cli import show
from fairtrial.cli.naming import file_named


def template(
    folder: Annotated[Path, typer.Argument(metavar="DIR", parser=file_named, help="A new or empty folder.")],
) -> None:
    """Write empty CSV tables to type a history into.

    Seven tables and a README that explains every column. Nothing that is already there is written over.
    """
    from fairtrial.records.template import write_template

    written = write_template(folder)
    show.lines(f"Written to {folder}:", *(f"  {path.name}" for path in written))
