"""A folder of CSV tables as `fairtrial template` writes them, as a population: read once, then blocks of history tables."""

from __future__ import annotations

import functools
import os
from pathlib import Path

from fairtrial.facts import Facts
from fairtrial.population import fingerprint
from fairtrial.population.source import Extent, Plan
from fairtrial.population.tables_source import TablesSource
from fairtrial.records.door import read
from fairtrial.records.folders import below
from fairtrial.tables import HISTORY_TABLES, History

FIRST = "treatments.csv"
"""The table that every such folder holds."""


def is_template(folder: Path) -> bool:
    """Does the folder hold treatments as the template names them?"""
    return (folder / FIRST).is_file()


class TemplateSource:
    """``work`` takes the history tables. Memory is that of all rows once: such folders are typed by hand."""

    kind = "csv"

    def __init__(self, folder: Path, work: Path, facts: Facts) -> None:
        self.folder, self.work, self.facts = folder, work, facts
        self.name = folder.name

    @functools.cached_property
    def tables(self) -> TablesSource:
        """The same records as history tables. Raises ReadError that names file, row and column of a bad cell."""
        ready = self.work / "tables"
        if not ready.is_dir():
            history, half = read(self.folder, many=True, facts=self.facts), self.work / "half"
            half.mkdir(parents=True, exist_ok=True)
            for name in HISTORY_TABLES:
                getattr(history, name).write_parquet(half / f"{name}.parquet")
            half.rename(ready)
        return TablesSource(ready, self.work / "parts")

    def fingerprint(self) -> dict[str, str]:
        """Digest of every file that can be read; the others are named as such when the tables are."""
        readable = (each.path for each in below(self.folder) if each.why is None)
        tables = (path for path in readable if path.parent == self.folder and path.suffix == ".csv")
        return fingerprint.of_files((path for path in tables if os.access(path, os.R_OK)), self.folder)

    def plan(self, persons_per_block: int) -> Plan:
        """Ranges of ids."""
        return self.tables.plan(persons_per_block)

    def read(self, extent: Extent) -> History:
        """The records of one block."""
        return self.tables.read(extent)
