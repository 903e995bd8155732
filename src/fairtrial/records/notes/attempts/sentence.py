"""One sentence with drug names to readings."""

from __future__ import annotations

import bisect
from operator import attrgetter

from fairtrial.records.notes.attempts.before_first_name import of_earlier
from fairtrial.records.notes.attempts.one_name import Sentence, read_name
from fairtrial.records.notes.attempts.sentence_cues import cues_of
from fairtrial.records.notes.fields.list_words import share_duration
from fairtrial.records.notes.fields.purposes_told import tell_purposes
from fairtrial.records.notes.models import Mention
from fairtrial.records.notes.reach.attach import attach
from fairtrial.records.notes.reach.exceptions import set_apart
from fairtrial.records.notes.reach.in_turn import (
    one_after_another,
    replaced_by_next,
    replaced_by_plan,
    under_trials,
)
from fairtrial.records.notes.reach.numbers import with_numbers
from fairtrial.records.notes.reach.of_these import set_against
from fairtrial.records.notes.reach.stand_ins import with_stand_ins
from fairtrial.records.notes.reach.switches import redirect, share_day_of_switch, switch_reasons
from fairtrial.records.notes.spans.holders import Holder, holders_of
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.words.cues import Hit


def read_sentence(
    note: Note, s: int, e: int, kin: str | None, earlier: list[tuple[Holder, Reading]]
) -> list[tuple[Holder, Reading]]:
    """Read one sentence; returns its names with their readings for the sentences after it.

    ``kin`` is the relative that the sentence before is about, ``earlier`` what it says of its names.
    """
    names = _names(note, s, e)
    holders = with_stand_ins(
        note.low, s, e, holders_of(note.low, names, e, note.lex), [h for h, _ in earlier]
    )
    hits = cues_of(note, s, e, names, holders, bool(earlier) and earlier[-1][1].stop == "planned")
    free = _share_out(note, s, e, hits, holders, earlier)
    readings = with_numbers(note, s, e, holders, hits)
    redirect(holders)
    reasons = switch_reasons(note.low, holders)
    sentence = Sentence(note, s, e, kin, earlier, holders, readings, hits, free, reasons)
    for k in range(len(holders)):
        read_name(sentence, k)
    out = list(zip(holders, readings, strict=True))
    share_duration(note.low, out, e)
    share_day_of_switch(readings)
    tell_purposes(note, s, e, out)
    return out


_START = attrgetter("start")


def _names(note: Note, s: int, e: int) -> list[Mention]:
    first, after = (bisect.bisect_left(note.names, place, key=_START) for place in (s, e))
    return note.names[first:after]


def _share_out(
    note: Note, s: int, e: int, hits: list[Hit], holders: list[Holder], earlier: list[tuple[Holder, Reading]]
) -> list[Hit]:
    """Give each cue to the names it speaks of, also one sentence back; returns those that speak of none."""
    low = note.low
    free = attach(note.text, low, s, hits, holders, note.lex)
    set_apart(low, s, holders)
    one_after_another(low, s, holders)
    under_trials(low, s, holders)
    replaced_by_next(low, holders[0], earlier)
    replaced_by_plan(holders[0], earlier)
    set_against(low, s, e, holders, earlier)
    of_earlier(note, s, holders, free, earlier)
    return free
