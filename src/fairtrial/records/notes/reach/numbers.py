"""Doses, frequency and tablets of each name in a sentence."""

from __future__ import annotations

import re
import sys

from fairtrial.records.notes.reach.dose_ties import is_of_name_after, is_of_name_before
from fairtrial.records.notes.spans.bare_doses import (
    bare_dose,
    bare_dose_at,
    bare_dose_before,
    bare_dose_changed,
)
from fairtrial.records.notes.spans.doses import Amount, find_doses
from fairtrial.records.notes.spans.frequencies import FREQUENCY, tablets
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.spans.sections import section_at
from fairtrial.records.notes.words.cues import Hit


def _frequency(text: str, low: str, start: int, end: int) -> str | None:
    """The first one between two places, as written."""
    match = FREQUENCY.search(low, start, end)
    return sys.intern(text[match.start() : match.end()].strip()) if match else None


def with_numbers(note: Note, s: int, e: int, holders: list[Holder], hits: list[Hit]) -> list[Reading]:
    """A reading per name with its doses and frequency, before words are shared out."""
    doses, before, begin, out = find_doses(note.text, note.low, s, e), None, s, []
    for holder in holders:
        section = section_at(holder.start, note.sections)
        r = Reading(holder.names, holder.drug, holder.start, section.kind if section else "")
        r.described = holder.names[0].drug_class == "class_mention" and _has_example(note.low, holder)
        _own_doses(note, r, holder, doses, begin, before, hits)
        _bare_doses(note, r, holder, begin)
        _set_frequency(note, r, holder)
        out.append(r)
        before, begin = holder, holder.end
    return out


def _own_doses(
    note: Note,
    r: Reading,
    holder: Holder,
    doses: list[Amount],
    begin: int,
    before: Holder | None,
    hits: list[Hit],
) -> None:
    """Of the doses of the sentence those of a name, up to where the words about it end."""
    low = note.low
    for amount in doses:
        if amount.start >= holder.limit:
            return
        if amount.start >= holder.end:
            own = is_of_name_before(low, amount, doses, r, holder, hits, note.lex)
        elif amount.start > holder.start:
            own = True
        else:
            own = begin <= amount.start and amount.end <= holder.start
            own = own and is_of_name_after(low, amount, holder, before)
        r.doses += [amount] if own else []


def _bare_doses(note: Note, r: Reading, holder: Holder, begin: int) -> None:
    """A number without a unit where no dose is told, and the one it was changed to."""
    text, low, lex, drug, after, limit = note.text, note.low, note.lex, holder.drug, holder.end, holder.limit
    if not r.doses and holder.names[0].drug_class != "neurostim":
        bare = bare_dose(text, low, after, limit, drug, lex)
        bare = bare or bare_dose_before(text, low, begin, holder.start, drug, lex)
        bare = bare or bare_dose_at(text, low, after, limit, drug, lex)
        if bare is None and low.find(" now ", after, limit) >= 0:
            bare = bare_dose_changed(text, low, after, limit, drug, lex)
        r.doses += [bare] if bare else []
    if r.doses and r.doses[-1].bare:
        changed = bare_dose_changed(text, low, r.doses[-1].end, limit, drug, lex)
        r.doses += [changed] if changed else []


_FAR = 60
"""Characters after a name or its dose in which how often it is taken may stand (our choice)."""


def _set_frequency(note: Note, r: Reading, holder: Holder) -> None:
    tail = r.doses[-1].end if r.doses and r.doses[-1].start >= holder.end else holder.end
    end = _frequency_window(note.text, tail, min(holder.limit, tail + _FAR))
    r.frequency = _frequency(note.text, note.low, tail, end)
    r.tablets = tablets(note.low, tail, end)


_ENDS = re.compile(r";|\.\s+[A-Z]|,\s*[A-Za-z]{4,}|\bfor\b|\n")


def _frequency_window(text: str, tail: int, window: int) -> int:
    """Up to the end of the sentence, the next item of a list, or what the drug is for."""
    stop = _ENDS.search(text[tail:window])
    return tail + stop.start() if stop else window


def _has_example(low: str, holder: Holder) -> bool:
    """ "an antidepressant such as Prozac": the class word only describes the drug named after it."""
    return (
        holder.joined_next
        and re.search(
            r"such as|including|like|e\.?g|namely|\(|include|:|^\s*,?\s*$", low[holder.end : holder.limit]
        )
        is not None
    )
