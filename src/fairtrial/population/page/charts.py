"""The charts of the report, each from a section of the summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import pi
from typing import Any, TypeAlias

import altair as alt

from fairtrial.population.page.drawing import (
    ADEQUACY_COLOURS,
    ANSWER_COLOURS,
    COLOURS,
    NOT_SHOWN,
    NOT_SHOWN_COLOUR,
    WIDTH,
)

Plain = Mapping[str, Any]
Drawn: TypeAlias = Any
"""An Altair chart; its chained calls are not typed."""


def _data(rows: Iterable[Plain]) -> Any:
    untyped: Any = alt
    return untyped.Data(values=list(rows))


def crossed(table: Plain) -> list[dict[str, Any]]:
    """Rows of a count table without its totals and hidden counts."""
    found = []
    for row, counts in zip(table["rows"][:-1], table["counts"], strict=False):
        for column, n in zip(table["columns"][:-1], counts, strict=False):
            if n is not None:
                found.append({"row": row, "column": column, "n": n})
    return found


def whole_rows(table: Plain) -> list[dict[str, Any]]:
    """As ``crossed``, with what is hidden of a row as ``not shown``, so that shares are of the whole row.

    A row whose total is hidden is left out: its shares could not be drawn.
    """
    found = []
    for row, counts in zip(table["rows"][:-1], table["counts"], strict=False):
        *parts, total = counts
        if total:
            shown = dict(zip(table["columns"][:-1], parts, strict=True))
            shown[NOT_SHOWN] = total - sum(n for n in parts if n is not None)
            found += [{"row": row, "column": name, "n": n} for name, n in shown.items() if n]
    return found


def _colours(colours: Mapping[str, str], rows: Iterable[Plain]) -> Any:
    """A scale of these words; ``not shown`` is named only where something is hidden."""
    hidden = any(row["column"] == NOT_SHOWN for row in rows)
    every = {**colours, NOT_SHOWN: NOT_SHOWN_COLOUR} if hidden else dict(colours)
    return alt.Color("column:N", title=None, scale=alt.Scale(domain=list(every), range=list(every.values())))


def attrition(steps: Sequence[Plain]) -> Drawn:
    """Bars that shrink from step to step."""
    rows = [s for s in steps if s["remain"] is not None]
    order = [s["step"] for s in rows]
    return (
        alt.Chart(_data(rows))
        .mark_bar(color=COLOURS[0])
        .encode(
            alt.X("remain:Q", title="persons"),
            alt.Y("step:N", sort=order, title=None, axis=alt.Axis(labelLimit=330)),
        )
        .properties(width=WIDTH - 200, height=26 * len(rows))
    )


def over_years(table: Plain, title: str) -> Drawn:
    """Stacked areas by year of start."""
    return (
        alt.Chart(_data(crossed(table)))
        .mark_bar()
        .encode(
            alt.X("row:O", title="year in which the trial began"),
            alt.Y("n:Q", title="trials"),
            alt.Color(
                "column:N", title=title, scale=alt.Scale(domain=table["columns"][:-1], range=list(COLOURS))
            ),
        )
        .properties(width=WIDTH - 100, height=220)
    )


def adequacy(table: Plain) -> Drawn:
    """Shares of adequacy within each line."""
    rows = whole_rows(table)
    return (
        alt.Chart(_data(rows))
        .mark_bar()
        .encode(
            alt.X("n:Q", stack="normalize", title="share of trials", axis=alt.Axis(format="%")),
            alt.Y("row:N", title="line", sort=table["rows"][:-1]),
            _colours(ADEQUACY_COLOURS, rows),
        )
        .properties(width=WIDTH - 100, height=120)
    )


def resistance(shares: Sequence[Plain], published: Sequence[Plain]) -> Drawn:
    """Least to most as a bar, the Wilson interval around it as a line, published shares as diamonds."""
    rows = [{**s} for s in shares if s["least"] is not None]
    order = [s["name"] for s in rows]
    names = {s["definition"]: s["name"] for s in rows}
    marks = [
        {"name": names[p["definition"]], "least": p["percent_least"] / 100, "most": p["percent_most"] / 100}
        for p in published
        if p["definition"] in names
    ]
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=330))
    base = alt.Chart(_data(rows)).encode(y=y)
    percent = alt.Axis(format="%")
    line = base.mark_rule(color="#555555").encode(
        alt.X("low:Q", title="share of persons with an antidepressant", axis=percent), alt.X2("high:Q")
    )
    bar = base.mark_bar(height=9, color=COLOURS[0], opacity=0.7).encode(alt.X("least:Q"), alt.X2("most:Q"))
    tick = base.mark_tick(thickness=3, size=14, color=COLOURS[0]).encode(alt.X("least:Q"))
    diamond = (
        alt.Chart(_data(marks))
        .mark_point(shape="diamond", size=60, color=COLOURS[5], filled=True)
        .encode(alt.X("most:Q"), y)
    )
    return alt.layer(line, bar, tick, diamond).properties(width=WIDTH - 250, height=24 * len(rows))


def sets(found: Mapping[str, int]) -> Drawn:
    """How many persons meet which definitions together: bars above, filled dots below."""
    rows = [{"set": name, "n": n} for name, n in found.items()]
    order = list(found)
    definitions = sorted(
        {d for name in order for d in name.split(" + ") if d not in ("none for sure", "other")}
    )
    dots = [
        {"set": name, "definition": d, "met": d in name.split(" + ")} for name in order for d in definitions
    ]
    x = alt.X("set:N", sort=order, axis=None)
    bars = (
        alt.Chart(_data(rows)).mark_bar(color=COLOURS[0]).encode(x, alt.Y("n:Q", title="persons"))
    ).properties(width=WIDTH - 160, height=130)
    grid = (
        alt.Chart(_data(dots))
        .mark_circle(size=70)
        .encode(
            x,
            alt.Y("definition:N", title=None),
            alt.Color(
                "met:N", legend=None, scale=alt.Scale(domain=[True, False], range=["#222222", "#dddddd"])
            ),
        )
    ).properties(width=WIDTH - 160, height=16 * max(1, len(definitions)))
    return alt.vconcat(bars, grid, spacing=4).resolve_scale(x="shared")


def kappas(pairs: Sequence[Plain]) -> Drawn:
    """A square of Cohen's kappa."""
    rows = [{"a": p["a"], "b": p["b"], "kappa": p["kappa"]} for p in pairs if p["kappa"] is not None]
    return (
        alt.Chart(_data([*rows, *({"a": r["b"], "b": r["a"], "kappa": r["kappa"]} for r in rows)]))
        .mark_rect()
        .encode(
            alt.X("a:N", title=None, axis=alt.Axis(labelAngle=-60)),
            alt.Y("b:N", title=None),
            alt.Color("kappa:Q", scale=alt.Scale(scheme="blues", domain=[0, 1], clamp=True)),
        )
        .properties(width=WIDTH - 240, height=WIDTH - 240)
    )


def sunburst(paths: Mapping[str, int], joined: str, order: Sequence[str]) -> Drawn:
    """Rings from the inside outwards: first, second, third, fourth class.

    ``order``: classes as the chart over years has them, so that both give a class the same colour.
    """
    arcs = _arcs({tuple(p.split(joined)): n for p, n in paths.items()})
    named = {a["class"] for a in arcs} - {"other"}
    first = [name for name in order if name != "other"]
    classes = [*first, *sorted(named - {*first}), "other"]
    colour = alt.Color("class:N", title=None, scale=alt.Scale(domain=classes, range=list(COLOURS)))
    rings = [
        alt.Chart(_data([a for a in arcs if a["ring"] == ring]))
        .mark_arc(innerRadius=30 + 35 * ring, outerRadius=62 + 35 * ring, stroke="white", strokeWidth=1)
        .encode(
            theta=alt.Theta("start:Q", scale=alt.Scale(domain=[0, 2 * pi], range=[0, 2 * pi])),
            theta2="end:Q",
            color=colour,
        )
        for ring in sorted({a["ring"] for a in arcs})
    ]
    return alt.layer(*rings).properties(width=360, height=360)


def _arcs(paths: Mapping[tuple[str, ...], int]) -> list[dict[str, Any]]:
    """Start and end angle of every step of every path, those that share their beginning beside each other."""
    whole = sum(paths.values()) or 1
    arcs: dict[tuple[str, ...], dict[str, Any]] = {}
    at = 0.0
    for path in sorted(paths, key=lambda p: (p == ("other",), p)):
        end = at + 2 * pi * paths[path] / whole
        for depth in range(1, len(path) + 1):
            arc = arcs.setdefault(
                path[:depth], {"class": path[depth - 1], "ring": depth - 1, "start": at, "end": end}
            )
            arc["end"] = end
        at = end
    return list(arcs.values())


def curves(events: Sequence[Plain]) -> Drawn:
    """Both estimates for each event at the months asked for: Kaplan-Meier solid, the other dashed."""
    rows = [
        {"event": e["event"], "month": month, "share": share, "estimate": label}
        for e in events
        for label, name in (
            ("Kaplan-Meier", "kaplan_meier"),
            ("with end of treatment", "cumulative_incidence"),
        )
        for month, share in zip(e["months"], e[name], strict=True)
    ]
    return (
        alt.Chart(_data(rows))
        .mark_line(point=True)
        .encode(
            alt.X("month:Q", title="months since the first antidepressant"),
            alt.Y("share:Q", title="share of persons", axis=alt.Axis(format="%")),
            alt.Color(
                "event:N", title=None, scale=alt.Scale(range=list(COLOURS)), legend=alt.Legend(labelLimit=260)
            ),
            alt.StrokeDash(
                "estimate:N",
                legend=None,
                scale=alt.Scale(domain=["Kaplan-Meier", "with end of treatment"], range=[[1, 0], [4, 3]]),
            ),
        )
        .properties(width=WIDTH - 220, height=260)
    )


def by_group(rows: Sequence[Plain], title: str) -> Drawn:
    """Answers within each group."""
    return (
        alt.Chart(_data(list(rows)))
        .mark_bar()
        .encode(
            alt.X("n:Q", stack="normalize", title="share of persons", axis=alt.Axis(format="%")),
            alt.Y("row:N", title=title, sort=None),
            _colours(ANSWER_COLOURS, rows),
            alt.Column("asked:N", title=None, header=alt.Header(labelLimit=200)),
        )
        .properties(width=170)
    )
