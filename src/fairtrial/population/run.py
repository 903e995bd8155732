"""The local engine: block after block, each written whole or not at all, resumable after any interruption."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairtrial.facts import Facts, KnowledgeError, load
from fairtrial.population import fingerprint
from fairtrial.population.block import TABLES, BlockTables, examine_block
from fairtrial.population.finishing import finish
from fairtrial.population.ledger import Ledger, settled, versions
from fairtrial.population.opening import open_source
from fairtrial.population.settings import CohortSettings
from fairtrial.population.source import Extent, Plan, Source
from fairtrial.population.strata import strata_of
from fairtrial.population.tally import problems_tally
from fairtrial.population.writing import sweep, write_parquet
from fairtrial.records.errors import ReadError
from fairtrial.tables import HISTORY_TABLES, History

Watch = Callable[[int, int], None]
"""Told after each block: persons done, persons in all."""


@dataclass(frozen=True)
class CohortRun:
    """What a finished run did."""

    persons: int
    blocks: int
    skipped: tuple[int, ...]
    kept: int


def run_cohort(
    source: str | Path,
    out: Path,
    settings: CohortSettings,
    *,
    resume: bool = False,
    facts: Facts | None = None,
    watch: Watch = lambda done, every: None,
) -> CohortRun:
    """Write trials, resistance, staging and people of everybody in ``source`` below ``out``, then summary
    and report.

    Raises ReadError naming file, row group and column of input that cannot be read, and when a block
    raises; what was
    written until then is whole, and ``resume`` goes on from there with the same final bytes.
    """
    known = facts or load()
    out.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(out)
    opened = open_source(source, ledger.parts, known)
    asked = {
        "settings": settings.plain(),
        "versions": versions(known),
        "source": {"kind": opened.kind, "name": opened.name},
        "input": opened.fingerprint(),
    }
    same_input = settled(ledger, asked, resume)
    sweep(out)
    ledger.ask(asked)
    plan = opened.plan(settings.persons_per_block)
    run = _Run(opened, ledger, settings, known, plan, same_input)
    finished = run.all(watch)
    finish(out, finished.blocks, run.notes(), plan, asked, known)
    ledger.close()
    return finished


@dataclass(frozen=True)
class _Run:
    source: Source
    ledger: Ledger
    settings: CohortSettings
    facts: Facts
    plan: Plan
    same_input: bool

    def all(self, watch: Watch) -> CohortRun:
        """Every block in turn."""
        done, kept, skipped = 0, 0, []
        for extent in self.plan.extents:
            outcome = self._one(extent)
            kept += outcome == "kept"
            if outcome == "skipped":
                skipped.append(extent.number)
            done += extent.persons
            watch(done, self.plan.persons)
        return CohortRun(self.plan.persons, len(self.plan.extents), tuple(skipped), kept)

    def _one(self, extent: Extent) -> str:
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
                records_conditions=self.plan.records_conditions, strata=strata_of(self.source, extent),
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

    def notes(self) -> list[dict[str, Any]]:
        """What was noted of every block, in order."""
        return [
            noted for extent in self.plan.extents if (noted := self.ledger.done(extent.number)) is not None
        ]


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
