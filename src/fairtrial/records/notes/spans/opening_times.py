"""Times that open a clause: "Three weeks ago she stopped X"."""

from __future__ import annotations

import re
from dataclasses import replace

from fairtrial.records.notes.spans.governed import act_after
from fairtrial.records.notes.spans.times import DATE_WORDS, LENGTH_WORDS, LOOSE, Times, piece

_OPENING = re.compile(
    rf"\W*(?:(?:and|but|then|so|back|about|approximately|around|some|roughly|apparently|since|early|late) )*(?:in|on|around|about|since|as of)? ?"
    rf"(?P<when>{DATE_WORDS}|{LENGTH_WORDS} (?:ago|earlier|prior|later)|{LOOSE.pattern})(?![\w/])"
)


_SINCE = re.compile(r"\bsince\b")
""" "Since 2019 on X": no act need be told."""
_TIMELY = re.compile(r"\b(?:ago|in|on|since|last|around|earlier|later|recently|yesterday)\b")
_FAR = 160
"""Characters between the opening of a clause and its name, at most (our choice)."""
_CLAUSE = re.compile(r"(?:[,;]|,? (?:and|but|then)) ")


def _last_clause(low: str, start: int, name: int) -> int:
    """Where the clause of a name begins, of a sentence that begins at ``start``."""
    if low.find(",", start, name) < 0 and low.find(" and ", start, name) < 0:
        return start
    ends = [m.end() for m in _CLAUSE.finditer(low, start, name) if _OPENING.match(low, m.end(), name)]
    return ends[-1] if ends else start


def opening_time(text: str, low: str, start: int, name: int, end: int, told: Times, left: bool) -> Times:
    """Times with the one that opens the clause of a name; a swap ends the drug that is ``left``."""
    if name - start > _FAR or not _TIMELY.search(low, start, name):
        return told
    m = _OPENING.match(low, _last_clause(low, start, name), name)
    if m is None:
        return told
    when, act = piece(text, *m.span("when")), act_after(low, m.end(), end)
    since = _SINCE.search(low, m.start(), m.start("when")) is not None
    opens = since or (act is None and not low[m.end() : name].strip(" ,"))
    if opens and act_after(low, m.end(), name) in (None, "begins"):
        return replace(told, started=when)
    if act == "ends" or (act == "swaps" and left):
        return replace(told, stopped=told.stopped or when)
    return replace(told, started=told.started or when) if act in ("begins", "swaps") else told
