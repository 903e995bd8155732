"""Which cues of a sentence without a name count for the name before it."""

from __future__ import annotations

import re
from typing import NamedTuple

from fairtrial.records.notes import ranks
from fairtrial.records.notes.fields.better import fares_since
from fairtrial.records.notes.models import CHANGES_OF_DOSE
from fairtrial.records.notes.reach.subjects import MED
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.words.cues import Hit


class Later(NamedTuple):
    """A later sentence, or a part of one, with its cues.

    ``about``: a word takes up the drug. ``fragment``: it has no subject. ``near``: it follows the name's own sentence.
    """

    note: Note
    start: int
    end: int
    hits: list[Hit]
    about: bool
    fragment: bool
    near: bool


NEVER = frozenset({"never.before_use", "never.declined", "never.neither"})
_OF_IT_LATER = NEVER | {"allergy.after"}
"""What a later sentence may say of a name and what then holds whatever else was said."""


def counts(said: Later, hit: Hit, r: Reading) -> bool:
    """Whether a cue of a later sentence speaks of the drug of a reading."""
    low, sets = said.note.low, hit.cue.sets
    if sets.get("response") and r.stop == "done" and _SINCE_THEN.search(low, said.start, said.end):
        return False
    if hit.cue.layer == "override":
        return hit.cue.id in _OF_IT_LATER and (said.about or said.fragment)
    if hit.cue.layer == "outcome":
        return said.fragment or _refers(said, hit) or (said.near and _plainly_of_it(said, hit, r))
    if hit.cue.layer == "event" and not _is_of_it(hit):
        return False
    # "At age 12 she lost her father", "she has had a dry mouth"
    return hit.cue.id != "past.at_age" and not (
        hit.cue.id == "past.tried" and _word(low, hit).endswith(" had")
    )


def _word(low: str, hit: Hit) -> str:
    return low[hit.start : hit.end]


def _is_of_it(hit: Hit) -> bool:
    """An event that needs no name beside it: no plan, no start, and nothing told in passing."""
    sets = hit.cue.sets
    if hit.cue.rank < ranks.DATED and sets.get("change") not in CHANGES_OF_DOSE:
        return False
    if sets.get("status") == "planned" or hit.cue.id == "stop.dc_ahead":
        return False
    return not (sets.get("status") == "past" and sets.get("weak"))


_STRICT = re.compile(r"respon|benefit|nothing|differ|tolerat|side effect|effective")
_STRICT_NONE = re.compile(r"benefit|improve|effect|relief|help|differ|unchanged|better")


def _plainly_of_it(said: Later, hit: Hit, r: Reading) -> bool:
    """ "No benefit so far": an outcome that speaks of a medicine though no word takes it up."""
    word = _word(said.note.low, hit)
    if _STRICT.search(word) or fares_since(said.note.low, said.start, hit, r):
        return True
    return hit.cue.sets.get("response") == "none" and _STRICT_NONE.search(word) is not None


_SINCE_THEN = re.compile(r"\b(?:since then|since that time|since|thereafter|after that|ever since)\s*[.,;]")
"""How someone has fared since a stop is no response to the drug."""


_ANAPHOR = re.compile(
    rf"\b(?:it|this|these|them|neither|none|both|(?:the|that|this|those|these) {MED})\b[^.;]{{0,40}}$"
)


_IT = re.compile(r"\b(?:it|this|these|neither)\b")
"""The word that takes up the drug within a cue: "does not think that it has done anything"."""


_OF_IT = re.compile(r"[^.;]{0,60}?\b(?:from|with|on|to|by) (?:it|this|these|them|the med)")
ON_DOSE = re.compile(r"\b(?:on|at|to|reached|taking|dose was) (?:a dose of )?\d+(?:\.\d+)? ?mg\b")
"""A dose alone stands for the medicine: "she is well on 100 mg"."""


def _refers(said: Later, hit: Hit) -> bool:
    """Whether a word that takes up the drug stands just before or after a cue."""
    low, s, e = said.note.low, said.start, said.end
    return bool(
        _ANAPHOR.search(low[s : hit.start])
        or _IT.search(low, hit.start, hit.end)
        or ON_DOSE.search(low, s, e)
        or _OF_IT.match(low, hit.end, e)
    )
