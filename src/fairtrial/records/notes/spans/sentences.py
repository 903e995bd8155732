"""Sentences of a note, and line breaks that fall inside one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fairtrial.records.notes.words.lexicon import Lexicon

_END = re.compile(r"[.!?]+[\"')\]]*\s+|\n+|(?<=[a-z])\.(?=[a-z]{4,}\s)|\s\|\|\s")
_LAST_WORD = re.compile(r"([a-z0-9./]+)$")
_FIRST_WORD = re.compile(r"[\s\-*\"'(]*([a-z']+|\d+[.)]|[^\s])")
_FIELD = re.compile(
    r"[ \t*-]*(?:(?:max(?:imum)? |highest |current )?dos(?:e|age)|duration|frequency|response|outcome|result|benefit|efficacy|"
    r"(?:reason|why)(?: for)? (?:d/?c\S*|discontinu\w+|stop\w+)|side effects?|tolerability|(?:currently|still) taking)\s*:",
    re.IGNORECASE,
)
"""A labelled field of a form, which goes on about the medicine named before it."""
_LABEL = 44
"""A label with its colon is no longer than this (our choice)."""


def _field_at(text: str, at: int) -> bool:
    return text.find(":", at, at + _LABEL) >= 0 and _FIELD.match(text, at) is not None


BOUNDARY = re.compile(
    r"[;,:|]|\b(?:and|but|then|while|whereas|although|though|however|yet|now|plus)\b|\s-+\s|\s-(?=[a-z])|->"
)
"""Where, within a sentence, what is said of one name may end and what is said of the next begin."""


def sentences(text: str, low: str, start: int, end: int, lex: Lexicon) -> Iterator[tuple[int, int]]:
    """Sentences of a paragraph; a full stop of an abbreviation or of a list number ends none."""
    begin = start
    for match in _END.finditer(low, start, end):
        if _ends_here(text, low, begin, match, lex):
            yield from _pieces(low, begin, match.end())
            begin = match.end()
    yield from _pieces(low, begin, end)


_LONGEST = 1200
"""A sentence above this is no sentence; it is cut so that odd input cannot make reading slow (our choice)."""


def _pieces(low: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    while end - begin > _LONGEST:
        cut = max(low.rfind(" ", begin + 1, begin + _LONGEST), begin + _LONGEST // 2)
        yield begin, cut
        begin = cut
    if low[begin:end].strip():
        yield begin, end


def _ends_here(text: str, low: str, begin: int, match: re.Match[str], lex: Lexicon) -> bool:
    if _field_at(low, match.end()) and match.group().count("\n") < 2:
        return False
    if match.group()[0] in "!?" or "\n" in match.group() or "|" in match.group():
        return True
    last = _LAST_WORD.search(low, max(begin, match.start() - 14), match.start())
    word = last.group(1) if last else ""
    if word.isdigit() and not low[begin : match.start()].strip(" -*#(").strip(word).strip():
        return False
    following = _FIRST_WORD.match(low, match.end())
    first = following.group(1) if following else ""
    capital = text[match.end() : match.end() + 1].isupper()
    if word in lex.set_of("titles") or (len(word) == 1 and word.isalpha()):
        return capital and first in lex.set_of("sentence_openers")
    short = word in lex.set_of("abbreviations")
    if short:
        return capital
    return not first[:1].isdigit() or not word.isdigit()


def paragraph(low: str, place: int) -> tuple[int, int]:
    """The line that holds a place, joined with lines that plainly run on from it or into it."""
    start = low.rfind("\n", 0, place) + 1
    end = low.find("\n", place)
    return start, len(low) if end < 0 else end


def runs_on(text: str, break_at: int) -> bool:
    """Whether the line break at this place falls inside a sentence: a lower-case letter or digit follows text
    that does not end one.

    >>> runs_on("was started on\\nsertraline", 14), runs_on("Prozac.\\n- Zoloft", 7)
    (True, False)
    """
    if _field_at(text, break_at + 1):
        return True
    before = text[max(0, break_at - 2) : break_at].rstrip()
    after = text[break_at + 1 : break_at + 2]
    return (
        bool(before)
        and before[-1] not in ".:;!?"
        and (after.islower() or (after.isdigit() and before[-1] == ","))
    )
