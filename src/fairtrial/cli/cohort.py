"""`fairtrial cohort`: the same review for everybody in a database or folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairtrial.cli.errors import Refusal
from fairtrial.cli.naming import file_named, source_named
from fairtrial.cli.options import AsOf

if TYPE_CHECKING:
    from fairtrial.population.run import CohortRun, Watch
    from fairtrial.population.settings import CohortSettings


def cohort(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            parser=source_named,
            help="History tables (Parquet or CSV), an OMOP folder or database, bulk FHIR .ndjson, MEDS, or CSV tables of the template.",
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="OUT", parser=file_named, help="Folder for tables, summary and report."
        ),
    ],
    definition: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="A definition to apply; may be repeated. All when not given."),
    ] = None,
    engine: Annotated[str, typer.Option(help="local or spark.")] = "local",
    persons_per_block: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Persons examined at once; bounds the memory used.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Blocks examined at the same time; one a core, at most 4, when not given.",
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an earlier run into OUT ended.")
    ] = False,
    as_of: AsOf = None,
    skip_bad: Annotated[
        bool,
        typer.Option("--skip-bad", help="Leave out blocks that cannot be read or examined, and list them."),
    ] = False,
) -> None:
    """Review everybody in a folder or database.

    Writes trials, resistance, staging, reasons and people as Parquet, summary.json and report.html below OUT.
    """
    if engine not in ("local", "spark"):
        raise Refusal(f"engine '{engine}' is not known. Use local or spark.")
    if engine == "spark" and (resume or skip_bad):
        raise Refusal("--resume and --skip-bad are for the engine local; Spark repeats lost work by itself.")
    settings = _settings(output, definition, persons_per_block, as_of, resume, skip_bad)
    run = (
        _spark(source, output, settings)
        if engine == "spark"
        else _local(source, output, settings, resume, workers)
    )
    _told(run, output)


def _settings(
    out: Path,
    definition: list[str] | None,
    size: int | None,
    as_of: datetime | None,
    resume: bool,
    skip_bad: bool,
) -> CohortSettings:
    from fairtrial.population.settings import PERSONS_PER_BLOCK, CohortSettings

    chosen = tuple(_definition(name) for name in definition) if definition else None
    day = as_of.date() if as_of else (_earlier_day(out) if resume else None)
    return CohortSettings(
        as_of=day or datetime.now().astimezone().date(),
        definitions=chosen,
        persons_per_block=size or PERSONS_PER_BLOCK,
        skip_bad=skip_bad,
    )


def _definition(name: str) -> str:
    """The id of a definition of either kind."""
    from fairtrial.cli.definitions import find_any_definition
    from fairtrial.facts import load

    return find_any_definition(name, load())


def _earlier_day(out: Path) -> date | None:
    """A resumed run reviews on the day of the run it goes on with."""
    from fairtrial.population.ledger import Ledger

    earlier = Ledger(out).asked()
    return None if earlier is None else date.fromisoformat(earlier["settings"]["as_of"])


def _local(source: str, out: Path, settings: CohortSettings, resume: bool, workers: int | None) -> CohortRun:
    from fairtrial.population import run_cohort
    from fairtrial.population.workers import workers_by_default

    at_once = workers or workers_by_default()
    with _progress() as watch:
        return run_cohort(source, out, settings, resume=resume, workers=at_once, watch=watch)


def _spark(source: str, out: Path, settings: CohortSettings) -> CohortRun:
    from fairtrial.population.spark import run_on_spark

    return run_on_spark(source, out, settings)


@contextmanager
def _progress() -> Iterator[Watch]:
    """A bar on stderr with persons done, persons a second and time left."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Persons a second."""

        def render(self, task: Task) -> Text:
            """The rate since the start, or nothing before the first block: blocks may end two at a time."""
            return Text(f"{task.completed / task.elapsed:,.0f} persons/s" if task.elapsed else "")

    bar = Progress(
        TextColumn("{task.completed:,.0f} of {task.total:,.0f} persons"), BarColumn(),
        Rate(), TimeRemainingColumn(), console=Console(stderr=True),
    )  # fmt: skip
    with bar:
        task = bar.add_task("cohort", total=None, visible=False)
        yield lambda done, every: bar.update(task, completed=done, total=every, visible=True)


def _told(run: CohortRun, out: Path) -> None:
    typer.echo(
        f"{run.persons:,} persons in {run.blocks} blocks ({run.kept} kept from before). Written: {out}",
        err=True,
    )
    if run.skipped:
        numbers = ", ".join(str(number) for number in run.skipped)
        typer.echo(
            f"Left out: blocks {numbers}; {out}/summary.json says why. --resume tries them again.", err=True
        )
