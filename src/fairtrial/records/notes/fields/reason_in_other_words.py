"""A reason for stopping that is given in words of no kind we know."""

from __future__ import annotations

import re

from fairtrial.records.notes.words.cues import Hit

_AFTER_WHAT = re.compile(
    r"\s+(?:(?:graduat|mov|leav|los|finish|deliver|recover|improv|chang|reading|hearing)\w*|(?:her|his|my|the|an?|becoming|getting|having) (?!(?:few|couple|week|month|day|year|short|"
    r"while|long|brief|first|single|dose|second|half)\b)[a-z])"
)


_LOOSE_BECAUSE = frozenset(
    {"after", "when", "once", "as", "so", "from", "for", "since", "out of", "following"}
)


_ONE_WORD = re.compile(r"\s+[a-z]+\s*(?:[.;,)]|$)")
_GIVES_GROUND = re.compile(r"(?:since|as) (?:it|this|she|he|the)\b")
_SHORTEST = 3
"""Characters of a reason, more than (our choice)."""


def stated_other(low: str, because: list[Hit], limit: int) -> str | None:
    """ "other" where words such as "because" give a reason up to ``limit``, or None."""
    told = any(_after_what(low, hit, limit) or _gives_ground(low, hit, limit) for hit in because)
    return "other" if told else None


def _after_what(low: str, hit: Hit, limit: int) -> bool:
    """ "Stopped after graduating", "after surgery", and not "after two weeks"."""
    if low[hit.start : hit.end] != "after":
        return False
    what = _AFTER_WHAT.match(low, hit.end, limit) or _ONE_WORD.match(low, hit.end, limit)
    return what is not None


def _gives_ground(low: str, hit: Hit, limit: int) -> bool:
    """Whether a word, if it can also tell a time, gives a ground here, and words follow it."""
    strict = low[hit.start : hit.end] not in _LOOSE_BECAUSE or _GIVES_GROUND.match(low, hit.start)
    return bool(strict) and len(low[hit.end : limit].strip(" .;)")) > _SHORTEST
