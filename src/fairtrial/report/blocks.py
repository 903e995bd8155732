"""The pieces of the terminal view: headings, lines and small tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line; `mark` hangs before it."""

    words: str
    mark: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Lines:
    """A small table of short words."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Block:
    """A heading with what stands under it."""

    heading: str
    contents: Sequence[Line | Lines]
    alarm: bool = False
