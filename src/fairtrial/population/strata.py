"""Race and ethnicity of a block's persons, where a source holds them."""

from __future__ import annotations

import polars as pl

from fairtrial.population.source import Extent, Source
from fairtrial.population.tables_source import TablesSource


def strata_of(source: Source, extent: Extent) -> pl.DataFrame | None:
    """person_id, race, ethnicity; None where the source does not hold them. Only history tables carry them
    so far."""
    return source.strata(extent) if isinstance(source, TablesSource) else None
