"""Everything the report shows, as plain values with small cells already hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from fairtrial.facts import Facts
from fairtrial.population.summary.counting import COUNTED, Counts, added, counted
from fairtrial.population.summary.sections import sections
from fairtrial.population.tally import Tally


@dataclass(frozen=True)
class Summary:
    """``made_with``: settings, versions and source. ``sections``: what the report shows. ``left_out``: what
    is not in it."""

    made_with: Mapping[str, Any]
    synthetic: bool
    sections: Mapping[str, Any]
    left_out: Mapping[str, Any]

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    def to_json(self) -> bytes:
        """Sorted and indented; the same cohort gives the same bytes."""
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)


def summary_of(
    out: Path,
    made_with: Mapping[str, Any],
    facts: Facts,
    *,
    skipped: Mapping[int, str],
    persons_skipped: int,
    notices: Sequence[str],
    problems: Tally,
    records_conditions: bool,
) -> Summary:
    """The summary of the tables below ``out``, one block in memory at a time."""
    counts = added([counted(*tables) for tables in _blocks(out)])
    left_out = {
        "blocks": [{"block": number, "why": why} for number, why in skipped.items()],
        "persons_in_blocks_left_out": persons_skipped,
        "of_the_whole_input": list(notices),
        "problems": problems,
        "diagnoses_recorded": records_conditions,
    }
    return Summary(made_with, _synthetic(counts), sections(counts, facts) if counts else {}, left_out)


def _blocks(out: Path) -> Iterator[tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]]:
    for path in sorted((out / "people").glob("block-*.parquet")):
        trials, resistance, people = (
            pl.scan_parquet(out / table / path.name).select(wanted).collect()
            for table, wanted in COUNTED.items()
        )
        yield trials, resistance, people


def _synthetic(counts: Counts) -> bool:
    return bool(counts) and bool(counts["people"]["synthetic"].any())
