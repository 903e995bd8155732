"""Names that a sentence sets apart from the rest: "no trials other than X", "all of them except Y"."""

from __future__ import annotations

import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.spans.holders import Got, Holder
from fairtrial.records.notes.words.cues import Hit, derived

_EXCEPT = re.compile(
    r"\b(?:other than|except(?: for)?|besides|aside from|apart from|save for|but not)\s+"
    r"(?:(?:a|an|the|brief|short|one|two|trials?|of|some|\d+|wks?|weeks?|months?|mos?|days?|years?|course|low|"
    r"dose|use|briefly|for|on|taking|possibly|maybe)\s+)*$"
)
_WORD = re.compile(r"other than|except|besides|aside|apart|save for|but not")
_NONE_BEFORE = re.compile(
    r"\b(?:no|never|denies|denied|without|hasn't|has not|nothing|none|not (?:on|taking|tried|taken|been|had))\b"
)
_ALL_BEFORE = re.compile(
    r"\b(?:tried|taken|used|on|failed|through|trials? of)\b.*\b(?:all|every\w*|most|nearly|each|any)\b"
)
_CURRENT = re.compile(
    r"\b(?:not (?:on|taking|currently)|takes? no|on no|no current|denies (?:current|taking))\b"
)


def set_apart(low: str, start: int, holders: list[Holder]) -> None:
    """Give the excepted names the opposite of what is said of the rest."""
    if not holders or not _WORD.search(low, start, holders[-1].start):
        return
    for k, holder in enumerate(holders):
        said = _EXCEPT.search(low, start, holder.start)
        status = _opposite(low[start : said.start()]) if said else None
        if said is None or status is None:
            continue
        hit = Hit(
            said.start(),
            said.end(),
            derived("except", {"status": status}, ranks.NEVER if status == "never" else ranks.TRIED),
        )
        _take(holders, k, hit)


def _opposite(before: str) -> str | None:
    if _ALL_BEFORE.search(before):
        return "never"
    if _NONE_BEFORE.search(before):
        return "current" if _CURRENT.search(before) else "past"
    return None


def _take(holders: list[Holder], k: int, hit: Hit) -> None:
    """The name and those joined to it."""
    while True:
        kept = [g for g in holders[k].got if not g.ahead or g.hit.start >= hit.start]
        holders[k].got = [*kept, Got(hit, True)]
        if not holders[k].joined_next or k + 1 == len(holders):
            return
        k += 1
