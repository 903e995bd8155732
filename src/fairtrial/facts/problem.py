"""What a check of the knowledge reports: where, what, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in the knowledge."""

    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        """The line that is printed."""
        return f"{self.where}: {self.what}. {self.remedy}."
