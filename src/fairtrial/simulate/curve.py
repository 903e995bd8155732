"""``python -m fairtrial.simulate.curve``: how much stays unknown as records get thinner, as a table and a
chart.

Writes recovery.md and recovery.svg into docs/explanation, or another folder given with ``--folder``.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fairtrial.facts import Facts, load
from fairtrial.findings import examine
from fairtrial.simulate.chart import Line, chart
from fairtrial.simulate.preset import Preset, preset
from fairtrial.simulate.recovery import wrong
from fairtrial.simulate.run import block
from fairtrial.simulate.streams import Streams
from fairtrial.simulate.thin import thinned
from fairtrial.simulate.truth import Truth, truth
from fairtrial.tables import History

PERSONS, SEED, REVIEW_ON = 2000, 1, date(2026, 1, 31)
SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
THINNED = {
    "doses": ["dose blank"],
    "days of supply": ["supply blank"],
    "stops and reasons": ["stop blank", "stop reason blank", "status unknown"],
    "first days of orders": ["order start to month"],
    "first days of fills": ["fill start to month"],
    "scores": ["score blank"],
    "diagnosis": ["diagnosis blank"],
    "all of these": [
        "dose blank", "supply blank", "stop blank", "stop reason blank", "status unknown",
        "order start to month", "fill start to month", "score blank", "diagnosis blank",
    ],
}  # fmt: skip
"""What is thinned -> the ways of thinning, applied together."""


@dataclass(frozen=True)
class Point:
    """At a share of rows thinned: shares in percent of all verdicts (persons times definitions)."""

    share: float
    unknown_percent: float
    wrong_percent: float
    outside_percent: float
    """Verdicts whose true number of failures lies outside [least, most]."""


def curves(persons: int = PERSONS, seed: int = SEED, facts: Facts | None = None) -> dict[str, list[Point]]:
    """What is thinned -> one point for each share."""
    known = facts or load()
    history, true = _world(preset("stard"), persons, seed, known)
    return {
        name: [_point(history, true, ways, share, seed, known) for share in SHARES]
        for name, ways in THINNED.items()
    }


def _world(chosen: Preset, persons: int, seed: int, facts: Facts) -> tuple[History, dict[str, Truth]]:
    life, tables = block(chosen, Streams(seed, 0, persons), REVIEW_ON, facts, everything=True)
    return History(**tables), truth(life, facts, chosen.scale)


def _point(
    history: History, true: dict[str, Truth], ways: list[str], share: float, seed: int, facts: Facts
) -> Point:
    for way in ways:
        history = thinned(history, way, share, seed)
    found = wrong(examine(history, REVIEW_ON, facts), true)
    of_all = 100 / found.verdicts
    return Point(
        share,
        found.unknown * of_all,
        found.differences["verdict"] * of_all,
        found.differences["failures"] * of_all,
    )


_PAGE = """\
# How much stays unknown as records get thinner

Invented people (preset stard, {persons} of them, seed {seed}) have a hidden course of which everything is
known. Their complete records go through the engine, then the same records with a share of their rows thinned:
fields blanked, days coarsened to months, scores without a total. Each figure is a share of all verdicts:
every person under each of the {definitions} definitions.

- **unknown**: the engine says neither yes nor no.
- **wrong**: it says yes where the truth is no, or no where the truth is yes. This must be 0.
- **outside**: the true number of trials that did not help lies outside its [least, most]. This must be 0.

Where the last two are not 0, the causes stand one by one in `tests/agreement/test_recovery.py` as expected
failures. Records of the preset hold things that the engine does not read rightly even when nothing is
thinned: supplies not used up, a next drug begun within two weeks of the last, benefits that were lost.

![Share of verdicts that stay unknown, by share of records thinned](recovery.svg)

{tables}
Written by `python -m fairtrial.simulate.curve`; it speaks of invented people and of no real ones.
"""


def page(found: dict[str, list[Point]], persons: int, seed: int, definitions: int) -> str:
    """The page with a table for each kind of thinning."""
    tables = "\n".join(_table(name, points) for name, points in found.items())
    return _PAGE.format(persons=persons, seed=seed, definitions=definitions, tables=tables)


def _table(name: str, points: list[Point]) -> str:
    head = f"## Thinned: {name}\n\n| rows thinned | unknown | wrong | outside |\n|---:|---:|---:|---:|\n"
    return head + "".join(_row(point) for point in points)


def _row(point: Point) -> str:
    unknown, opposite = f"{point.unknown_percent:.1f} %", f"{point.wrong_percent:.2f} %"
    return f"| {point.share:.0%} | {unknown} | {opposite} | {point.outside_percent:.2f} % |\n"


def main(arguments: list[str] | None = None) -> None:
    """Write the page and the chart."""
    parser = argparse.ArgumentParser(prog="python -m fairtrial.simulate.curve", description="Draw the curve.")
    parser.add_argument("--folder", type=Path, default=Path("docs") / "explanation")
    parser.add_argument("--persons", type=int, default=PERSONS)
    chosen = parser.parse_args(arguments)
    facts = load()
    found = curves(chosen.persons, SEED, facts)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    lines = [Line(name, [(p.share, p.unknown_percent) for p in points]) for name, points in found.items()]
    (chosen.folder / "recovery.svg").write_text(chart(lines), "utf-8")
    text = page(found, chosen.persons, SEED, len(facts.definitions))
    (chosen.folder / "recovery.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
