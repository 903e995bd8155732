"""How fast one review is: parsing, examining, telling, and the command line from a cold start.

    python benchmarks/single.py

Every time is processor time, the least of several runs, beside a baseline measured in the same run: on a
shared machine the ratios say more than the times. The 1 MB bundle is the invented person of examples/demo
with many more encounters and measurements.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import orjson
import polars as pl

import fairtrial
from fairtrial.records.door import read
from fairtrial.report.content import review_dict

DEMO = Path(__file__).parents[1] / "examples" / "demo"
AS_OF = date(2026, 1, 31)
BYTES = 1_000_000
LOINC = "http://loinc.org"
Row = tuple[str, float, str, float, float | None]


def bundle() -> bytes:
    """The demo bundle with invented encounters and heart rates, at least 1 MB."""
    whole = json.loads((DEMO / "records.json").read_text("utf-8"))
    kept, size, number = whole["entry"], len(json.dumps(whole)), 0
    subject = next(
        e["resource"]["subject"] for e in kept if e["resource"]["resourceType"] == "MedicationRequest"
    )
    while size < BYTES:
        number += 1
        added = [{"resource": r} for r in _visit(number, subject)]
        size += sum(len(json.dumps(entry)) for entry in added)
        kept.extend(added)
    return json.dumps(whole).encode()


def _visit(number: int, subject: object) -> list[dict[str, object]]:
    on = (date(2018, 1, 1) + timedelta(days=number)).isoformat()
    pulse = {"coding": [{"system": LOINC, "code": "8867-4", "display": "Heart rate"}]}
    visit = {"resourceType": "Encounter", "id": f"visit-{number}", "status": "finished"}
    rate = {"resourceType": "Observation", "id": f"rate-{number}", "status": "final"}
    return [
        {**visit, "subject": subject, "period": {"start": on, "end": on}},
        {**rate, "subject": subject, "code": pulse, "effectiveDateTime": on,
         "valueQuantity": {"value": 60 + number % 40, "unit": "/min", "code": "/min"}},
    ]  # fmt: skip


def seconds(work: Callable[[], object], runs: int = 30) -> float:
    """The least processor time of several runs, after one that does not count."""
    work()
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def cold(*command: str, runs: int = 5) -> float:
    """The least processor time of a new process."""
    best = float("inf")
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def reviews() -> list[Row]:
    """One review of the demo's parsed history, beside one small query of Polars on the same uses."""
    history = read(*sorted(p for p in DEMO.iterdir() if p.suffix in (".json", ".csv")))
    facts = fairtrial.load()
    found = fairtrial.examine(history, AS_OF, facts)
    told = review_dict(found, facts)
    keys = ["person_id", "drug", "started_on_least"]
    last = pl.col("started_on_most").max()
    query = seconds(lambda: history.uses.sort(keys).group_by("person_id", "drug").agg(last), 200)
    examined = seconds(lambda: fairtrial.examine(history, AS_OF, facts))
    whole = examined + seconds(lambda: review_dict(found, facts), 10)
    what = f"{history.uses.height} uses, {len(told['trials'])} trials"  # type: ignore[arg-type]
    base = "sort and group by of the same uses"
    return [
        (f"examine ({what})", examined, base, query, None),
        ("examine and tell everything", whole, base, query, 0.010),
    ]


def whole_programs(large: Path) -> list[Row]:
    """Parsing and the command line on the 1 MB bundle, and what importing costs."""
    python, page = sys.executable, str(large.with_suffix(".html"))
    bare, polars = cold(python, "-c", "pass"), cold(python, "-c", "import polars")
    parse = seconds(lambda: orjson.loads(large.read_bytes()), 10)
    reading = seconds(lambda: read(large), 5)
    command = (python, "-m", "fairtrial", "review", str(large), "--as-of", AS_OF.isoformat(), "-o", page)
    imported = cold(python, "-c", "import fairtrial") - bare
    used = cold(python, "-c", "import fairtrial as ft; ft.examine, ft.read, ft.review, ft.load") - bare
    return [
        ("read 1 MB of FHIR", reading, "orjson alone", parse, None),
        ("command line, 1 MB of FHIR to HTML", cold(*command), "import polars", polars, 1.5),
        ("import fairtrial", imported, "import polars", polars - bare, 0.3),
        ("import it and look up its functions", used, "import polars", polars - bare, None),
    ]  # fmt: skip


def line(row: Row) -> str:
    """One line of the table."""
    what, took, beside, baseline, target = row
    met = "" if target is None else f"target {target * 1000:.0f} ms: {'met' if took <= target else 'NOT met'}"
    return (
        f"{what:<38}{took * 1000:9.2f} ms {took / baseline:8.1f} x {beside} ({baseline * 1000:.2f} ms)  {met}"
    )


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "records.json"
        large.write_bytes(bundle())
        for row in [*reviews(), *whole_programs(large)]:
            print(line(row), flush=True)


if __name__ == "__main__":
    main()
