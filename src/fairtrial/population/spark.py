"""The block function inside Spark: repartition by person, mapInArrow, the same tables as the local engine.

Needs the extra ``spark`` (PySpark 4, PyArrow) and Java 17 or later. SOURCE is a folder of history tables as
Parquet that
every worker can read. Each partition is examined as one block; rows of several tables travel in one frame
whose
column ``table`` says which.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from fairtrial.facts import load
from fairtrial.population.block import TABLES, examine_block
from fairtrial.population.finishing import finish
from fairtrial.population.ids import every_id, ids_of
from fairtrial.population.ledger import Ledger, settled, versions
from fairtrial.population.once import one_row_per_person
from fairtrial.population.run import CohortRun
from fairtrial.population.settings import CohortSettings
from fairtrial.population.source import Plan
from fairtrial.population.table_files import TableFiles, is_tables, table_files
from fairtrial.population.tally import problems_tally
from fairtrial.population.writing import write_parquet
from fairtrial.records.errors import ReadError
from fairtrial.tables import HISTORY_TABLES

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

_INSTALL = "Install it with: pip install 'fairtrial[spark]'."
_JAVA = (
    "Install Java 17 or later: on Debian and Ubuntu `apt-get install openjdk-17-jre-headless`, "
    "on macOS `brew install openjdk@17`, elsewhere from adoptium.net."
)
TABLE, PAYLOAD = "table", "rows"


def run_on_spark(source: str | Path, out: Path, settings: CohortSettings, session: Any = None) -> CohortRun:
    """As ``run_cohort``, on Spark; ``session`` is a SparkSession, else a local one (or that of
    spark-submit) is made.

    Raises ReadError when PySpark or Java is missing, or when the source is no folder of history tables as
    Parquet.
    """
    folder = Path(source)
    tables = _checked(folder)
    found = session or _session()
    out.mkdir(parents=True, exist_ok=True)
    ledger, facts = Ledger(out), load()
    asked: dict[str, Any] = {
        "settings": settings.plain(), "versions": versions(facts), "input": {},
        "source": {"kind": "tables", "name": folder.name},
    }  # fmt: skip
    settled(ledger, asked, resume=False)
    ledger.ask(asked)
    recorded = "conditions" in tables and _any_rows(tables["conditions"])
    count = _blocks(tables, settings)
    answers = (
        _rows(found, tables)
        .repartition(count, "person_id")
        .mapInArrow(_Examined(settings, recorded), _ANSWER)
    )
    number = _written(_all_at_once(answers), ledger)
    notes = [noted for place in range(number) if (noted := ledger.done(place)) is not None]
    finish(out, number, notes, Plan([], recorded), asked, facts)
    return CohortRun(sum(noted["persons"] for noted in notes), number, (), 0)


_ANSWER = f"{TABLE} string, {PAYLOAD} binary"


def _checked(folder: Path) -> dict[str, TableFiles]:
    if find_spec("pyspark") is None:
        raise ReadError("engine spark", "PySpark is not installed", _INSTALL)
    _java()
    if not is_tables(folder):
        raise ReadError(
            folder.name, "the engine spark reads history tables as Parquet only", "Use --engine local."
        )
    found = table_files(folder)
    for files in found.values():
        if files.files[0].suffix != ".parquet":
            raise ReadError(files.files[0].name, "the engine spark reads Parquet only", "Use --engine local.")
    return found


def _java() -> None:
    """Raise ReadError unless Java 17 or later can be run."""
    java = shutil.which("java")
    if java is None:
        raise ReadError("engine spark", "Java was not found", _JAVA)
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    number = told.split('"')[1].split(".")[0] if '"' in told else "0"
    if not number.isdigit() or int(number) < 17:
        raise ReadError("engine spark", f"Java {number} is too old", _JAVA)


def _session() -> Any:
    from pyspark.sql import SparkSession  # type: ignore[import-not-found, unused-ignore]

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # local workers need this environment's packages
    return (
        SparkSession.builder.appName("fairtrial cohort")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", 100_000)
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )


def _any_rows(files: TableFiles) -> bool:
    return bool(files.scan().select(pl.len()).collect(engine="streaming").item())


def _blocks(tables: dict[str, TableFiles], settings: CohortSettings) -> int:
    """Partitions, so that each holds about as many persons as asked for."""
    persons = every_id(ids_of(files.scan()) for files in tables.values()).len()
    return max(1, -(-persons // settings.persons_per_block))


def _rows(session: Any, tables: dict[str, TableFiles]) -> Any:
    """Every row of every table: person_id, table, and the row itself in a struct of its own; others null."""
    from pyspark.sql import functions as f  # type: ignore[import-not-found, unused-ignore]

    frames = []
    for name, files in sorted(tables.items()):
        read = session.read.parquet(*(str(path) for path in files.files))
        known = [c for c in (*HISTORY_TABLES[name], *files.strata) if c in read.columns]
        whole = read.where(f.col("person_id").isNotNull()).withColumn(
            "person_id", f.col("person_id").cast("string")
        )
        frames.append(whole.select("person_id", f.lit(name).alias(TABLE), f.struct(*known).alias(name)))
    union = frames[0]
    for frame in frames[1:]:
        union = union.unionByName(frame, allowMissingColumns=True)
    return union


@dataclass(frozen=True)
class _Examined:
    """Examines one partition; sent to the workers."""

    settings: CohortSettings
    records_conditions: bool

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        parts = list(batches)
        if not any(part.num_rows for part in parts):
            return
        arrived = pl.DataFrame(pl.from_arrow(pa.Table.from_batches(parts)))
        held = {name: _unpacked(arrived, name) for name in HISTORY_TABLES if name in arrived.columns}
        strata = _strata(arrived)
        tables = examine_block(
            one_row_per_person(held), self.settings, records_conditions=self.records_conditions, strata=strata
        )
        for name in (*TABLES, "problems"):
            payload = _packed(getattr(tables, name))
            yield pa.RecordBatch.from_pydict({TABLE: [name], PAYLOAD: [payload]})


def _unpacked(arrived: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows of one table in the shape of the history table."""
    rows = arrived.filter(pl.col(TABLE) == name).select(pl.col(name)).unnest(name)
    return rows.select(
        (pl.col(column) if column in rows.columns else pl.lit(None)).cast(dtype).alias(column)
        for column, (dtype, _) in HISTORY_TABLES[name].items()
    )


def _strata(arrived: pl.DataFrame) -> pl.DataFrame | None:
    if "people" not in arrived.columns:
        return None
    rows = arrived.filter(pl.col(TABLE) == "people").select("people").unnest("people")
    wanted = [c for c in ("race", "ethnicity") if c in rows.columns]
    once = rows.select(pl.col("person_id").cast(pl.String), *wanted)
    return once.unique("person_id", keep="none", maintain_order=True) if wanted else None


def _packed(frame: pl.DataFrame) -> bytes:
    import io

    held = io.BytesIO()
    frame.write_ipc(held, compression="zstd")
    return held.getvalue()


def _all_at_once(answers: Any) -> Any:
    """The answers, made on all cores and kept on the workers' disks: fetched one partition after the other, they would
    also be made so."""
    from pyspark import StorageLevel  # type: ignore[import-not-found, unused-ignore]

    kept = answers.persist(StorageLevel.DISK_ONLY)
    kept.count()
    return kept


def _written(answers: Any, ledger: Ledger) -> int:
    """Each partition's tables as one block of files, one partition at a time in the driver; returns how many."""
    block: dict[str, pl.DataFrame] = {}
    number = 0
    for row in answers.toLocalIterator():
        block[row[TABLE]] = pl.read_ipc(bytes(row[PAYLOAD]))
        if row[TABLE] == "problems":
            for name in TABLES:
                write_parquet(ledger.out / name / f"block-{number:05}.parquet", block[name])
            tally = problems_tally(block["problems"])
            ledger.note(
                number, {"rows": None, "persons": block["people"].height, "skipped": None, "problems": tally}
            )
            block, number = {}, number + 1
    return number
