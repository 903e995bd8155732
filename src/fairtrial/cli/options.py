"""Options that several commands share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from fairtrial.cli.naming import file_named

EARLIEST_YEAR, MOST_YEARS_AHEAD = 1950, 10
"""A day of review outside is a slip of the finger: before the first antidepressants, or far ahead (our choice)."""


def _likely(as_of: datetime | None) -> datetime | None:
    """The day as given. Refuses one that nobody can mean."""
    if as_of is None:
        return None
    if as_of.year < EARLIEST_YEAR:
        raise typer.BadParameter(f"the day lies before {EARLIEST_YEAR}. Check the year.")
    if as_of.year > datetime.now().astimezone().year + MOST_YEARS_AHEAD:
        raise typer.BadParameter(f"the day lies more than {MOST_YEARS_AHEAD} years ahead. Check the year.")
    return as_of


DAY = ["%Y-%m-%d"]
"""How a day is written."""
AsOf: TypeAlias = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=DAY,
        metavar="DATE",
        callback=_likely,
        help="The day of the review, as YYYY-MM-DD; today when not given.",
    ),
]

EpisodeStart: TypeAlias = Annotated[
    datetime | None,
    typer.Option(
        "--episode-start", formats=DAY, metavar="DATE", help="First day of the current episode, when known."
    ),
]

Inputs: TypeAlias = Annotated[
    list[Path],
    typer.Argument(
        metavar="INPUT...",
        parser=file_named,
        help="Files or folders: FHIR, C-CDA, CSV tables, pharmacy files, PDF, zip archives of these.",
    ),
]
Person: TypeAlias = Annotated[
    str | None, typer.Option("--person", metavar="ID", help="Which person, when the inputs hold several.")
]
Mapping: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        metavar="FILE",
        parser=file_named,
        help="What the columns of a pharmacy file hold; see `fairtrial map`.",
    ),
]
SamePerson: TypeAlias = Annotated[
    bool, typer.Option("--same-person", help="All ids in the inputs are one person.")
]
