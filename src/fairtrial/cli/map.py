"""`fairtrial map`: which column of a pharmacy file holds what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fairtrial.cli import show
from fairtrial.cli.errors import Refusal
from fairtrial.cli.naming import file_named
from fairtrial.cli.output import write_whole


def map_columns(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", parser=file_named, help="A table of fills: CSV, TSV, XLSX or Parquet."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            parser=file_named,
            help="Write the mapping to FILE, a new .yaml file.",
        ),
    ] = None,
) -> None:
    """Propose which column of a pharmacy file holds what.

    Also for claims files. Prints a mapping in YAML with a remark on each line: how certain it is and why. Edit it and keep it beside
    the file as NAME.mapping.yaml, or give it to `fairtrial review` with --mapping.
    """
    from fairtrial.records.inputs import input_files
    from fairtrial.records.pharmacy import as_yaml, grid_of
    from fairtrial.records.pharmacy.propose import propose

    if file.is_dir():
        raise Refusal(f"{file} is a folder. Name one file in it.")
    if output is not None:
        _check(output)
    from fairtrial.facts import load

    facts = load()
    (found,) = input_files((file,))
    text = as_yaml(propose(grid_of(found.name, found.data, facts), facts))
    if output is None:
        show.lines(text)
        return
    write_whole(output, text.encode())
    typer.echo(f"Written: {output}. Check each line of it.", err=True)


def _check(output: Path) -> None:
    """Refuse to write over a mapping that somebody may have edited."""
    if output.exists():
        raise Refusal(f"{output} is already there; it may have been edited. Name a new file.")
    if not output.parent.is_dir():
        raise Refusal(f"the folder {output.parent} is not there. Make it first.")
