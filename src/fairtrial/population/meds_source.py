"""MEDS (Medical Event Data Standard) Parquet: rows of subject_id, time, code, numeric_value.

Read: RxNorm product or ingredient codes as orders (no supply, and a dose only where one product is one
day's dose is not
known, so doses stay open), LOINC totals of rating scales, ICD-10-CM and SNOMED diagnoses, MEDS_BIRTH,
GENDER. All else is
counted and left out. A code is ``VOCABULARY/CODE`` or ``VOCABULARY//CODE``.
"""

from __future__ import annotations

import functools
from pathlib import Path

import polars as pl

from fairtrial.facts import Facts
from fairtrial.population import fingerprint
from fairtrial.population.damage import unreadable
from fairtrial.population.ids import ids_of
from fairtrial.population.input_parts import files_below
from fairtrial.population.meds_codes import meanings
from fairtrial.population.once import one_row_per_person
from fairtrial.population.source import Extent, Plan
from fairtrial.records.errors import ReadError
from fairtrial.tables import HISTORY_TABLES, History, schema

NEEDED: dict[str, pl.DataType] = {"subject_id": pl.Int64(), "code": pl.String()}


def is_meds(folder: Path) -> bool:
    """Does the folder hold MEDS data shards?"""
    files = _files(folder)
    if not files:
        return False
    try:
        return {"subject_id", "time", "code"} <= set(pl.read_parquet_schema(files[0]))
    except (pl.exceptions.PolarsError, OSError):
        return False


def _files(folder: Path) -> list[Path]:
    data = folder / "data" if (folder / "data").is_dir() else folder
    return files_below(data, ".parquet")


class MedsSource:
    """The shards of ``data/`` as blocks of subjects."""

    kind = "meds"

    def __init__(self, folder: Path, work: Path, facts: Facts) -> None:
        self.folder, self.work, self.facts = folder, work, facts
        self.name = folder.name

    @functools.cached_property
    def files(self) -> list[Path]:
        """All shards. Raises ReadError for a column of the wrong type."""
        files = _files(self.folder)
        for path in files:
            shape = pl.read_parquet_schema(path)
            for name, dtype in NEEDED.items():
                if shape.get(name) != dtype:
                    raise ReadError(
                        f"{path.name}, column {name}",
                        f"its type is {shape.get(name)}",
                        f"Store it as {dtype}.",
                    )
        return files

    @functools.cached_property
    def meanings(self) -> pl.LazyFrame:
        """Code -> the history table it belongs to and what it says there."""
        codes = (
            pl.scan_parquet(self.files, hive_partitioning=False).select(pl.col("code").unique()).drop_nulls()
        )
        return meanings(codes.collect(engine="streaming")["code"].sort(), self.facts).lazy()

    def fingerprint(self) -> dict[str, str]:
        """Digest of every shard."""
        return fingerprint.of_files(self.files, self.folder)

    def plan(self, persons_per_block: int) -> Plan:
        """Ranges of subject ids; every row is known or counted as left out."""
        persons = ids_of(self._rows().select("person_id")).persons
        starts = [None, *persons.gather_every(persons_per_block)[1:].to_list(), None]
        sizes = [
            min(persons_per_block, persons.len() - at) for at in range(0, persons.len(), persons_per_block)
        ]
        extents = [
            Extent(n, size, {"from": starts[n], "before": starts[n + 1]}) for n, size in enumerate(sizes)
        ]
        kinds = self._known().group_by("table").agg(pl.len()).collect(engine="streaming")
        rows = dict(kinds.rows())
        left_out = rows.get(None, 0)
        told = [f"{left_out} rows carry codes that are not read and are left out"] if left_out else []
        return Plan(extents, rows.get("conditions", 0) > 0, told)

    def read(self, extent: Extent) -> History:
        """The block's rows as history tables."""
        least, before = extent.key["from"], extent.key["before"]
        rows = self._known()
        if least is not None:
            rows = rows.filter(pl.col("person_id") >= pl.lit(least))
        if before is not None:
            rows = rows.filter(pl.col("person_id") < pl.lit(before))
        try:
            found = rows.drop_nulls("table").collect(engine="streaming")
        except pl.exceptions.PolarsError as error:
            raise unreadable(self.files, NEEDED, error) from None
        return one_row_per_person(_tables(found))

    def _rows(self) -> pl.LazyFrame:
        return pl.scan_parquet(self.files, hive_partitioning=False).with_columns(
            person_id=pl.col("subject_id").cast(pl.String), value=_value(self.files[0])
        )

    def _known(self) -> pl.LazyFrame:
        return self._rows().join(self.meanings, on="code", how="left")


def _value(file: Path) -> pl.Expr:
    if "numeric_value" in pl.read_parquet_schema(file):
        return pl.col("numeric_value").cast(pl.Float64)
    return pl.lit(None, pl.Float64)


def _tables(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Rows of known codes in the shape of each history table."""
    on = pl.col("time").cast(pl.Date)
    days = {f"{name}_{side}": on for name in ("on", "started_on") for side in ("least", "most")}
    ready = rows.with_columns(**days, total="value", record=pl.lit(None, pl.String))
    return {
        "people": _people(rows),
        "uses": _fitted(
            ready.filter(pl.col("table") == "uses").with_columns(
                kind=pl.lit("prescribed"), status=pl.lit("unknown")
            ),
            "uses",
        ),
        "scores": _fitted(ready.filter(pl.col("table") == "scores"), "scores"),
        "conditions": _fitted(
            ready.filter(pl.col("table") == "conditions").with_columns(
                code="local", certainty=pl.lit("confirmed"), status=pl.lit("unknown")
            ),
            "conditions",
        ),
    }


def _people(rows: pl.DataFrame) -> pl.DataFrame:
    born = pl.col("time").filter(pl.col("table") == "born").cast(pl.Date)
    sexes = pl.col("sex").drop_nulls()
    one = rows.group_by("person_id").agg(
        born_on_least=born.min(),
        born_on_most=born.max(),
        sex=pl.when(sexes.n_unique() == 1).then(sexes.first()),
    )
    return _fitted(one, "people")


def _fitted(rows: pl.DataFrame, table: str) -> pl.DataFrame:
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema(HISTORY_TABLES[table]).items()
    )
