"""Several blocks at the same time, each in a process of its own: one block keeps no more than one core busy."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from multiprocessing import get_context, parent_process
from pathlib import Path

from fairtrial.facts import Facts
from fairtrial.population.blocks import Blocks
from fairtrial.population.ledger import Ledger
from fairtrial.population.opening import open_source
from fairtrial.population.settings import CohortSettings
from fairtrial.population.source import Extent
from fairtrial.records.errors import ReadError

MOST_WORKERS = 4
"""So many processes when nobody says how many (our choice): each holds a block in memory."""


@dataclass(frozen=True)
class _Asked:
    """What a worker needs to open the run's blocks for itself."""

    source: str | Path
    out: Path
    settings: CohortSettings
    knowledge: Traversable
    records_conditions: bool
    same_input: bool

    def opened(self) -> Blocks:
        """The blocks, from a source opened anew; what was laid down on the way is there already."""
        ledger, facts = Ledger(self.out), Facts(self.knowledge)
        opened = open_source(self.source, ledger.parts, facts)
        return Blocks(opened, ledger, self.settings, facts, self.records_conditions, self.same_input)


def workers_by_default() -> int:
    """As many as there are cores, at most ``MOST_WORKERS``."""
    return min(
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        MOST_WORKERS,
    )


def outcomes(
    blocks: Blocks, source: str | Path, extents: Sequence[Extent], workers: int
) -> Iterator[tuple[Extent, str]]:
    """What became of each block, as soon as it is known. Raises what a block raises; blocks begun by then are
    finished first, so that they need not be done again."""
    if min(workers, len(extents)) < 2:
        yield from ((extent, blocks.done(extent)) for extent in extents)
        return
    asked = _Asked(
        source, blocks.ledger.out, blocks.settings, blocks.facts.folder, blocks.records_conditions, blocks.same_input,
    )  # fmt: skip
    pool = ProcessPoolExecutor(min(workers, len(extents)), get_context("spawn"), _begin, (asked,))
    with pool:
        try:
            under_way = {pool.submit(_done, extent): extent for extent in extents}
            for finished in as_completed(under_way):
                yield under_way[finished], finished.result()
        except BrokenProcessPool:
            raise ReadError("a worker", "its process was ended from outside, perhaps for want of memory",
                            "Go on with --resume and fewer --workers.") from None  # fmt: skip
        finally:
            pool.shutdown(cancel_futures=True)


_blocks: Blocks | None = None


def _begin(asked: _Asked) -> None:
    """A worker's start: it leaves interruptions to the main process, and ends when that one is gone."""
    global _blocks
    os.environ["POLARS_MAX_THREADS"] = "1"  # before Polars makes its threads: the cores are shared by blocks
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _blocks = asked.opened()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _done(extent: Extent) -> str:
    assert _blocks is not None
    return _blocks.done(extent)
