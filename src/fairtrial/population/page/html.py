"""The report as one HTML page from the summary; no script, no network, nothing of any one person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib.resources import files
from typing import Any

from fairtrial.population.page.drawing import MISSING, can_draw, svg_of

Plain = Mapping[str, Any]
HEADLINE = ("us-label-esketamine-2025", "janssen-like", "fabbri-2021")
"""Definitions shown by group beside fair trials; every other one is in the table."""
DIVISIONS = {"age_band": "Age", "sex": "Sex", "race": "Race", "ethnicity": "Ethnicity"}


def html_of(summary: Plain) -> str:
    """The page. Without the extra ``cohort`` it has every table and says why there are no charts."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    folder = files("fairtrial.population") / "templates"
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["count"] = _count
    environment.filters["share"] = _share
    template = environment.from_string((folder / "cohort.html.jinja").read_text("utf-8"))
    return template.render(
        summary=summary,
        s=summary["sections"],
        charts={name: Markup(svg) for name, svg in _charts(summary["sections"]).items()},
        note=None if can_draw() else MISSING,
        style=Markup((folder / "cohort.css").read_text("utf-8")),
        divisions=_divisions(summary["sections"]),
        asked_words=_asked_words(summary["sections"]),
    )


def _count(value: int | None) -> str:
    return "under 11 or hidden" if value is None else f"{value:,}"


def _share(value: float | None) -> str:
    return "not shown" if value is None else f"{100 * value:.1f} %"


def _asked_words(sections: Plain) -> dict[str, str]:
    return {s["definition"]: s["name"] for s in sections["resistance"]["shares"]} if sections else {}


def _divisions(sections: Plain) -> list[tuple[str, str, list[Plain]]]:
    """key, title, tables (fair trial first) of each division that is there."""
    found = []
    for key, title in DIVISIONS.items():
        tables = [g for g in sections.get("groups", []) if g["by"] == key]
        if tables:
            found.append((key, title, sorted(tables, key=lambda g: g["asked"] != "a fair trial")))
    return found


def _charts(sections: Plain) -> dict[str, str]:
    if not sections or not can_draw():
        return {}
    from fairtrial.population.page import charts as draw

    makers: dict[str, Callable[[], Any]] = {
        "attrition": lambda: draw.attrition(sections["attrition"]),
        "class": lambda: draw.over_years(sections["by_year"]["class"], "class"),
        "line": lambda: draw.over_years(sections["by_year"]["line"], "line"),
        "adequacy": lambda: draw.adequacy(sections["adequacy"]),
        "resistance": lambda: draw.resistance(
            sections["resistance"]["shares"], sections["resistance"]["published"]
        ),
        "sets": lambda: draw.sets(sections["agreement"]["sets"]),
        "kappa": lambda: draw.kappas(sections["agreement"]["kappa"]),
        "pathways": lambda: draw.sunburst(
            sections["pathways"]["paths"],
            sections["pathways"]["joined"],
            sections["by_year"]["class"]["columns"][:-1],
        ),
        "times": lambda: draw.curves(_shown_events(sections["times"]["events"])),
    }
    for key, title, tables in _divisions(sections):
        makers[f"group-{key}"] = partial(draw.by_group, _group_rows(tables), title)
    return {name: svg_of(make(), name) for name, make in makers.items()}


def _shown_events(events: list[Plain]) -> list[Plain]:
    wanted = {"second treatment", "third treatment", *(f"resistance: {d}" for d in HEADLINE)}
    return [event for event in events if event["event"] in wanted]


def _group_rows(tables: list[Plain]) -> list[Plain]:
    """Fair trial and the headline definitions, one panel each."""
    from fairtrial.population.page.charts import whole_rows

    wanted = ["a fair trial", *HEADLINE]
    return [
        {**row, "asked": t["asked"]} for t in tables if t["asked"] in wanted for row in whole_rows(t["table"])
    ]
