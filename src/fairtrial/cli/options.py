"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

Inputs: TypeAlias = Annotated[
    list[Path],
    typer.Argument(
        metavar="INPUT...",
        help="Files or folders: FHIR, C-CDA, CSV tables, pharmacy files, PDF, zip archives of these.",
    ),
]
Person: TypeAlias = Annotated[
    str | None, typer.Option("--person", metavar="ID", help="Which person, when the inputs hold several.")
]
Mapping: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--mapping", metavar="FILE", help="What the columns of a pharmacy file hold; see `fairtrial map`."
    ),
]
SamePerson: TypeAlias = Annotated[
    bool, typer.Option("--same-person", help="All ids in the inputs are one person.")
]
