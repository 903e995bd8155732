"""The command line. Each command family has a file; what a command needs is imported when it runs."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Annotated

import typer

from fairtrial.cli.ask import ask
from fairtrial.cli.cohort import cohort
from fairtrial.cli.definitions import definitions
from fairtrial.cli.drugs import drugs, overlap
from fairtrial.cli.explain import explain
from fairtrial.cli.grouped import GroupedCommands
from fairtrial.cli.learn import learn
from fairtrial.cli.letter import letter
from fairtrial.cli.map import map_columns
from fairtrial.cli.measure import measure
from fairtrial.cli.notes import notes
from fairtrial.cli.packet import packet
from fairtrial.cli.policies import policies
from fairtrial.cli.records import records
from fairtrial.cli.review import review
from fairtrial.cli.simulate import simulate
from fairtrial.cli.switch import switch
from fairtrial.cli.template import template
from fairtrial.cli.version import version

app = typer.Typer(
    name="fairtrial",
    cls=GroupedCommands,
    help="Did every antidepressant get a fair trial? Nothing leaves this machine.",
    epilog="Begin with: fairtrial template my-history, fill its tables in, then fairtrial review my-history.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        version()
        raise typer.Exit


@app.callback(help=app.info.help, epilog=app.info.epilog)
def _of_all(
    versions: Annotated[
        bool,
        typer.Option("--version", help="Show the versions.", is_eager=True, callback=_show_version),
    ] = False,
) -> None:
    """Options of the program itself."""


_GROUPS: dict[str, dict[Callable[..., None], str]] = {
    "One person": {
        review: "review my-history -o review.html",
        ask: "ask my-history",
        letter: "letter my-history -o letter.pdf",
        packet: "packet my-history --policy cigna-esketamine -o packet.pdf",
    },
    "Their records": {
        template: "template my-history",
        records: "records my-history",
        notes: "notes visit-2021.txt",
        map_columns: "map fills.csv -o fills.mapping.yaml",
    },
    "What is known": {
        drugs: "drugs sertraline",
        overlap: "overlap sertraline venlafaxine",
        switch: "switch sertraline venlafaxine",
        definitions: "definitions canada-2021",
        policies: "policies cigna-esketamine",
        explain: "explain FT101",
        learn: "learn when_they_help",
    },
    "Many people": {
        cohort: "cohort export-folder -o cohort",
        measure: "measure cms128 export-folder --start 2025-01-01 --end 2025-12-31",
        simulate: "simulate --persons 1000 -o invented",
    },
}
"""Group -> command -> an example of it, in the order in which a newcomer needs them."""
_NAMES = {map_columns: "map"}

for _group, _commands in _GROUPS.items():
    for _command, _example in _commands.items():
        app.command(_NAMES.get(_command), epilog=f"Example: fairtrial {_example}", rich_help_panel=_group)(
            _command
        )
app.command(rich_help_panel="This program")(version)


_OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""A tenth of a command's time went into looking for garbage that it hardly makes (our choice)."""


def main() -> None:
    """Run the command line."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    app()


__all__ = ["app", "main"]
