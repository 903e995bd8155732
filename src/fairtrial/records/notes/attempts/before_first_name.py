"""Words before the first name of a sentence that speak of the name one sentence back."""

from __future__ import annotations

import re

from fairtrial.records.notes.attempts.carry import add
from fairtrial.records.notes.attempts.later_cues import Later
from fairtrial.records.notes.reach.subjects import ABOUT_IT
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.words.cues import Hit

_THE_DRUG = re.compile(
    r"\b(?:it|(?:the|this|that) (?:drug|medication|medicine|antidepressant|agent|trial)) (?:was|had to be|has been) "
)


def of_earlier(
    note: Note, s: int, holders: list[Holder], free: list[Hit], earlier: list[tuple[Holder, Reading]]
) -> None:
    """The words before Y in "This helped, but she was switched to Y" speak of the name one sentence back."""
    front = [h for h in free if h.end <= holders[0].start]
    if not earlier or not front or earlier[-1][1].drug == holders[0].drug:
        return
    anaphor = (
        ABOUT_IT.match(note.low[s : s + 30].lstrip(" \"'(-*")) is not None
        or _THE_DRUG.search(note.low, s, holders[0].start) is not None
    )
    switch = [h for h in front if h.cue.id == "stop.switched"]
    hits = front if anaphor else switch
    if hits:
        _of_each(note, s, holders[0].start, hits, earlier)
        holder, r = earlier[-1]
        end = holders[0].start
        if switch and len(holders) == 1:
            why = [
                g.hit
                for g in holders[0].got
                if not g.ahead and _STATED.search(note.low[g.hit.start : g.hit.end])
            ]
            hits, end = hits + why[:1], holders[0].limit if why else end
        add(Later(note, s, end, hits, anaphor, anaphor, True), holder, r)


def _of_each(note: Note, s: int, end: int, hits: list[Hit], earlier: list[tuple[Holder, Reading]]) -> None:
    """ "Both were discontinued in favor of Y" speaks of the one before the last as well."""
    if len(earlier) > 1 and re.match(r"\W*(?:both|neither|all)\b", note.low[s : s + 12]):
        for holder, r in earlier[:-1]:
            add(Later(note, s, end, hits, True, True, True), holder, r)


_STATED = re.compile(r"^(?:because|due to|d/t|secondary|b/c|in the hope|in hopes|in order|so that|so as)")
