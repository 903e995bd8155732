"""C-CDA documents (and their predecessors CCD and C32) to history tables, tolerant of what vendors write.

The reader itself is imported when a document is read: most reviews hold none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from fairtrial.records.ccda.recognised import looks_like_ccda

if TYPE_CHECKING:
    from fairtrial.records.ccda.parsing import Parsed, parse
    from fairtrial.records.ccda.read import read_ccda, read_parsed

__all__ = ["Parsed", "looks_like_ccda", "parse", "read_ccda", "read_parsed"]


_HOME = {"Parsed": "parsing", "parse": "parsing", "read_ccda": "read", "read_parsed": "read"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(f"fairtrial.records.ccda.{_HOME[name]}"), name)
