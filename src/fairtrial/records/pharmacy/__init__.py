"""Pharmacy and claims files with other people's column names: a mapping, proposed or given, to fills."""

from __future__ import annotations

from fairtrial.records.pharmacy.formats import grid_of
from fairtrial.records.pharmacy.mapping import (
    MAPPING_ENDING,
    Mapping,
    load_mapping,
    mapping_beside,
    read_mapping,
)
from fairtrial.records.pharmacy.propose import Proposal, propose
from fairtrial.records.pharmacy.proposed import as_mapping, as_yaml
from fairtrial.records.pharmacy.read import read_fills, read_pharmacy
from fairtrial.records.pharmacy.recognised import looks_like_fills

__all__ = [
    "MAPPING_ENDING", "Mapping", "Proposal", "as_mapping", "as_yaml", "grid_of", "load_mapping",
    "looks_like_fills", "mapping_beside", "propose", "read_fills", "read_mapping", "read_pharmacy",
]  # fmt: skip
