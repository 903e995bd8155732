"""A note being read: its names, sections, and the paragraphs worth parsing."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import attrgetter

from fairtrial.records.notes.models import Mention
from fairtrial.records.notes.spans.people import opens_with_kin
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.spans.sections import Section
from fairtrial.records.notes.spans.sentences import paragraph, runs_on, sentences
from fairtrial.records.notes.words.lexicon import Lexicon


@dataclass
class Note:
    """A note being read."""

    text: str
    low: str
    lex: Lexicon
    names: list[Mention]
    sections: list[Section]
    readings: list[Reading] = field(default_factory=list)


_START = attrgetter("start")


def sentence_at(text: str, low: str, place: int, lex: Lexicon) -> tuple[int, int]:
    """Start and end of the sentence that holds a place."""
    start, end = paragraph(low, place)
    while start > 0 and place - start < _LOOKS_BACK and runs_on(text, start - 1):
        start = low.rfind("\n", 0, start - 1) + 1
    spans = _spans(text, low, start, end, lex)
    at = bisect.bisect_right(spans, (place, len(text))) - 1
    return spans[at] if at >= 0 and place < spans[at][1] else (start, end)


_LOOKS_BACK = 10_000
"""Characters before a place in which the start of its lines is looked for: bounds odd input (our choice)."""


@functools.lru_cache(maxsize=2)
def _spans(text: str, low: str, start: int, end: int, lex: Lexicon) -> tuple[tuple[int, int], ...]:
    """Sentences of a paragraph, kept while its records are written: a long line has very many."""
    return tuple(sentences(text, low, start, end, lex))


def blocks(note: Note) -> Iterator[tuple[int, int]]:
    """Paragraphs that hold a name, each with the next line when that holds none; soft breaks joined."""
    done = 0
    for name in note.names:
        if name.start < done:
            continue
        start, end = paragraph(note.low, name.start)
        while start > done and start > 0 and runs_on(note.text, start - 1):
            start = note.low.rfind("\n", 0, start - 1) + 1
        end = _joined(note, end)
        nxt = _next_line(note, end)
        while (
            nxt is not None
            and (has_name(note, *nxt) is False)
            and nxt[1] - end < 400
            and nxt[1] - start < 6000
        ):
            end = _joined(note, nxt[1])
            nxt = None
        yield max(start, done), end
        done = end


def _joined(note: Note, end: int) -> int:
    while end < len(note.text) and runs_on(note.text, end):
        end = note.low.find("\n", end + 1)
        end = len(note.low) if end < 0 else end
    return end


def _next_line(note: Note, end: int) -> tuple[int, int] | None:
    if end + 1 >= len(note.low) or note.low[end + 1 : end + 2] in ("\n", ""):
        return None
    stop = note.low.find("\n", end + 1)
    stop = len(note.low) if stop < 0 else stop
    heading = bisect.bisect_right(note.sections, end, key=_START)
    if heading < len(note.sections) and note.sections[heading].start < stop:
        return None
    return end + 1, stop


def has_name(note: Note, start: int, end: int) -> bool:
    """Whether a drug is named between two places."""
    i = bisect.bisect_left(note.names, start, key=lambda m: m.start)
    return i < len(note.names) and note.names[i].start < end


def kin_before(note: Note, start: int) -> str | None:
    """The relative that the line before a paragraph is about, if any."""
    if start == 0:
        return None
    line = note.low.rfind("\n", 0, start - 1) + 1
    return opens_with_kin(note.low, line, start - 1, note.lex) if start - line < 300 else None


def cut(note: Note, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences, with a heading cut off at the front; a line break within a sentence stays."""
    pieces = list(_lines(note, start, end))
    for a, b in pieces:
        for s, e in sentences(note.text, note.low, a, b, note.lex):
            yield _without_heading(note, s, e), e


def _lines(note: Note, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    at = note.low.find("\n", start, end)
    while at >= 0:
        if not runs_on(note.text, at):
            yield begin, at
            begin = at + 1
        at = note.low.find("\n", at + 1, end)
    yield begin, end


def _without_heading(note: Note, start: int, end: int) -> int:
    first = max(0, bisect.bisect_left(note.sections, start, key=_START) - 1)
    for place in range(first, bisect.bisect_left(note.sections, end, key=_START)):
        s = note.sections[place]
        if start <= s.start and s.end <= end and not note.low[start : s.start].strip(" -*#0123456789.)("):
            return s.end
    return start
