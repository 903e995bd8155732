"""`fairtrial simulate`: invented people with a known truth."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from fairtrial.cli import show
from fairtrial.cli.errors import Refusal
from fairtrial.cli.naming import file_named
from fairtrial.cli.options import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NEEDS = "NumPy is not installed, and inventing people needs it. Run: pip install 'fairtrial[simulate]'"


def simulate(
    folder: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", parser=file_named, help="A new or empty folder.")
    ],
    persons: Annotated[int, typer.Option(metavar="N", help="How many people to invent.")] = 1000,
    preset: Annotated[str, typer.Option(help="stard, stard-hrsd, pessimistic or claims.")] = "stard",
    form: Annotated[str, typer.Option("--format", help="tables, omop, fhir, csv or notes.")] = "tables",
    seed: Annotated[int, typer.Option(metavar="S", help="The same seed gives the same people.")] = 1,
    as_of: Annotated[
        datetime, typer.Option(formats=DAY, metavar="DATE", help="The day on which the records end.")
    ] = datetime(2026, 1, 31),  # noqa: DTZ001  # a calendar day
    complete: Annotated[
        bool,
        typer.Option("--complete", help="Records that leave nothing out, instead of an ordinary system's."),
    ] = False,
    verdicts: Annotated[
        bool,
        typer.Option("--verdicts", help="Also what is true under every definition; slow for many people."),
    ] = False,
) -> None:
    """Invent people with records and a known truth.

    DIR/records holds the records and DIR/truth the truth. Everything is marked as synthetic.
    """
    run = _run()
    plan = run.Plan(folder, persons, preset, form, seed, as_of.date(), complete, verdicts)
    try:
        with _bar(persons) as progress:
            run.simulate(plan, progress)
    except run.SimulationRefused as error:
        raise Refusal(str(error)) from None
    show.lines(f"Written to {folder}: {persons} invented people; records/ and truth/.")


def _run() -> ModuleType:
    """The simulator. Raises Refusal when NumPy is missing."""
    try:
        from fairtrial.simulate import run
    except ModuleNotFoundError as error:
        if error.name != "numpy":
            raise
        raise Refusal(NEEDS) from None
    return run


@contextmanager
def _bar(persons: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on the terminal; nothing when the output is not one."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("Inventing people", total=persons)
        yield lambda done: progress.advance(task, done)
