"""The cues of a sentence with drug names: those that say something of a medicine, as the words around them turn them."""

from __future__ import annotations

import re

from fairtrial.records.notes.models import Mention
from fairtrial.records.notes.reach.at_visit import after_a_stop, timed
from fairtrial.records.notes.reach.other_acts import of_something_else, other_act
from fairtrial.records.notes.reach.turned import (
    at_presentation,
    neither,
    planned_stop,
    says_nothing,
    taken_since,
)
from fairtrial.records.notes.spans.effects import of_an_effect
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.words.cues import Hit


def cues_of(
    note: Note, s: int, e: int, names: list[Mention], holders: list[Holder], after_plan_to_stop: bool
) -> list[Hit]:
    """The cues that count, in order; ``after_plan_to_stop`` when the sentence before plans to stop a drug."""
    low, lex = note.low, note.lex
    found = lex.cues.find(low, s, e, [m.start for m in names])
    hits = [h for h in found if _counts(note, s, e, h, holders)]
    hits = sorted(hits + lex.score_changes.find(low, s, e), key=lambda h: h.start)
    return after_a_stop(low, s, [_as_turned(low, s, e, h) for h in hits], after_plan_to_stop)


def _counts(note: Note, s: int, e: int, hit: Hit, holders: list[Holder]) -> bool:
    """Whether a cue speaks of a medicine; right before a name it has the name as its object."""
    low = note.low
    if hit.cue.id == "plan.if_name" and _ASKING.search(low[s : hit.start]):
        return False
    if says_nothing(low, s, e, hit):
        return False
    elsewhere = other_act if _near(hit, holders) else of_something_else
    return not elsewhere(low, hit, e) and not of_an_effect(low, hit, s, note.lex)


_ASKING = re.compile(r"\b(?:wonder\w*|know|sure|unclear|ask\w*|see|tell|unsure|determine|even|as)\s*$")
""" "Asks if X ...": no condition."""
_CLOSE = 40
"""Characters between a cue and the name that is its object, at most (our choice)."""


def _near(hit: Hit, holders: list[Holder]) -> bool:
    return any(hit.end <= x.start < hit.end + _CLOSE for x in holders)


def _as_turned(low: str, s: int, e: int, hit: Hit) -> Hit:
    hit = at_presentation(low, s, e, neither(low, s, planned_stop(low, s, hit)))
    return timed(low, s, e, taken_since(low, e, hit))
