"""One block of a run: read, examined, and written whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fairtrial.facts import Facts, KnowledgeError
from fairtrial.population import fingerprint
from fairtrial.population.block import TABLES, BlockTables, examine_block
from fairtrial.population.ledger import Ledger
from fairtrial.population.settings import CohortSettings
from fairtrial.population.source import Extent, Source
from fairtrial.population.strata import strata_of
from fairtrial.population.tally import problems_tally
from fairtrial.population.writing import write_parquet
from fairtrial.records.errors import ReadError
from fairtrial.tables import HISTORY_TABLES, History


@dataclass(frozen=True)
class Blocks:
    """What the blocks of one run share; ``same_input``: the input is certainly that of the earlier run."""

    source: Source
    ledger: Ledger
    settings: CohortSettings
    facts: Facts
    records_conditions: bool
    same_input: bool

    def done(self, extent: Extent) -> str:
        """Do one block: ``written``, ``kept`` from an earlier run, or ``skipped``.

        Raises ReadError for a block that cannot be read or examined, unless bad blocks are skipped.
        """
        noted = self.ledger.done(extent.number)
        if noted is not None and self.same_input and not noted["skipped"]:
            return "kept"
        history = self._read(extent)
        if history is None:
            return "skipped"
        digest = fingerprint.of_rows({name: getattr(history, name) for name in HISTORY_TABLES})
        if noted is not None and noted["rows"] == digest and not noted["skipped"]:
            return "kept"
        self.ledger.forget(extent.number)
        return self._examined(extent, history, digest)

    def _read(self, extent: Extent) -> History | None:
        """The block's history; None when it cannot be read and bad blocks are skipped."""
        try:
            return self.source.read(extent)
        except ReadError as error:
            if not self.settings.skip_bad:
                raise
            self._skip(extent, str(error))
            return None

    def _examined(self, extent: Extent, history: History, digest: str) -> str:
        try:
            tables = examine_block(
                history, self.settings, self.facts,
                records_conditions=self.records_conditions, strata=strata_of(self.source, extent),
            )  # fmt: skip
        except KnowledgeError:
            raise
        except Exception as error:  # whatever a block's content provokes; its words may hold patient data
            problem = _raised(extent, error)
            if not self.settings.skip_bad:
                raise problem from None
            self._skip(extent, str(problem))
            return "skipped"
        self._write(extent, tables, digest)
        return "written"

    def _write(self, extent: Extent, tables: BlockTables, digest: str) -> None:
        for name in TABLES:
            write_parquet(self._path(name, extent), getattr(tables, name))
        noted = {"rows": digest, "persons": tables.people.height, "skipped": None,
                 "problems": problems_tally(tables.problems)}  # fmt: skip
        self.ledger.note(extent.number, noted)

    def _skip(self, extent: Extent, why: str) -> None:
        for name in TABLES:
            self._path(name, extent).unlink(missing_ok=True)
        self.ledger.note(
            extent.number, {"rows": None, "persons": extent.persons, "skipped": why, "problems": []}
        )

    def _path(self, table: str, extent: Extent) -> Path:
        return self.ledger.out / table / f"block-{extent.number:05}.parquet"


def _raised(extent: Extent, error: Exception) -> ReadError:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = (
        f"{place.tb_frame.f_globals.get('__name__')}, line {place.tb_lineno}" if place else "unknown place"
    )
    return ReadError(
        f"block {extent.number}",
        f"examining its {extent.persons} persons raised {type(error).__name__} in {where}",
        "Go on without it with --skip-bad, and please report this line.",
    )
