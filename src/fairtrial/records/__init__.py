"""Readers: FHIR and CSV files in, history tables out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fairtrial.records.errors import ReadError

if TYPE_CHECKING:
    from fairtrial.records.door import read

__all__ = ["ReadError", "read"]


def __getattr__(name: str) -> Any:
    """Import the door when it is first used: a reader's parts must not need all readers."""
    if name != "read":
        raise AttributeError(f"fairtrial.records has no '{name}'; its public names are {', '.join(__all__)}.")
    from fairtrial.records.door import read

    return read
