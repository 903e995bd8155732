"""The page as HTML: large type, no script, no network, two sheets at most."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import TYPE_CHECKING

from fairtrial.report.letter.content import Letter

if TYPE_CHECKING:
    from jinja2 import Environment


def html_of(letter: Letter) -> str:
    """One page that is complete in itself."""
    from markupsafe import Markup  # kept out of the import of the package, with jinja2

    style = (files("fairtrial.report.letter") / "letter.css").read_text("utf-8")
    return (
        _environment()
        .get_template("letter.html.jinja")
        .render(letter=letter, w=letter.words, style=Markup(style))
    )


MOST_SHEETS = 2


def pdf_of(letter: Letter) -> bytes:
    """The same page as PDF, on two sheets. Raises PdfUnavailable."""
    from fairtrial.report import pdf

    return pdf.pdf_of(html_of(letter), lambda sheets: len(sheets) <= MOST_SHEETS)


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("fairtrial.report.letter", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
