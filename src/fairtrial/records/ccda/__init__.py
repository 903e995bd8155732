"""C-CDA documents (and their predecessors CCD and C32) to history tables, tolerant of what vendors write."""

from __future__ import annotations

from fairtrial.records.ccda.parsing import Parsed, looks_like_ccda, parse
from fairtrial.records.ccda.read import read_ccda, read_parsed

__all__ = ["Parsed", "looks_like_ccda", "parse", "read_ccda", "read_parsed"]
