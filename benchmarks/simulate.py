"""How long it takes to invent people, beside Polars only reading and writing the same Parquet files.

    python benchmarks/simulate.py --persons 1000000

Prints seconds, people per second, peak memory, and the ratio to the baseline of the same run.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

import polars as pl

from fairtrial.facts import load
from fairtrial.simulate.run import Plan, simulate

KILOBYTES_PER_MEGABYTE = 1024


def main() -> None:
    """Simulate, copy what was written, compare."""
    parser = argparse.ArgumentParser(description="Time the simulator.")
    parser.add_argument("--persons", type=int, default=200_000)
    parser.add_argument("--preset", default="stard")
    chosen = parser.parse_args()
    facts = load()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        seconds, cpu = timed(lambda: simulate(Plan(out, chosen.persons, chosen.preset), facts=facts))
        copying, _ = timed(lambda: copied(out, Path(folder) / "copy"))
        rows = sum(pl.scan_parquet(p).select(pl.len()).collect().item() for p in out.rglob("*.parquet"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES_PER_MEGABYTE
    print(f"persons            {chosen.persons:>12,}")
    print(f"rows written       {rows:>12,}")
    print(f"seconds            {seconds:>12.1f}   (processor: {cpu:.1f})")
    print(f"persons per second {chosen.persons / seconds:>12,.0f}")
    print(f"read and write only{copying:>12.1f}   seconds; simulating takes {seconds / copying:.1f}x of it")
    print(f"peak memory        {peak:>12,.0f}   MB")


def timed(work):
    """Seconds on the clock and of the processor."""
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - cpu


def copied(source: Path, target: Path) -> None:
    """Read every Parquet file and write it again."""
    for path in sorted(source.rglob("*.parquet")):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        pl.read_parquet(path).write_parquet(place)


if __name__ == "__main__":
    main()
