"""Pharmacy and claims files with other people's column names: a mapping, proposed or given, to fills.

The reader itself is imported when such a file is read: most reviews hold none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairtrial.records.pharmacy.beside import MAPPING_ENDING, mapping_beside
from fairtrial.when_used import imported_when_used

if TYPE_CHECKING:
    from fairtrial.records.pharmacy.formats import grid_of
    from fairtrial.records.pharmacy.mapping import Mapping, load_mapping, read_mapping
    from fairtrial.records.pharmacy.proposed import as_mapping, as_yaml
    from fairtrial.records.pharmacy.read import read_fills, read_pharmacy
    from fairtrial.records.pharmacy.recognised import looks_like_fills

PARQUET_START = b"PAR1"
"""The first bytes of a Parquet file."""

__all__ = [
    "MAPPING_ENDING", "PARQUET_START", "Mapping", "as_mapping", "as_yaml", "grid_of", "load_mapping",
    "looks_like_fills", "mapping_beside", "read_fills", "read_mapping", "read_pharmacy",
]  # fmt: skip
_HOME = {
    "grid_of": "formats", "Mapping": "mapping", "load_mapping": "mapping", "read_mapping": "mapping",
    "as_mapping": "proposed", "as_yaml": "proposed",
    "read_fills": "read", "read_pharmacy": "read", "looks_like_fills": "recognised",
}  # fmt: skip

__getattr__ = imported_when_used(__name__, _HOME)
