"""The words between a cue and the name after it: whether the cue reaches across them."""

from __future__ import annotations

import re

from fairtrial.records.notes.reach.not_of_it import CHANGE
from fairtrial.records.notes.spans.doses import DOSE
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.words.cues import Hit
from fairtrial.records.notes.words.lexicon import Lexicon

_GROUND = re.compile(r"[^;.]{0,30}?,? (?:as|because|since) (?:she|he|it|this|i|they)\b")
"""Why something else is declined, not what is: "was hesitant, as she felt numb on X"."""


_OTHER_THAN = re.compile(r"\b(?:other than|except|besides|aside from|apart from)\b")
_NO_MEDICINE = re.compile(r"\b(?:smoking|drinking|alcohol|job|school|working|work|drugs|cocaine|tobacco)\b")
_BREAK = re.compile(r"\b(?:but|however|although|whereas)\b|\.\s|\bwhich\b")
_FAR, _NEAR = 160, 90
"""Characters between a cue and the name that it looks to, and one right beside it, at most (our choice)."""


def reaches_across(low: str, hit: Hit, holder: Holder) -> bool:
    """Whether nothing between a cue and a name cuts the one off from the other."""
    gap = low[hit.end : holder.start].removeprefix(".")
    if hit.cue.id == "never.declined" and (CHANGE.match(gap) or _GROUND.match(gap)):
        return False
    if hit.cue.layer == "override" and _OTHER_THAN.search(gap):
        return False
    if "stop" in hit.cue.sets and _NO_MEDICINE.search(gap):
        return False
    return ";" not in gap and len(gap) < _FAR and not _BREAK.search(gap)


def stands_beside(low: str, hit: Hit, holder: Holder, lex: Lexicon) -> bool:
    """Whether only small words, doses, or other names of the same list stand between a cue and a name."""
    gap = low[hit.end : holder.start]
    if _LEADS_LIST.search(low, hit.start, hit.end):
        gap = _OTHER_ITEMS.sub(" ", gap)
    if len(gap) > _NEAR or _MARK.search(gap):
        return False
    light = lex.set_of("light")
    return all(w in light or w.isdigit() for w in _WORD.findall(DOSE.sub(" ", gap)))


_MARK, _WORD = re.compile(r"[;,)]|\.\s|\s-\s"), re.compile(r"[a-z0-9'/]+")


_LEADS_LIST = re.compile(r"\b(?:to|of|on|from|with|tried|failed|taking|taken|took|include|included)$")


_OTHER_ITEMS = re.compile(r"^(?:\s*[a-z]{5,}(?: \d+ ?mg)?\s*(?:,|/|&|\band\b|\bor\b)(?:\s*(?:and|or)\b)?)+")
"""Other medicines named before ours in a list: "intolerant to Strattera and Effexor"."""


def leads_to(low: str, hit: Hit, holder: Holder) -> bool:
    """An outcome speaks of the name after it only through a preposition or as its verb ("helped by X")."""
    gap = low[hit.end : holder.start]
    inside = low[hit.start : hit.end]
    if _PREPOSITION.search(gap) and not _JOINS.match(gap):
        return True
    return inside.endswith(_VERBS_OF_IT)


_PREPOSITION = re.compile(r"\b(?:to|from|with|on|of|by|off|taking|while|tolerate|for|since|starting)\b")
_JOINS = re.compile(r"\s*(?:and|or|for)\b")


_VERBS_OF_IT = (
    " to", " from", " with", " on", " of", "despite", "tolerate", "afford", "failed", " take", " stand", " handle", " for", " cover", " covering",
)  # fmt: skip
