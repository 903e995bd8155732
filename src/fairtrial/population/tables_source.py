"""A folder of history tables as blocks of persons, with memory bounded by the block.

Ids are ranged in order. Tables sorted by ``person_id`` are read in place; others are divided once, on disk.
"""

from __future__ import annotations

import functools
import shutil
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from fairtrial.population import fingerprint
from fairtrial.population.ids import Ids, every_id, ids_of
from fairtrial.population.once import one_row_per_person
from fairtrial.population.source import Extent, Plan
from fairtrial.population.table_files import TableFiles, table_files
from fairtrial.records.errors import ReadError
from fairtrial.tables import HISTORY_TABLES, History, empty

WHO = pl.col("person_id")


@dataclass(frozen=True)
class TablesSource:
    """History tables as Parquet or CSV in ``folder``; ``work`` is a folder that this source may fill and
    empty."""

    folder: Path
    work: Path
    kind: str = "tables"

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.folder.name

    @functools.cached_property
    def tables(self) -> dict[str, TableFiles]:
        """The tables that are there. Raises ReadError for a column of the wrong type."""
        found = table_files(self.folder)
        if not found:
            raise ReadError(
                self.name, "it holds no history table", "Expected uses/*.parquet and so on; see the docs."
            )
        return found

    def fingerprint(self) -> dict[str, str]:
        """Digest of every file."""
        return fingerprint.of_files((p for t in self.tables.values() for p in t.files), self.folder)

    def plan(self, persons_per_block: int) -> Plan:
        """Ranges of ids, counted over all tables; divides unsorted tables on disk."""
        ids = {name: self._ids(files) for name, files in self.tables.items()}
        every = every_id(ids.values())
        starts = every.gather_every(persons_per_block)
        sizes = [min(persons_per_block, every.len() - at) for at in range(0, every.len(), persons_per_block)]
        self._divide([name for name, found in ids.items() if not found.in_order or self._text(name)], starts)
        bounds = [None, *starts[1:].to_list(), None]
        extents = [
            Extent(number, size, {"from": bounds[number], "before": bounds[number + 1]})
            for number, size in enumerate(sizes)
        ]
        return Plan(extents, "conditions" in ids and ids["conditions"].persons.len() > 0, self._notices(ids))

    def read(self, extent: Extent) -> History:
        """The rows of the persons of one block, in the tables' shape."""
        held = {name: self._rows(files, extent) for name, files in self.tables.items()}
        return one_row_per_person(held)

    def strata(self, extent: Extent) -> pl.DataFrame | None:
        """person_id and the further columns of ``people`` by which the report divides; None when there are
        none."""
        files = self.tables.get("people")
        if files is None or not files.strata:
            return None
        rows = self._collected(files, self._scan(files, extent).select("person_id", *files.strata))
        return rows.drop_nulls("person_id").unique("person_id", keep="none", maintain_order=True)

    def _rows(self, files: TableFiles, extent: Extent) -> pl.DataFrame:
        return self._collected(files, self._scan(files, extent).select(list(HISTORY_TABLES[files.table])))

    def _scan(self, files: TableFiles, extent: Extent) -> pl.LazyFrame:
        divided = self.work / files.table
        if divided.is_dir():
            part = divided / f"block={extent.number}"
            return pl.scan_parquet(part / "*.parquet") if part.is_dir() else _none(files)
        return files.scan().filter(*_between(extent))

    def _collected(self, files: TableFiles, rows: pl.LazyFrame) -> pl.DataFrame:
        try:
            return rows.collect(engine="streaming")
        except (pl.exceptions.PolarsError, OSError) as error:
            raise files.unreadable(error) from None

    def _ids(self, files: TableFiles) -> Ids:
        try:
            return ids_of(files.scan())
        except (pl.exceptions.PolarsError, OSError) as error:
            raise files.unreadable(error) from None

    def _text(self, table: str) -> bool:
        return self.tables[table].files[0].suffix == ".csv"

    def _divide(self, tables: list[str], starts: pl.Series) -> None:
        shutil.rmtree(self.work, ignore_errors=True)
        for table in tables:
            self._divide_one(self.tables[table], starts)

    def _divide_one(self, files: TableFiles, starts: pl.Series) -> None:
        # A function of each row alone, so that the table passes through memory a part at a time.
        number = WHO.map_batches(
            lambda ids: starts.search_sorted(ids, side="right").cast(pl.Int64) - 1,
            return_dtype=pl.Int64, is_elementwise=True,
        )  # fmt: skip
        rows = files.scan().filter(WHO.is_not_null()).with_columns(block=number)
        (self.work / files.table).mkdir(parents=True)
        try:
            rows.sink_parquet(
                pl.PartitionBy(self.work / files.table, key="block", include_key=False),
                mkdir=True,
            )
        except pl.exceptions.PolarsError as error:
            raise files.unreadable(error) from None

    def _notices(self, ids: dict[str, Ids]) -> list[str]:
        nobody = [
            f"{found.without_person} rows of {name} name no person and are left out"
            for name, found in sorted(ids.items())
            if found.without_person
        ]
        unknown = [
            f"column {column} of {name} is not one of the history table and is not read"
            for name, files in sorted(self.tables.items())
            for column in files.unknown
        ]
        return nobody + unknown


def _between(extent: Extent) -> list[pl.Expr]:
    least, before = extent.key["from"], extent.key["before"]
    bounds = [
        None if least is None else pl.lit(least) <= WHO,
        None if before is None else pl.lit(before) > WHO,
    ]
    return [WHO.is_not_null(), *(bound for bound in bounds if bound is not None)]


def _none(files: TableFiles) -> pl.LazyFrame:
    return (
        empty(HISTORY_TABLES[files.table])
        .lazy()
        .with_columns(pl.lit(None, pl.String).alias(s) for s in files.strata)
    )
