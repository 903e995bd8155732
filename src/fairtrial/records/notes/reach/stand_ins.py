""" "The former" and "the latter": words that stand for one of two names."""

from __future__ import annotations

import re

from fairtrial.records.notes.spans.holders import Holder

_WORD = re.compile(
    r"\bthe (former|first|latter|second|third|fourth|last)(?: (?:one|drug|medication|med))?(?= (?:was|is|made|makes|gave|"
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
        meant = _meant(word.group(1), named)
        if meant is not None:
            out.append(Holder(meant.names, word.start(), word.end(), e, meant.drug))
    return _with_limits(sorted(out, key=lambda h: h.start), holders, e)


_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3}


def _meant(word: str, named: list[Holder]) -> Holder | None:
    """The name of the last list that an ordinal counts to."""
    if len(named) < 2:
        return None
    start = len(named) - 1
    while start > 0 and named[start - 1].joined_next:
        start -= 1
    listed = named[start:] if len(named) - start > 1 else named[-2:]
    if word in _PLACES:
        return listed[_PLACES[word]] if _PLACES[word] < len(listed) else None
    return named[-2] if word == "former" else named[-1]


def _with_limits(out: list[Holder], holders: list[Holder], e: int) -> list[Holder]:
    """What is said of a name ends where the next name or stand-in begins."""
    for i, holder in enumerate(out):
        following = out[i + 1].start if i + 1 < len(out) else e
        holder.limit = min(holder.limit, following)
        if i + 1 < len(out) and not any(out[i + 1] is h for h in holders):
            holder.joined_next = False
    return out
