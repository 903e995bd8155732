"""How fast an OMOP database becomes history tables, as a ratio to Polars reading the same columns only.

    python benchmarks/omop.py FOLDER [--rounds 3] [--persons-per-block N]

FOLDER holds an OMOP database as one Parquet file for each table. Rounds are interleaved; medians are printed.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import polars as pl

from fairtrial.facts import load
from fairtrial.records.omop import OmopSource, blocks, open_source, read_omop
from fairtrial.records.omop.exposures import EXPOSURE

_OTHERS = {
    "measurement": "measurement_id person_id measurement_concept_id measurement_date value_as_number",
    "condition_occurrence": "condition_occurrence_id person_id condition_concept_id condition_start_date",
    "person": "person_id year_of_birth month_of_birth day_of_birth gender_concept_id",
    "observation_period": "person_id observation_period_start_date observation_period_end_date",
}


def bare(folder: Path) -> int:
    """Rows that Polars reads of the same columns, without looking at them."""
    read = 0
    for table, columns in {"drug_exposure": " ".join(EXPOSURE), **_OTHERS}.items():
        path = folder / f"{table}.parquet"
        present = [column for column in columns.split() if column in pl.read_parquet_schema(path)]
        read += pl.read_parquet(path, columns=present).height
    return read


def timed(work: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_blocks(source: OmopSource, size: int) -> None:
    """Read everybody, block by block, and keep nothing."""
    for block in blocks(source, size, load()):
        del block


def main() -> None:
    """Print rows, seconds, ratios and peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--persons-per-block", type=int, default=25_000)
    given = parser.parse_args()
    works: dict[str, Callable[[], object]] = {
        "Polars, same columns": lambda: bare(given.folder),
        "history, all at once": lambda: read_omop(open_source(given.folder), None, load(), with_words=False),
        "history, in blocks": lambda: in_blocks(open_source(given.folder), given.persons_per_block),
    }
    rows = bare(given.folder)
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(given.rounds):
        for name, work in works.items():
            taken[name].append(timed(work))
    least = median(taken["Polars, same columns"])
    for name, seconds in taken.items():
        middle = median(seconds)
        print(f"{name:24s}{middle:8.2f} s {rows / middle / 1e6:8.2f} million rows/s {middle / least:8.1f}x")
    print(f"{rows:,} rows; peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MiB")


if __name__ == "__main__":
    main()
