"""OMOP CDM 5.3 and 5.4 from Parquet, CSV, DuckDB, SQLite or PostgreSQL to history tables."""

from __future__ import annotations

from fairtrial.records.omop.codebook import Codebook, codebook
from fairtrial.records.omop.opening import is_omop, open_source
from fairtrial.records.omop.read import blocks, person_ids, person_ranges, read_omop
from fairtrial.records.omop.source import Filter, OmopSource, Persons

__all__ = [
    "Codebook", "Filter", "OmopSource", "Persons", "blocks", "codebook", "is_omop", "open_source",
    "person_ids", "person_ranges", "read_omop",
]  # fmt: skip
