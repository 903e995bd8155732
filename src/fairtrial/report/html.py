"""HTML: the whole review as one file that needs no network and no script."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fairtrial.facts.load import load
from fairtrial.facts.models import Scale
from fairtrial.report import pathways_picture, timeline
from fairtrial.report.quantities import shown
from fairtrial.report.view import View, view_of
from fairtrial.report.view.learn import topics_of
from fairtrial.report.words import words

if TYPE_CHECKING:
    from jinja2 import Environment

Data = Mapping[str, Any]


def html_of(data: Data, scales: Mapping[str, Scale] | None = None) -> str:
    """The review as a page; `scales` gives ranges and bands of the score strips, else the shipped ones."""
    from markupsafe import Markup  # kept out of the import of the package, with jinja2

    known = scales if scales is not None else load().scales
    view = view_of(data)
    homes = _homes(view)
    return (
        environment()
        .get_template("review.html.jinja")
        .render(
            view=view,
            w=words(),
            versions=data["versions"],
            as_of=data["as_of"],
            known={s.id for s in view.footer.sources},
            homes=homes,
            picture=Markup(timeline.drawn(data, known)),
            pathways_picture=Markup(pathways_picture.drawn(data["pathway_grid"]) if view.coverage else ""),
            lessons=topics_of(),
            style=Markup(style()),
            other_records=[ref for id, ref in view.references.items() if id not in homes],
        )
    )


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
    )
    environment.filters["anchor"] = _anchor
    return environment


@functools.cache
def style() -> str:
    """The style sheet of every page."""
    return (files("fairtrial.report") / "templates" / "style.css").read_text("utf-8")


def _visible(value: object) -> object:
    """Words of records without control characters; markup made by the templates passes as it is."""
    return shown(value) if type(value) is str else value


def _anchor(value: str) -> str:
    """An id that is safe in a link.

    >>> _anchor("r 1/x")
    'r-1-x'
    """
    return re.sub(r"[^A-Za-z0-9_-]", "-", value)
