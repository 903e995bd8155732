"""Which way a cue looks from where it stands: to the name after it, to the names before it, or to none."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from fairtrial.records.notes.reach.gaps import leads_to, reaches_across, stands_beside
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.sentences import BOUNDARY
from fairtrial.records.notes.words.cues import Hit
from fairtrial.records.notes.words.lexicon import Lexicon

Way = Literal["ahead", "back", "all", "none"]
"""To the name after it, to those before it, to every name of the sentence, or to none."""


class At(NamedTuple):
    """A cue in a sentence from ``start`` on, the name before it and the one after it."""

    low: str
    start: int
    hit: Hit
    before: Holder | None
    after: Holder | None
    lex: Lexicon

    @property
    def back(self) -> Way:
        """To the name before, if there is one."""
        return "back" if self.before is not None else "none"


def direction(at: At) -> Way:
    """Where a cue looks, by its layer and reach and the words between it and the names."""
    cue = at.hit.cue
    if cue.reach == "sentence":
        return "all"
    if cue.layer in ("outcome", "link"):
        return "ahead" if at.after is not None and _waits_for(at, at.after) else at.back
    if cue.sets.get("pair") and at.after is not None and _TO.search(at.low[at.hit.end : at.after.start]):
        return "none"
    if cue.sets.get("stop") == "done" and _is_its_stop(at):
        return at.back
    if cue.reach == "forward":
        return "ahead" if at.after is not None and _governs(at, at.after) else "none"
    if cue.reach == "backward":
        return "none" if _opens_next_item(at) else at.back
    return _either(at)


_TO = re.compile(r"\b(?:to|onto)\b")


def _waits_for(at: At, after: Holder) -> bool:
    """Whether an outcome, or a link, speaks of the name after it."""
    low, hit = at.low, at.hit
    if _SHARED_OBJECT.fullmatch(low, hit.end, after.start) and _verb_of(hit, low):
        return True
    if hit.cue.layer != "outcome":
        return False
    if _SINCE.fullmatch(low, hit.end, after.start):
        return True
    return leads_to(low, hit, after) and stands_beside(low, hit, after, at.lex)


def _is_its_stop(at: At) -> bool:
    first = at.start if at.before is None else at.before.end
    return _ITS_STOP.search(at.low, first, at.hit.end) is not None


def _governs(at: At, after: Holder) -> bool:
    if at.hit.cue.close:
        return stands_beside(at.low, at.hit, after, at.lex)
    return reaches_across(at.low, at.hit, after)


def _opens_next_item(at: At) -> bool:
    """ "Cont X, d/c Y": what is to be stopped follows."""
    low, hit = at.low, at.hit
    if hit.cue.id != "stop.dc_back" or low[hit.start] != "d" or at.after is None:
        return False
    return _NEW_ITEM.search(low, at.start, hit.start) is not None and stands_beside(
        low, hit, at.after, at.lex
    )


def _either(at: At) -> Way:
    """A cue that may look both ways: to the name that follows at once, or after the last break; else back."""
    low, hit, before, after = at.low, at.hit, at.before, at.after
    if after is None:
        return at.back
    if before is None:
        return "ahead" if reaches_across(low, hit, after) else "none"
    if "(" in low[before.end : hit.start] and ")" in low[hit.end : after.start]:
        return "back"
    if stands_beside(low, hit, after, at.lex):
        return "ahead"
    last = max((m.start() for m in BOUNDARY.finditer(low, before.end, after.start)), default=None)
    return "ahead" if last is not None and hit.start >= last and reaches_across(low, hit, after) else "back"


_SHARED_OBJECT = re.compile(r",? (?:but|and|though|yet|or) [^;.:,()]{3,40}")


def _verb_of(hit: Hit, low: str) -> bool:
    """ "Responded to but could not tolerate X": the first verb waits for the object of the second."""
    return low[hit.start : hit.end].endswith((" to", " on", " with", " from"))


_NEW_ITEM = re.compile(r"(?:[,;:]|\band|\bthen)\s*$")


_SINCE = re.compile(
    r"[\"'”]?,?\"? (?:ever )?(?:since|after|once|now that) (?:(?:she|he|i|we|they|the patient) (?:was |has |have |had |been )*)?"
    r"(?:start\w*|beg[aiu]n\w*|tak\w*|took|been|on|add\w*|increas\w*|going|resum\w*|the) (?:last |recent |most |dose |increase in |increase of |change to |taking |on |using |the |addition of |start of |her |his |my )*"
)
"""Between an outcome and the name it speaks of: "a different person since she began taking X"."""


_ITS_STOP = re.compile(
    r"\b(?:it|this|that|which|the (?:drug|medication|medicine|trial|dose)) (?:was|were|is|has been|had been) (?!taken)\w*(?:ed|withdrawn|held)$"
)
""" "It was stopped": the subject is the drug, and what follows is not its object."""
