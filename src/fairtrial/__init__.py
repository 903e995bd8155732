"""fairtrial: did every antidepressant get a fair trial? What was tried, why it may not have helped, and what is left.

>>> import fairtrial as ft
>>> len(ft.load().drugs)
47

Public names: read, review, load, examine, Review, History, Findings, Facts, ReadError, KnowledgeError.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairtrial.when_used import imported_when_used

if TYPE_CHECKING:
    from fairtrial.facts import Facts, KnowledgeError, load
    from fairtrial.findings import Findings, examine
    from fairtrial.records import ReadError, read
    from fairtrial.report import Review, review
    from fairtrial.tables import History

_HOME = {
    "read": "records",
    "ReadError": "records",
    "review": "report",
    "Review": "report",
    "examine": "findings",
    "Findings": "findings",
    "load": "facts",
    "Facts": "facts",
    "KnowledgeError": "facts",
    "History": "tables",
}

__all__ = [
    "Facts", "Findings", "History", "KnowledgeError", "ReadError", "Review", "examine", "load", "read", "review",
]  # fmt: skip

__getattr__ = imported_when_used(__name__, _HOME)
