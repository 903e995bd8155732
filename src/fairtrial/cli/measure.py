"""`fairtrial measure`: the quality measures CMS128 and CMS159."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from fairtrial.cli import show
from fairtrial.cli.errors import Refusal
from fairtrial.cli.naming import file_named, source_named
from fairtrial.cli.options import DAY

NAMES = {
    "cms128": ("stayed on an antidepressant for 84 of 115 days", "for 180 of 232 days"),
    "cms159": ("PHQ-9 below 5 twelve months after the index",),
}


def measure(
    name: Annotated[str, typer.Argument(metavar="MEASURE", help="cms128 or cms159.")],
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            parser=source_named,
            help="FHIR files or folders, history tables, OMOP, MEDS, CSV tables.",
        ),
    ],
    start: Annotated[
        datetime, typer.Option(formats=DAY, metavar="DATE", help="First day of the measurement period.")
    ],
    end: Annotated[
        datetime, typer.Option(formats=DAY, metavar="DATE", help="Last day of the measurement period.")
    ],
    valuesets: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            parser=file_named,
            help="Your expanded VSAC value sets as FHIR JSON; used in place of what ships.",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Work out the quality measure CMS128 or CMS159.

    For one person yes or no, for several the rates.
    """
    from fairtrial.population.measures.run import MEASURES
    from fairtrial.population.measures.run import measure as measured

    wanted = name.lower()
    if wanted not in MEASURES:
        raise Refusal(f"no measure is named '{name}'. There are: {', '.join(MEASURES)}.")
    found = measured(wanted, source, start.date(), end.date(), valuesets=valuesets)
    answer = found.of_one() if found.persons.height == 1 else found.of_all()
    if json:
        _print_json(answer)
    else:
        show.lines(*_lines(wanted, answer), *(f"Note: {assumed}" for assumed in found.assumed))


def _print_json(answer: dict[str, object]) -> None:
    import orjson

    show.lines(orjson.dumps(answer).decode())


def _lines(name: str, answer: dict[str, Any]) -> list[str]:
    counted = [f"persons: {answer['persons']}"] if "persons" in answer else []
    lines = [
        *counted,
        f"initial population: {answer['initial_population']}",
        f"denominator exclusion: {answer['denominator_exclusion']}",
    ]
    rates = answer.get("rate", [None] * len(answer["numerator"]))
    for label, reached, rate in zip(NAMES[name], answer["numerator"], rates, strict=True):
        lines.append(f"{label}: {reached}" + ("" if rate is None else f" ({rate:.1%})"))
    return lines
