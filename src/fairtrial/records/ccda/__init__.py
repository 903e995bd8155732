"""C-CDA documents (and their predecessors CCD and C32) to history tables, tolerant of what vendors write.

The reader itself is imported when a document is read: most reviews hold none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairtrial.records.ccda.recognised import looks_like_ccda
from fairtrial.when_used import imported_when_used

if TYPE_CHECKING:
    from fairtrial.records.ccda.parsing import Parsed, parse
    from fairtrial.records.ccda.read import read_parsed

__all__ = ["Parsed", "looks_like_ccda", "parse", "read_parsed"]


_HOME = {"Parsed": "parsing", "parse": "parsing", "read_parsed": "read"}

__getattr__ = imported_when_used(__name__, _HOME)
