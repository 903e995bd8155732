"""The words that lead to a number in the same sentence: whether it is a goal, or of an earlier day, stands there."""

from __future__ import annotations

import re

_ENDS = re.compile(r"[.;]\s|\n")
_FAR = 30
"""Characters before a name that are looked at (our choice)."""


def said_before(low: str, name: int, number: int, far: int = _FAR) -> str:
    """The words before a name, up to ``far`` characters, and those between it and its number."""
    return _ENDS.split(low[max(0, name - far) : name])[-1] + low[name:number]
