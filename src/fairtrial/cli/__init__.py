"""The command line. Each command family has a file; what a command needs is imported when it runs."""

from __future__ import annotations

import typer

from fairtrial.cli.ask import ask
from fairtrial.cli.cohort import cohort
from fairtrial.cli.definitions import definitions
from fairtrial.cli.drugs import drugs, overlap
from fairtrial.cli.errors import PlainErrors
from fairtrial.cli.explain import explain
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
    cls=PlainErrors,
    help="Did every antidepressant get a fair trial? Nothing leaves this machine.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _command in (
    review,
    ask,
    letter,
    packet,
    records,
    cohort,
    measure,
    notes,
    template,
    drugs,
    overlap,
    definitions,
    policies,
    switch,
    explain,
    learn,
    simulate,
    version,
):
    app.command()(_command)
app.command("map")(map_columns)


def main() -> None:
    """Run the command line."""
    app()


__all__ = ["app", "main"]
