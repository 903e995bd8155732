"""One thing that is not known and could be asked."""

from __future__ import annotations

from dataclasses import dataclass

from fairtrial.outlook.answers import Answer

MOST_DATES = 4
"""Possible days tried for one date (our choice)."""


@dataclass(frozen=True)
class Unknown:
    """One thing not known, with its possible answers and how each is said."""

    field: str
    answers: tuple[tuple[str, Answer], ...]
    trial: str | None = None
    drug: str | None = None
    when: str = ""
    about: str | None = None
    sides: str = ""
    if_stopped: bool = False
    """Whether the medicine may still be taken when it is asked why it was stopped."""
