"""How fast each format is read, beside the bare parser in the same run.

    python benchmarks/readers.py [MEGABYTES]

Documents are invented and repeated to about MEGABYTES (2 when not given). JSON is compared with orjson alone,
XML with lxml alone, tables with Python's csv or Polars alone. Processor time of one core is counted,
the best of three.
"""

from __future__ import annotations

import csv
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import orjson
import polars as pl
from lxml import etree

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "fuzz"))

from corpus import seeds

from fairtrial.facts import load
from fairtrial.records import ccda
from fairtrial.records.csv import CsvFile, read_csv_tables
from fairtrial.records.fhir import load_json, read_fhir
from fairtrial.records.note_file import read_note_file
from fairtrial.records.pharmacy import read_pharmacy

ROUNDS = 3
FACTS = load()


def fhir(size: int) -> bytes:
    """ndjson with ids of its own on every line."""
    lines = seeds()["resources.ndjson"]
    return b"\n".join(
        lines.replace(b'"id": "', b'"id": "%d-' % n).replace(b'"Patient/', b'"Patient/%d-' % n)
        for n in range(max(1, size // len(lines)))
    )


def document(size: int) -> bytes:
    """A C-CDA document with its sections repeated."""
    head, mark, rest = seeds()["document.xml"].partition(b"<structuredBody>")
    body, end, tail = rest.partition(b"</structuredBody>")
    return head + mark + body * max(1, size // len(body)) + end + tail


def fills(size: int) -> bytes:
    """A pharmacy's table, each row with a quantity of its own."""
    row = "Sertraline {} mg,2024-01-{:02d},{},30\n"
    rows = (row.format((25, 50, 100)[n % 3], n % 28 + 1, 30 + n) for n in range(size // 40))
    return ("Drug Name,Fill Date,Qty,Days Supply\n" + "".join(rows)).encode()


def treatments(size: int) -> bytes:
    """treatments.csv with many rows."""
    head, *rows = seeds()["treatments.csv"].splitlines(keepends=True)
    return head + b"".join(rows) * max(1, size // len(b"".join(rows)))


def parquet(size: int) -> bytes:
    """The pharmacy's table as Parquet."""
    output = io.BytesIO()
    pl.read_csv(fills(size)).write_parquet(output)
    return output.getvalue()


def notes(size: int) -> bytes:
    """A note repeated."""
    one = seeds()["2024-05-03 note.txt"] + b"\n\n"
    return one * max(1, size // len(one))


def rows_of(data: bytes) -> int:
    """How many rows the standard csv module finds."""
    return sum(1 for _ in csv.reader(io.StringIO(data.decode())))


Make, Work = Callable[[int], bytes], Callable[[bytes], object]
FORMATS: dict[str, tuple[Make, Work, str, Work]] = {
    "FHIR ndjson": (fhir, lambda d: read_fhir(load_json(d), "a", FACTS), "orjson",
                    lambda d: [orjson.loads(line) for line in d.splitlines()]),
    "C-CDA": (document, lambda d: ccda.read_parsed(ccda.parse(d, "a"), "a", FACTS), "lxml",
              lambda d: etree.fromstring(d, etree.XMLParser(resolve_entities=False, no_network=True))),
    "pharmacy CSV": (fills, lambda d: read_pharmacy("a.csv", d, FACTS), "csv", rows_of),
    "pharmacy Parquet": (parquet, lambda d: read_pharmacy("a", d, FACTS), "polars",
                         lambda d: pl.read_parquet(io.BytesIO(d))),
    "CSV tables": (treatments, lambda d: read_csv_tables([CsvFile("t.csv", "treatments", d)], FACTS),
                   "csv", rows_of),
    "notes": (notes, lambda d: read_note_file("a.txt", d, FACTS), "decode", lambda d: d.decode().lower()),
}  # fmt: skip


def seconds(work: Callable[[bytes], object], data: bytes) -> float:
    """The least processor time of three rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work(data)
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Print megabytes a second and how many times longer than bare parsing each takes."""
    size = int(float(sys.argv[1]) * 1e6) if len(sys.argv) > 1 else 2_000_000
    print(f"{'format':18}{'MB':>7}{'MB/s':>9}  bare parsing")
    for name, (make, reader, bare_name, bare) in FORMATS.items():
        data = make(size)
        taken, alone = seconds(reader, data), max(seconds(bare, data), 1e-6)
        megabytes = len(data) / 1e6
        told = f"{bare_name} {megabytes / alone:.0f} MB/s, {taken / alone:.0f} times as fast"
        print(f"{name:18}{megabytes:7.2f}{megabytes / taken:9.2f}  {told}")


if __name__ == "__main__":
    main()
