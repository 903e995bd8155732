"""The same review for a population: blocks of persons through the one engine, on one machine or inside Spark.

``cohort`` yields the tables of each block lazily; ``examine_block`` is the block function to call inside
your own job;
``run_cohort`` writes a folder, resumably. There is no second implementation of any rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairtrial.when_used import imported_when_used

if TYPE_CHECKING:
    from fairtrial.population.block import BlockTables, examine_block
    from fairtrial.population.lazily import cohort
    from fairtrial.population.opening import open_source
    from fairtrial.population.run import run_cohort
    from fairtrial.population.settings import CohortSettings

_HOME = {
    "BlockTables": "block", "examine_block": "block", "cohort": "lazily", "open_source": "opening",
    "run_cohort": "run", "CohortSettings": "settings",
}  # fmt: skip

__all__ = ["BlockTables", "CohortSettings", "cohort", "examine_block", "open_source", "run_cohort"]

__getattr__ = imported_when_used(__name__, _HOME)
