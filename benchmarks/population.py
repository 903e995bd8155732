"""Speed, memory and answers on populations, as ratios against baselines measured in the same run.

    python benchmarks/population.py WORK [--persons 1000000] [--peers ../shared/bench/peers] [--spark]
    [--sizes 1,2,5,10]

Prints a table and writes WORK/population.json and WORK/population.svg. Each measurement is a process of its
own, so that peak
memory is its own, and measurements that are compared follow each other. Parts: every definition over
history tables
against Polars reading and sorting the same uses; time and memory against the number of persons; the eras
question of the peers
from the same Parquet, against plain SQL on DuckDB, clean and with 5 % spoiled rows; Spark against local.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

AS_OF = date(2026, 1, 31)
GAP_DAYS, ERA_DAYS, INGREDIENTS = 30, 42, 2
"""The peers' question: eras of at least 42 days, joined over gaps of at most 30, in at least two
ingredients."""
FAR_DAY = 1 << 16
"""A day, counted from 1970, after all days of the peers' population."""
LIMITS = {
    "seconds per million": 30.0, "MiB": 4096.0, "times read and sort": 25.0, "times linear": 1.15,
    "times SQL": 1.0, "times local": 5.0,
}  # fmt: skip


def measured(part: str, *arguments: object) -> dict:
    """One part in a process of its own: what it printed, with seconds and peak memory in MiB."""
    command = [sys.executable, __file__, "--part", part, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{part} did not finish:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def simulated(work: Path, persons: int) -> Path:
    """History tables of so many invented persons, made once."""
    folder = work / f"tables-{persons}"
    if not (folder / "records").is_dir():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(
            [sys.executable, "-m", "fairtrial", "simulate", "--persons", str(persons), "--preset", "claims",
             "--as-of", AS_OF.isoformat(), "-o", str(folder)], check=True,
        )  # fmt: skip
    return folder / "records"


def omop(work: Path, peers: Path, persons: int, dirty: float) -> Path:
    """The peers' OMOP population as Parquet, made once by their own maker."""
    folder = work / f"omop-{persons}-{dirty:g}"
    if not (folder / "concept_ancestor.parquet").is_file():
        maker = [
            sys.executable,
            str(peers / "make_omop.py"),
            str(folder),
            "--persons",
            str(persons),
            "--dirty",
            str(dirty),
        ]
        subprocess.run(maker, check=True, stdout=subprocess.DEVNULL)
    return folder


def part_cohort(records: str, out: str, engine: str) -> dict:
    """Every definition over every person."""
    from fairtrial.population import CohortSettings, run_cohort
    from fairtrial.population.workers import workers_by_default

    workers = workers_by_default()
    shutil.rmtree(out, ignore_errors=True)
    settings = CohortSettings(AS_OF)
    if engine == "spark":
        from fairtrial.population.spark import run_on_spark

        run = run_on_spark(records, Path(out), settings)
    else:
        run = run_cohort(records, Path(out), settings, workers=workers)
    return {"persons": run.persons, "blocks": run.blocks, "workers": min(workers, run.blocks)}


def part_sort(records: str) -> dict:
    """Polars reads and sorts the same uses by person, drug and first day."""
    import polars as pl

    uses = pl.scan_parquet(f"{records}/uses/**/*.parquet").collect()
    return {"rows": uses.sort("person_id", "drug", "started_on_least").height}


def part_eras(folder: str, out: str) -> dict:
    """The peers' question from the Parquet of the OMOP tables: persons for sure, and those whom missing
    ends leave open."""
    import polars as pl

    rows = _exposures(folder)
    sure, most = (_persons_with_eras(rows, f"end_{side}") for side in ("least", "most"))
    Path(out).write_text("".join(f"{p}\n" for p in sure.sort()))
    Path(out).with_suffix(".most").write_text("".join(f"{p}\n" for p in most.sort()))
    repaired, open_ends = rows.select(
        pl.col("repaired").sum(), (pl.col("end_least") < pl.col("end_most")).sum()
    ).row(0)
    return {"persons": sure.len(), "possible": most.len(), "repaired": repaired, "open_ends": open_ends}


def _exposures(folder: str):
    """person_id, drug, begin, end_least, end_most, repaired: one row per exposure to an antidepressant,
    sorted by one number made of the first three, which takes less than half the time of sorting by each.

    An end before the start, or none, is replaced by the days of supply; without those it is open up to the
    longest supply.
    """
    import polars as pl

    from fairtrial.facts import load

    ancestor = pl.scan_parquet(f"{folder}/concept_ancestor.parquet").select(
        drug="ancestor_concept_id", drug_concept_id="descendant_concept_id"
    )
    wanted = ancestor.filter(pl.col("drug").is_in(_asked(folder)))
    days = [pl.col(f"drug_exposure_{name}_date").cast(pl.Int32).cast(pl.Int64) for name in ("start", "end")]
    start, end = days
    usable = (end >= start).fill_null(False)
    longest = int(load().number("longest_supply_days"))
    supplied = start + pl.col("days_supply")
    asked = sorted(_asked(folder))
    drug = pl.col("drug").replace_strict(asked, range(len(asked)), return_dtype=pl.Int64)
    place = (pl.col("person_id") * len(asked) + drug) * FAR_DAY + start.clip(0, FAR_DAY - 1).fill_null(0)
    return (
        pl.scan_parquet(f"{folder}/drug_exposure.parquet")
        .join(wanted, on="drug_concept_id")
        .select(
            "person_id",
            "drug",
            begin=start,
            end_least=pl.when(usable).then(end).otherwise(pl.coalesce(supplied, start)),
            end_most=pl.when(usable).then(end).otherwise(pl.coalesce(supplied, start + longest)),
            repaired=~usable & supplied.is_not_null(),
            place=place,
        )
        .collect(engine="streaming")
        .sort("place")
        .drop("place")
    )


def _persons_with_eras(rows, ends_at: str):
    """Persons with long enough eras in enough ingredients, by the package's own stitching of courses."""
    import polars as pl

    from fairtrial.population.claims.issues import stitched
    from fairtrial.timeline.intervals import numbered

    courses = rows.with_columns(course=numbered(["person_id", "drug"]))
    eras = stitched(courses, GAP_DAYS, ends_at).filter(pl.col("end") - pl.col("first") >= ERA_DAYS)
    drugs = eras.group_by("person_id").agg(pl.col("drug").n_unique())
    return drugs.filter(pl.col("drug") >= INGREDIENTS)["person_id"]


def _asked(folder: str) -> list[int]:
    """Ids of the antidepressants that the peers' population holds: written beside it by :func:`main`."""
    return json.loads((Path(folder) / "asked.json").read_text())


def part_sql(folder: str, peers: str, out: str) -> dict:
    """The plain SQL reference over the same Parquet, in DuckDB, loading included in neither."""
    import duckdb

    sys.path.insert(0, peers)
    from load_duckdb import ERA_SQL

    con = duckdb.connect()
    for table in ("drug_exposure", "concept", "concept_ancestor"):
        con.execute(f"CREATE VIEW {table} AS SELECT * FROM '{folder}/{table}.parquet'")
    ids = ",".join(map(str, _asked(folder)))
    era = ERA_SQL.format(schema="", gap=GAP_DAYS).replace(
        "c.concept_class_id = 'Ingredient'", f"c.concept_id IN ({ids})"
    )
    con.execute("CREATE TEMP TABLE era AS " + era)
    rows = con.execute(
        f"SELECT person_id FROM era WHERE drug_era_end_date - drug_era_start_date >= {ERA_DAYS} "
        f"GROUP BY 1 HAVING count(DISTINCT drug_concept_id) >= {INGREDIENTS}"
    ).fetchall()
    Path(out).write_text("".join(f"{p}\n" for p in sorted(r[0] for r in rows)))
    return {"persons": len(rows)}


PARTS = {"cohort": part_cohort, "sort": part_sort, "eras": part_eras, "sql": part_sql}


def run_part(name: str, arguments: list[str]) -> None:
    """Run one part and print its answer with seconds and peak memory; imports are not counted."""
    import resource
    import time

    from fairtrial.facts import load

    load()
    began = time.perf_counter()
    answer = PARTS[name](*arguments)
    seconds = time.perf_counter() - began
    of_self, of_worker = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    peak = of_self + of_worker * answer.get("workers", 0)  # as if each was at its greatest at once
    print(json.dumps({**answer, "seconds": round(seconds, 2), "MiB": round(peak)}))


def definitions(work: Path, persons: int) -> list[tuple]:
    """All definitions against reading and sorting, both in this run."""
    records = simulated(work, persons)
    ours, sort = measured("cohort", records, work / "out", "local"), measured("sort", records)
    per_million = ours["seconds"] * 1e6 / persons
    speed = _against("seconds per million", per_million)
    against_sort = _against("times read and sort", ours["seconds"] / sort["seconds"])
    return [
        ("read and sort the uses", sort["seconds"], sort["MiB"], f"{sort['rows']:,} rows", ""),
        ("all definitions", ours["seconds"], ours["MiB"], f"{ours['persons']:,} persons", speed),
        ("  memory", "", ours["MiB"], "", _against("MiB", ours["MiB"])),
        ("  against read and sort", "", "", "", against_sort),
    ]


def scaling(work: Path, sizes: list[int]) -> tuple[list[tuple], list[dict]]:
    """Seconds and memory against the number of persons; linear within 15 %."""
    points = [measured("cohort", simulated(work, n), work / "out", "local") for n in sizes]
    per_person = [p["seconds"] / n for p, n in zip(points, sizes, strict=True)]
    rows = [(f"{n:,} persons", p["seconds"], p["MiB"], "", _against("times linear", each / per_person[0]))
            for n, p, each in zip(sizes, points, per_person, strict=True)]  # fmt: skip
    return rows, [{"persons": n, **p} for n, p in zip(sizes, points, strict=True)]


def peers_question(work: Path, peers: Path, persons: int) -> list[tuple]:
    """The peers' question, clean and spoiled: time, and persons by which the answers differ."""
    rows = []
    clean = None
    for dirty in (0.0, 0.05):
        folder = omop(work, peers, persons, dirty)
        sys.path.insert(0, str(peers))
        from common import antidepressants

        (folder / "asked.json").write_text(json.dumps([c for c, _ in antidepressants()]))
        sql = measured("sql", folder, peers, work / "sql.txt")
        ours = measured("eras", folder, work / "ours.txt")
        theirs, mine, most = (
            set((work / f).read_text().split()) for f in ("sql.txt", "ours.txt", "ours.most")
        )
        clean = clean or theirs
        said = (
            f"{len(mine):,} persons for sure, {len(most):,} possible; extra {len(mine - clean)}, lost {len(clean - most)}; "
            f"{ours['repaired']:,} ends from supply, {ours['open_ends']:,} left open"
        )
        label = "clean" if dirty == 0 else "5 % spoiled"
        ratio = _against("times SQL", ours["seconds"] / sql["seconds"])
        rows.append((f"plain SQL, {label}", sql["seconds"], sql["MiB"], f"{sql['persons']:,} persons", ""))
        rows.append((f"ours, {label}", ours["seconds"], ours["MiB"], said, ratio))
    return rows


def spark(work: Path, persons: int) -> list[tuple]:
    """Spark on two local cores against local."""
    records = simulated(work, persons)
    os.environ["PYSPARK_SUBMIT_ARGS"] = "--master local[2] --driver-memory 4g pyspark-shell"
    local, other = (
        measured("cohort", records, work / f"out-{engine}", engine) for engine in ("local", "spark")
    )
    ratio = _against("times local", other["seconds"] / local["seconds"])
    return [
        ("local", local["seconds"], local["MiB"], "", ""),
        ("Spark local[2]", other["seconds"], "", "", ratio),
    ]


def _against(limit: str, value: float) -> str:
    verdict = "ok" if value <= LIMITS[limit] else "OVER"
    return f"{value:.2f} {limit} (at most {LIMITS[limit]:g}): {verdict}"


def main() -> None:
    """Measure what was asked for and print it."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("work", type=Path)
    options.add_argument("--persons", type=int, default=1_000_000)
    options.add_argument("--sizes", help="multiples of a tenth of --persons, as 1,2,5,10", default="1,5,10")
    options.add_argument("--peers", type=Path)
    options.add_argument("--spark", action="store_true")
    chosen = options.parse_args()
    work = chosen.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    rows = definitions(work, chosen.persons)
    sizes = [int(part) * chosen.persons // 10 for part in chosen.sizes.split(",")]
    more, points = scaling(work, sizes)
    rows += more
    if chosen.peers:
        rows += peers_question(work, chosen.peers.resolve(), chosen.persons)
    if chosen.spark:
        rows += spark(work, min(chosen.persons, 100_000))
    for what, seconds, peak, said, verdict in rows:
        print(f"{what:28}{seconds!s:>9} s{peak!s:>8} MiB  {said}  {verdict}")
    (work / "population.json").write_text(json.dumps({"rows": rows, "points": points}, indent=1))
    _drawn(points, work / "population.svg")


def _drawn(points: list[dict], path: Path) -> None:
    """Seconds and memory against persons."""
    import altair as alt
    import vl_convert

    rows = [
        {"persons": p["persons"], "measure": m, "value": p[m]} for p in points for m in ("seconds", "MiB")
    ]
    chart = alt.Chart(alt.Data(values=rows)).mark_line(point=True).encode(
        alt.X("persons:Q"), alt.Y("value:Q", title=None), alt.Row("measure:N", title=None)
    ).resolve_scale(y="independent").properties(width=420, height=160)  # fmt: skip
    path.write_text(vl_convert.vegalite_to_svg(chart.to_json()))


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] == "--part":
        run_part(sys.argv[2], sys.argv[3:])
    else:
        main()
