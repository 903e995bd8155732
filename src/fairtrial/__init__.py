"""fairtrial: did every antidepressant get a fair trial? What was tried, why it may not have helped, and what is left.

>>> import fairtrial as ft
>>> len(ft.load().drugs)
47

Public names: read, review, load, examine, Review, History, Findings, Facts, ReadError, KnowledgeError.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fairtrial.facts import Facts, KnowledgeError, load
    from fairtrial.findings import Findings, examine
    from fairtrial.records import ReadError, read
    from fairtrial.report import Review, review
    from fairtrial.tables import History

_HOME = {
    "read": "fairtrial.records",
    "ReadError": "fairtrial.records",
    "review": "fairtrial.report",
    "Review": "fairtrial.report",
    "examine": "fairtrial.findings",
    "Findings": "fairtrial.findings",
    "load": "fairtrial.facts",
    "Facts": "fairtrial.facts",
    "KnowledgeError": "fairtrial.facts",
    "History": "fairtrial.tables",
}

__all__ = [
    "Facts", "Findings", "History", "KnowledgeError", "ReadError", "Review", "examine", "load", "read", "review",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that importing the package stays quick."""
    if name not in _HOME:
        raise AttributeError(f"fairtrial has no '{name}'; its public names are {', '.join(__all__)}.")
    return getattr(import_module(_HOME[name]), name)
