"""C-CDA documents (and their predecessors CCD and C32) to history tables, tolerant of what vendors write."""

from __future__ import annotations

from fairtrial.records.ccda.read import read_ccda

__all__ = ["read_ccda"]
