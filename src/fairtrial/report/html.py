"""HTML: the whole review as one file that needs no network and no script."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairtrial.facts.load import load
from fairtrial.report import pathways_picture, timeline
from fairtrial.report.citations import Citations, spans
from fairtrial.report.quantities import shown
from fairtrial.report.view import View, view_of
from fairtrial.report.view.learn import topics_of
from fairtrial.report.words import words

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment

Data = Mapping[str, Any]


def html_of(data: Data) -> str:
    """The review as a page."""
    told = _told(data)
    view = told["view"]
    homes = _homes(view)
    others = [ref for id, ref in view.references.items() if id not in homes]
    page = environment().get_template("review.html.jinja")
    return page.render(**told, homes=homes, lessons=topics_of(), other_records=others, style=_marked(style()))


def paper_of(data: Data) -> str:
    """The review for paper: the first two sheets say what was found, then each trial, then the records."""
    page = environment().get_template("paper.html.jinja")
    return page.render(**_told(data), cited=Citations(), style=_marked(style("paper.css")))


def _told(data: Data) -> dict[str, Any]:
    """What the page and the paper share."""
    view = view_of(data)
    grid = pathways_picture.drawn(data["pathway_grid"]) if view.coverage else ""
    return {
        "view": view,
        "w": words(),
        "versions": data["versions"],
        "as_of": data["as_of"],
        "known": {s.id for s in view.footer.sources},
        "picture": _marked(timeline.drawn(data, load().scales)),
        "pathways_picture": _marked(grid),
    }


def _marked(markup: str) -> Any:
    """Our own markup, which the templates leave as it is."""
    from markupsafe import Markup  # kept out of the import of the package, with jinja2

    return Markup(markup)


def _homes(view: View) -> dict[str, str]:
    """Record id -> the first trial that shows it, so that each record stands once with its words."""
    return {id: card.id for card in reversed(view.cards) for id in reversed(card.records)}


@functools.cache
def environment() -> Environment:
    """Templates that escape whatever records say and refuse a name that is not there."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("fairtrial.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
        bytecode_cache=_compiled_templates(),
    )
    environment.filters["anchor"] = _anchor
    environment.filters["spans"] = spans
    return environment


def _compiled_templates() -> BytecodeCache | None:
    """Templates once compiled, kept beside them as Python keeps its modules; nothing where we may not write.

    A changed template is compiled anew: what is kept carries the checksum of its source.
    """
    from jinja2 import FileSystemBytecodeCache

    folder = files("fairtrial.report") / "templates"
    if not (isinstance(folder, Path) and os.access(folder, os.W_OK)):
        return None
    kept = folder / "__pycache__"
    kept.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(kept))


@functools.cache
def style(name: str = "style.css") -> str:
    """A style sheet; without a name that of every page on a screen."""
    return (files("fairtrial.report") / "templates" / name).read_text("utf-8")


def _visible(value: object) -> object:
    """Words of records without control characters; markup made by the templates passes as it is."""
    return shown(value) if type(value) is str else value


def _anchor(value: str) -> str:
    """An id that is safe in a link.

    >>> _anchor("r 1/x")
    'r-1-x'
    """
    return re.sub(r"[^A-Za-z0-9_-]", "-", value)
