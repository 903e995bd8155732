"""`fairtrial review`: records in, a review out."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from fairtrial.cli import show
from fairtrial.cli.errors import Refusal
from fairtrial.cli.naming import file_named
from fairtrial.cli.nearest import named
from fairtrial.cli.options import AsOf, EpisodeStart, Inputs, Mapping, Person, SamePerson
from fairtrial.cli.output import FHIR, check_output, write_whole

if TYPE_CHECKING:
    from fairtrial import Review
    from fairtrial.facts import Facts


class _Settings(TypedDict, total=False):
    """What was asked for; the review's own defaults hold for the rest."""

    definitions: list[str]
    dose_list: str
    episode_start: date


class _Reading(TypedDict):
    """How the inputs are to be read."""

    person: str | None
    same_person: bool
    mapping: Path | None


def review(
    inputs: Inputs,
    as_of: AsOf = None,
    person: Person = None,
    same_person: SamePerson = False,
    mapping: Mapping = None,
    episode_start: EpisodeStart = None,
    definition: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="A definition to apply; may be repeated. All when not given."),
    ] = None,
    dose_list: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The list of minimum doses; usual-minimum when not given."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            parser=file_named,
            help="Write to FILE: .html, .json, .fhir.json, .pdf or .txt.",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the review as JSON.")] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Print all of the review, not only what was found at a glance.")
    ] = False,
) -> None:
    """Review the records of one person: every trial, fair or not.

    Shows every treatment tried, whether the trial was fair, what it did, and what is missing.
    """
    if output is not None:
        check_output(output, inputs)
    if episode_start is not None and episode_start.date() > _day_of(as_of):
        raise Refusal("--episode-start lies after the day of the review. Give a day up to it.")
    settings = _settings(definition, dose_list, episode_start)
    reading = _Reading(person=person, same_person=same_person, mapping=mapping)
    result = _reviewed(inputs, reading, _day_of(as_of), settings)
    if output is not None:
        write_whole(output, _content(result, output))
        typer.echo(f"Written: {output}", err=True)
    if json:
        show.lines(result.to_json())
    elif output is None:
        _print(result, full)


def _day_of(as_of: datetime | None) -> date:
    """The day given, or today where this machine stands."""
    return (as_of or datetime.now().astimezone()).date()


def _settings(definition: list[str] | None, dose_list: str | None, start: datetime | None) -> _Settings:
    """Only what was given, so that the review's own defaults hold for the rest."""
    from fairtrial.cli.definitions import find_definition
    from fairtrial.facts import load

    facts = load()
    given: _Settings = {}
    if definition:
        given["definitions"] = [find_definition(name, facts) for name in definition]
    if dose_list:
        given["dose_list"] = _dose_list(dose_list, facts)
    if start:
        given["episode_start"] = start.date()
    return given


def _dose_list(name: str, facts: Facts) -> str:
    return named("dose list", name, {key: key for key in facts.dose_lists})


def _reviewed(inputs: list[Path], reading: _Reading, as_of: date, settings: _Settings) -> Review:
    import fairtrial
    from fairtrial.records.door import read

    history = read(*inputs, **reading)
    return fairtrial.review(history, as_of=as_of, **settings)


def _print(result: Review, full: bool) -> None:
    """Styled on a terminal, plain when piped; both say the same."""
    if not sys.stdout.isatty():
        show.lines(result.to_text(full=full).rstrip("\n"))
        return
    from rich.console import Console

    from fairtrial.report.text import print_rich

    print_rich(result.to_dict(), Console(), full=full)


def _content(result: Review, output: Path) -> bytes:
    ending = output.suffix.lower()
    if ending == ".pdf":
        return _pdf(result)
    if output.name.lower().endswith(FHIR):
        return result.to_fhir().encode()
    text = {".html": result.to_html, ".json": result.to_json, ".txt": result.to_text}[ending]()
    return text.encode()


def _pdf(result: Review) -> bytes:
    from fairtrial.report.pdf import PdfUnavailable

    try:
        return result.to_pdf()
    except PdfUnavailable as error:
        raise Refusal(str(error)) from None
