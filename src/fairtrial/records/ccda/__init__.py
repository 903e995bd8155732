"""C-CDA documents (and their predecessors CCD and C32) to history tables, tolerant of what vendors write.

The reader itself is imported when a document is read: most reviews hold none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from fairtrial.records.ccda.parsing import Parsed, looks_like_ccda, parse

if TYPE_CHECKING:
    from fairtrial.records.ccda.read import read_ccda, read_parsed

__all__ = ["Parsed", "looks_like_ccda", "parse", "read_ccda", "read_parsed"]


def __getattr__(name: str) -> Any:
    if name not in ("read_ccda", "read_parsed"):
        raise AttributeError(name)
    return getattr(import_module("fairtrial.records.ccda.read"), name)
