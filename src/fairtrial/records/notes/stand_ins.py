""" "The former" and "the latter": words that stand for one of two names."""

from __future__ import annotations

import re

from fairtrial.records.notes.holders import Holder

_WORD = re.compile(
    r"\bthe (former|first|latter|second|last)(?: (?:one|drug|medication|med))?(?= (?:was|is|made|makes|gave|"
    r"caused|causes|did|didn't|had|helped|worked|for|with|due|because|at|[a-z]+ed|weight|no|only|never)\b|\s*[(:])"
)


def with_stand_ins(low: str, s: int, e: int, holders: list[Holder], earlier: list[Holder]) -> list[Holder]:
    """The names of a sentence and, in their place, the words that stand for one of the last two."""
    words = list(_WORD.finditer(low, s, e))
    if not words or not any(w.group(1) in ("former", "first") for w in words):
        return holders
    out = list(holders)
    for word in words:
        named = [h for h in holders if h.end <= word.start()] or earlier
        if len(named) > 1:
            meant = named[-2] if word.group(1) in ("former", "first") else named[-1]
            out.append(Holder(meant.names, word.start(), word.end(), e, meant.drug))
    return _with_limits(sorted(out, key=lambda h: h.start), holders, e)


def _with_limits(out: list[Holder], holders: list[Holder], e: int) -> list[Holder]:
    """What is said of a name ends where the next name or stand-in begins."""
    for i, holder in enumerate(out):
        following = out[i + 1].start if i + 1 < len(out) else e
        holder.limit = min(holder.limit, following)
        if i + 1 < len(out) and not any(out[i + 1] is h for h in holders):
            holder.joined_next = False
    return out
