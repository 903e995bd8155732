"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

Inputs: TypeAlias = Annotated[
    list[Path],
    typer.Argument(
        metavar="INPUT...", help="FHIR R4 JSON or ndjson, a folder of them, or a folder of CSV tables."
    ),
]
Person: TypeAlias = Annotated[
    str | None, typer.Option("--person", metavar="ID", help="Which person, when the inputs hold several.")
]
SamePerson: TypeAlias = Annotated[
    bool, typer.Option("--same-person", help="All ids in the inputs are one person.")
]
