"""Whether a database says of itself that its persons are invented."""

from __future__ import annotations

from fairtrial.records.omop.source import OmopSource
from fairtrial.records.omop.typed import pull

_SAID_IN = ["cdm_source_name", "cdm_source_abbreviation", "source_description", "cdm_etl_reference"]
_INVENTED = ("synthea", "synthetic", "synpuf", "eunomia")


def is_synthetic(source: OmopSource) -> bool | None:
    """True when the table cdm_source says so; null when it does not."""
    rows = pull(source, "cdm_source", _SAID_IN)
    said = " ".join(str(cell) for row in rows.select(_SAID_IN).rows() for cell in row if cell).lower()
    return True if any(word in said for word in _INVENTED) else None
