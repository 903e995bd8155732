"""A population's tables, block by block, for use from Python."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from fairtrial.facts import Facts
from fairtrial.findings import DOSE_LIST
from fairtrial.population.block import BlockTables, examine_block
from fairtrial.population.opening import open_source
from fairtrial.population.settings import PERSONS_PER_BLOCK, CohortSettings
from fairtrial.population.strata import strata_of


def cohort(
    source: str | Path,
    *,
    as_of: date,
    definitions: list[str] | None = None,
    dose_list: str = DOSE_LIST,
    persons_per_block: int = PERSONS_PER_BLOCK,
    facts: Facts | None = None,
) -> Iterator[BlockTables]:
    """Yield the tables of each block of persons; nothing is read before it is asked for.

    ``source`` is a folder of history tables, an OMOP folder or database, a bulk FHIR folder or a MEDS folder.
    Raises ReadError (where, what, what to do) for input that cannot be used.
    """
    chosen = tuple(definitions) if definitions is not None else None
    settings = CohortSettings(as_of, chosen, dose_list, persons_per_block)
    with tempfile.TemporaryDirectory(prefix="fairtrial-") as work:
        opened = open_source(source, Path(work), facts)
        plan = opened.plan(persons_per_block)
        for extent in plan.extents:
            yield examine_block(
                opened.read(extent),
                settings,
                facts,
                records_conditions=plan.records_conditions,
                strata=strata_of(opened, extent),
            )
