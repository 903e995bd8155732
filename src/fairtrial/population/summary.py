"""The whole cohort in counts, from the tables that the blocks wrote; memory does not grow with the number
of persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from fairtrial.facts import Facts
from fairtrial.population.tally import Tally


@dataclass(frozen=True)
class Summary:
    """What a run found, in counts."""

    made_with: Mapping[str, Any]
    persons: int
    trials: int
    resistance: Sequence[Mapping[str, Any]]
    left_out: Mapping[str, Any]

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
    """The summary of the tables below ``out``."""
    people, trials, resistance = (_scan(out, name) for name in ("people", "trials", "resistance"))
    left_out = {
        "blocks": [{"block": number, "why": why} for number, why in skipped.items()],
        "persons_in_blocks_left_out": persons_skipped,
        "of_the_whole_input": list(notices),
        "problems": problems,
        "diagnoses_recorded": records_conditions,
    }
    return Summary(
        made_with=made_with, persons=_height(people), trials=_height(trials),
        resistance=_resistance(resistance, _height(people)), left_out=left_out,
    )  # fmt: skip


def _scan(out: Path, table: str) -> pl.LazyFrame | None:
    files = sorted((out / table).glob("block-*.parquet"))
    return pl.scan_parquet(files) if files else None


def _height(rows: pl.LazyFrame | None) -> int:
    return 0 if rows is None else int(rows.select(pl.len()).collect(engine="streaming").item())


def _resistance(rows: pl.LazyFrame | None, persons: int) -> list[dict[str, Any]]:
    """Per definition how many persons are yes, no and unknown; a person without a row is no."""
    if rows is None:
        return []
    names = [name.removesuffix("|verdict") for name in rows.collect_schema() if name.endswith("|verdict")]
    counts = rows.select(
        *(pl.col(f"{name}|verdict").sum().alias(f"{name}|yes") for name in names),
        *(pl.col(f"{name}|verdict").null_count().alias(f"{name}|unknown") for name in names),
    ).collect(engine="streaming").row(0, named=True)  # fmt: skip
    return [
        {"definition": name, "yes": counts[f"{name}|yes"], "unknown": counts[f"{name}|unknown"],
         "no": persons - counts[f"{name}|yes"] - counts[f"{name}|unknown"]}
        for name in names
    ]  # fmt: skip
