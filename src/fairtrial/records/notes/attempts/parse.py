"""One note to readings: find names, read their sentences, then the sentences that speak on about them."""

from __future__ import annotations

import re

from fairtrial.records.notes.attempts.among_trials import past_like_their_list
from fairtrial.records.notes.attempts.follow import follow, only_symptoms
from fairtrial.records.notes.attempts.nothing_now import end_what_is_not_taken
from fairtrial.records.notes.attempts.sentence import read_sentence
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.note import Note, blocks, cut, has_name, kin_before
from fairtrial.records.notes.spans.people import opens_with_kin, taken_up
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.spans.sections import find_sections, section_at
from fairtrial.records.notes.words.lexicon import Lexicon
from fairtrial.records.notes.words.names import find_names
from fairtrial.records.notes.words.text import lowered


def read(text: str, lex: Lexicon) -> list[Reading]:
    """All readings of a note in reading order."""
    low = lowered(text)
    names = find_names(text, low, lex)
    if not names:
        return []
    note = Note(text, low, lex, names, find_sections(text, low, names, lex))
    for start, end in blocks(note):
        _read_block(note, start, end)
    end_what_is_not_taken(note)
    past_like_their_list(note)
    return note.readings


_OF_TWO = re.compile(r"\W*(?:both|neither)\b(?! (?:her|his|my|the|parents)\b)")
"""Said of the names of two sentences: "Y was added. Both were stopped"."""

_MOST_GOING_ON = 100
"""Sentences without a name that go on about the one before, at most (our choice): each is weighed with all before it."""


def _read_block(note: Note, start: int, end: int) -> None:
    last: list[tuple[Holder, Reading]] = []
    before: list[tuple[Holder, Reading]] = []
    kin: str | None = kin_before(note, start)
    since = 0
    for s, e in cut(note, start, end):
        if since == 0 and len(last) == 1 and _OF_TWO.match(note.low, s, e):
            last = before[-1:] + last
        if has_name(note, s, e):
            before, last = last, read_sentence(note, s, e, kin, last if since == 0 else [])
            since = 0
        elif last and section_at(s, note.sections) is section_at(last[-1][0].start, note.sections):
            since += 1
            if since > _MOST_GOING_ON or not (
                follow(note, s, e, last, since == 1) or only_symptoms(note.low, s, e)
            ):
                last = []
        now = opens_with_kin(note.low, s, e, note.lex)
        kin = now or (kin if kin and taken_up(note.low, s, kin, note.lex) else None)
