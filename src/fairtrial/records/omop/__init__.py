"""OMOP CDM 5.3 and 5.4 from Parquet, CSV, DuckDB, SQLite or PostgreSQL to history tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairtrial.when_used import imported_when_used

if TYPE_CHECKING:
    from fairtrial.records.omop.meanings import Codebook, codebook
    from fairtrial.records.omop.opening import is_omop, open_source
    from fairtrial.records.omop.read import blocks, person_ids, person_ranges, read_omop
    from fairtrial.records.omop.source import Filter, OmopSource, Persons

_HOME = {
    "Codebook": "meanings", "codebook": "meanings", "is_omop": "opening", "open_source": "opening",
    "blocks": "read", "person_ids": "read", "person_ranges": "read", "read_omop": "read",
    "Filter": "source", "OmopSource": "source", "Persons": "source",
}  # fmt: skip

__all__ = [
    "Codebook", "Filter", "OmopSource", "Persons", "blocks", "codebook", "is_omop", "open_source",
    "person_ids", "person_ranges", "read_omop",
]  # fmt: skip

__getattr__ = imported_when_used(__name__, _HOME)
