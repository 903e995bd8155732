"""The local engine: block after block, or several at once, resumable after any interruption."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairtrial.facts import Facts, load
from fairtrial.population.blocks import Blocks
from fairtrial.population.finishing import finish
from fairtrial.population.ledger import Ledger, settled, versions
from fairtrial.population.opening import open_source
from fairtrial.population.settings import CohortSettings
from fairtrial.population.source import Plan
from fairtrial.population.workers import outcomes
from fairtrial.population.writing import sweep

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
    workers: int = 1,
    facts: Facts | None = None,
    watch: Watch = lambda done, every: None,
) -> CohortRun:
    """Write trials, resistance, staging and people of everybody in ``source`` below ``out``, then summary
    and report.

    ``workers``: processes that examine blocks at the same time; each holds a block in memory. With more than
    one, call it below ``if __name__ == "__main__"``, as Python asks of a program that starts processes.
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
    blocks = Blocks(opened, ledger, settings, known, plan.records_conditions, same_input)
    finished = _all(blocks, source, plan, workers, watch)
    finish(out, finished.blocks, _notes(ledger, plan), plan, asked, known)
    ledger.close()
    return finished


def _all(blocks: Blocks, source: str | Path, plan: Plan, workers: int, watch: Watch) -> CohortRun:
    """Every block, with what became of each."""
    done, became = 0, dict[int, str]()
    for extent, outcome in outcomes(blocks, source, plan.extents, workers):
        became[extent.number] = outcome
        done += extent.persons
        watch(done, plan.persons)
    skipped = sorted(number for number, outcome in became.items() if outcome == "skipped")
    return CohortRun(plan.persons, len(plan.extents), tuple(skipped), Counter(became.values())["kept"])


def _notes(ledger: Ledger, plan: Plan) -> list[dict[str, Any]]:
    """What was noted of every block, in order."""
    return [noted for extent in plan.extents if (noted := ledger.done(extent.number)) is not None]
