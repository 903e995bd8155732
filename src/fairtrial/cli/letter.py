"""`fairtrial letter`: the review as a page in plain words for the person."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from fairtrial.cli import show
from fairtrial.cli.errors import Refusal
from fairtrial.cli.naming import file_named
from fairtrial.cli.options import AsOf, Inputs, Mapping, Person, SamePerson
from fairtrial.cli.output import check_output, write_whole

if TYPE_CHECKING:
    from fairtrial.report.letter import Letter

ENDINGS = (".html", ".pdf", ".txt")


def letter(
    inputs: Inputs,
    as_of: AsOf = None,
    person: Person = None,
    same_person: SamePerson = False,
    mapping: Mapping = None,
    language: Annotated[
        Literal["en", "es"], typer.Option("--language", help="English or Spanish.", metavar="en|es")
    ] = "en",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", parser=file_named, help="Write to FILE: .html, .pdf or .txt."
        ),
    ] = None,
) -> None:
    """Write a plain, kind page for the person to bring along.

    Explains and asks. It ranks nothing, and it tells nobody to start or stop a medicine.
    """
    import fairtrial
    from fairtrial.records.door import read
    from fairtrial.report.letter import letter as letter_of

    if output is not None:
        check_output(output, inputs, ENDINGS)
    day = (as_of or datetime.now().astimezone()).date()
    history = read(*inputs, person=person, same_person=same_person, mapping=mapping)
    written = letter_of(fairtrial.review(history, as_of=day).to_dict(), language=language)
    _hand_over(written, output)


def _hand_over(written: Letter, output: Path | None) -> None:
    from fairtrial.report.letter import text_of

    if output is None:
        show.lines(text_of(written).rstrip("\n"))
        return
    write_whole(output, _content(written, output.suffix.lower()))
    typer.echo(f"Written: {output}", err=True)


def _content(written: Letter, ending: str) -> bytes:
    from fairtrial.report.letter import html_of, pdf_of, text_of
    from fairtrial.report.pdf import PdfUnavailable

    if ending == ".txt":
        return text_of(written).encode()
    if ending == ".html":
        return html_of(written).encode()
    try:
        return pdf_of(written)
    except PdfUnavailable as error:
        raise Refusal(str(error)) from None
