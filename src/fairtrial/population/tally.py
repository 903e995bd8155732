"""Problems counted by kind: what could not be used, without saying of whom."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

Tally = list[dict[str, str | int | bool]]
_COUNT = re.compile(r"^(\d+) (?:rows?: )?(.*)$", re.DOTALL)


def problems_tally(problems: pl.DataFrame) -> Tally:
    """One entry per kind: field, problem, left_out, count. A line that states a count itself counts so
    often."""
    kinds = problems.group_by("file", "place", "field", "problem", "left_out").len().rows(named=True)
    return summed([[_entry(row) for row in kinds]])


def summed(tallies: Iterable[Tally]) -> Tally:
    """Tallies of several blocks as one, in a fixed order."""
    counts: dict[tuple[str, str, bool], int] = {}
    for entry in (entry for tally in tallies for entry in tally):
        key = (str(entry["field"]), str(entry["problem"]), bool(entry["left_out"]))
        counts[key] = counts.get(key, 0) + int(entry["count"])
    return [
        {"field": field, "problem": problem, "left_out": left_out, "count": count}
        for (field, problem, left_out), count in sorted(counts.items())
    ]


def _entry(row: dict[str, object]) -> dict[str, str | int | bool]:
    """``7 rows repeat ...`` and ``place: 7 records`` are counts; nothing else of place or file is kept."""
    told = _COUNT.match(str(row["problem"]))
    placed = _COUNT.match(str(row["place"] or ""))
    many = int(told[1]) if told else int(placed[1]) if placed else 1
    what = told[2] if told else str(row["problem"])
    return {"field": str(row["field"] or ""), "problem": what, "left_out": bool(row["left_out"]),
            "count": many * int(str(row["len"]))}  # fmt: skip
