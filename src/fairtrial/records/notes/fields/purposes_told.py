"""What a note says that a medicine is for: words that follow its name, lead to it, or head its line."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from fairtrial.facts import Facts
from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.doses import DOSE
from fairtrial.records.notes.spans.frequencies import FREQUENCY
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.spans.sentences import BOUNDARY
from fairtrial.records.notes.spans.times import DATE, DURATION, RANGE
from fairtrial.records.notes.words.lexicon import Lexicon
from fairtrial.records.purpose_phrases import condition, is_watched_for, phrases

_WORD = re.compile(r"[a-z][a-z'-]*")
_NUMBERS = (DOSE, RANGE, DURATION, DATE, FREQUENCY)
_BOTH = re.compile(r"\b(?:both|all|each)\b[^a-z]*$")
_ONLY_AND = re.compile(r"\s*(?:,|and|or|/|&|\+|,\s*and|,\s*or)\s*")
_JOINS = re.compile(r"\b(?:and|or|also|plus)\b|/")
_IT = re.compile(r"\b(?:it|this|that)\b")
_LONGEST_GAP = 90
"""Characters between a name and what it is for, at most (our choice)."""
_LONGEST_HEADING = 200
"""Characters between the start of a line and the name under its heading, at most (our choice)."""


def tell_purposes(note: Note, s: int, e: int, told: list[tuple[Holder, Reading]]) -> None:
    """Give the names of one sentence what the sentence says that they are for."""
    spans = list(phrases(note.low, s, e, note.lex.facts))
    holders = [holder for holder, _ in told]
    for span in spans:
        _give(note, s, span, holders, [r for _, r in told])
    for holder, r in told:
        if not r.told_for:
            _in_bracket(note, holder, r)
    for holder, r in told[:1]:
        if not r.told_for:
            _by_heading(note, holder, r)


def tell_later(note: Note, s: int, e: int, holder: Holder, r: Reading) -> None:
    """A sentence without a name that says what the one before it is for: "This was for sleep"."""
    for cue, start, end in list(phrases(note.low, s, e, note.lex.facts))[:1]:
        gap = note.low[s:cue]
        alone = not _WORD.search(note.low, s, cue) and not _WORD.search(note.low, end, e)
        alone = alone and _light(note.low[holder.end : s], note.lex)
        if _light(gap, note.lex) and (_IT.search(gap) or alone):
            r.told_for.append(Why("purpose.later", "explicit", start, end))


def _give(
    note: Note, s: int, span: tuple[int, int, int], holders: list[Holder], readings: list[Reading]
) -> None:
    """To the name before these words, or else to the one that they lead to."""
    cue, start, end = span
    before = max((i for i, h in enumerate(holders) if h.end <= cue), default=None)
    after = next((i for i, h in enumerate(holders) if h.start >= end), None)
    if after is not None and _leads(note, s, span, holders, before, after):
        for i in _joined(note.low, holders, after):
            readings[i].told_for.append(Why("purpose.before", "explicit", start, end))
    elif before is not None and _follows(note, span, holders[before], readings[before]):
        every = _BOTH.search(note.low[holders[before].end : cue])
        for i in range(0 if every else before, before + 1):
            readings[i].told_for.append(Why("purpose.after", "explicit", start, end))


def _follows(note: Note, span: tuple[int, int, int], holder: Holder, r: Reading) -> bool:
    """Only small words, doses and times stand between; after a stop the words may be its reason."""
    cue, _, end = span
    gap = note.low[max([holder.end, *(w.end for w in r.told_for if w.end <= cue)]) : cue]
    stopped = any(
        g.ahead and "stop" in g.hit.cue.sets and not {"reason", "response"} & g.hit.cue.sets.keys()
        for g in holder.got
    )
    blamed = _BLAMED.search(note.low, max(0, holder.start - _LONGEST_GAP), holder.start)
    opens = gap.rstrip().endswith(",") and _OPENS.match(note.low, end) is not None
    return (
        not (stopped or blamed or opens or _ends_open(gap)) and cue <= holder.limit and _light(gap, note.lex)
    )


_BLAMED = re.compile(r"\b(?:blam|credit|accus|thank|fault)\w*\s+(?:\w+\s+){0,2}$")
_OPENS = re.compile(r"\s*,?\s*(?:she|he|they|i|we|pt|patient|takes?|took|uses?|has|had|given)\b")
""" "Zoloft 50 mg, for pain she takes ...": the words open what comes."""


def _ends_open(gap: str) -> bool:
    """ "Zoloft and, for sleep, ...": the words belong to what comes."""
    return re.search(r"\b(?:and|but|or|plus|then)[\s,]*$", gap) is not None


def _leads(
    note: Note, s: int, span: tuple[int, int, int], holders: list[Holder], before: int | None, after: int
) -> bool:
    """ "For insomnia she was given X", "treated for migraines with X"."""
    cue, _, end = span
    gap = note.low[end : holders[after].start]
    if not _light(gap, note.lex) or is_watched_for(note.low, s, cue, note.lex.facts) or _JOINS.search(gap):
        return False
    if before is None:
        return True
    between = note.low[holders[before].end : cue]
    return _ends_open(between) or (BOUNDARY.search(between) is not None and not _light(between, note.lex))


def _joined(low: str, holders: list[Holder], first: int) -> Iterable[int]:
    last = first
    while last + 1 < len(holders) and _ONLY_AND.fullmatch(low, holders[last].end, holders[last + 1].start):
        last += 1
    return range(first, last + 1)


def _in_bracket(note: Note, holder: Holder, r: Reading) -> None:
    """ "X 50 mg (sleep)", of what is taken and where the bracket holds no word for a side effect."""
    match = _bracket(note.lex.facts).search(note.low, holder.end, holder.limit)
    if match is None or r.status != "current" or note.lex.side_effects.search(match.group(1)):
        return
    if _light(note.low[holder.end : match.start()], note.lex):
        r.told_for.append(Why("purpose.bracket", "inferred", match.start(1), match.end(1)))


@functools.lru_cache(maxsize=4)
def _bracket(facts: Facts) -> re.Pattern[str]:
    return re.compile(rf"\(\s*{condition(facts)}\s*\)")


def _by_heading(note: Note, holder: Holder, r: Reading) -> None:
    """ "Insomnia: continue X", when X has a dose there or a word says that it is given."""
    first = max(0, holder.start - _LONGEST_HEADING)
    begin = max(note.low.rfind(mark, first, holder.start) + 1 for mark in ("\n", ". "))
    whole = begin > 0 or first == 0
    match = _heading(note.lex.facts).match(note.low, begin, holder.start) if whole else None
    if match is None:
        return
    gap = note.low[match.end() : holder.start]
    given = any(word in note.lex.set_of("giving") for word in _WORD.findall(gap))
    if (given or r.doses) and _light(gap, note.lex):
        r.told_for.append(Why("purpose.heading", "inferred", match.start(1), match.end(1)))


@functools.lru_cache(maxsize=4)
def _heading(facts: Facts) -> re.Pattern[str]:
    return re.compile(rf"[\W\d]*{condition(facts)}\s*(?::|\s-+\s)")


def _light(gap: str, lex: Lexicon) -> bool:
    if len(gap) > _LONGEST_GAP or ";" in gap:
        return False
    for pattern in _NUMBERS:
        gap = pattern.sub(" ", gap)
    return all(
        word in lex.set_of("purpose_light") or word in lex.set_of("giving") for word in _WORD.findall(gap)
    )
