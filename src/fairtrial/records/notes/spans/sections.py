"""Headings of a note and the kind of section each opens."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from fairtrial.records.notes.models import Mention
from fairtrial.records.notes.words.lexicon import Lexicon

_TITLE = re.compile(
    r"[ \t]*(?:[-*#>]+|\(?\d{1,2}[.)])?[ \t]*([A-Za-z][A-Za-z0-9 /&,'.()<>=≥#+\-]{0,70}?)[ \t]*"
)
_INNER_TITLE = re.compile(r"[ \t]*([A-Z][A-Za-z /&'\-]{1,45}?)")
_LINE = re.compile(
    r"(?m)^[ \t]*([A-Z][A-Z0-9 /&,'().\-]{3,60}|NOW|RX)[ \t]*$"
    r"|^[ \t#*]*([A-Z][A-Za-z /&'\-]{3,50})[ \t*]*$(?=\n[ \t]*(?:[-*]|\d{1,2}[.)]))"
)
_WHY_STOPPED = r"(?:why|reason)[a-z ]* (?:stop\w*|d/?c\w*|discontinu\w*)|stop reason"
_COLUMN = r"(?:med(?:ication|icine)?s?|drugs?|agents?|antidepressants?|adjuncts?|name|trials?)(?:[ \t]*\||[ \t]{2,}|[ \t]*\t)"
_TABLE = re.compile(
    rf"(?m)^[ \t|]*(?={_COLUMN})(?![^\n]*\b(?:sig|frequency|taking|current|status)\b)"
    rf"(?=[^\n]*\b(?:{_WHY_STOPPED}|(?:dates?|weeks|wks|dur\w*|length)\b[^\n]*\b(?:outcome|response|results?))\b)"
    r"([^\n]*)$"
)
""" "Drug | Dose | Weeks | Outcome": the head of a table of trials, and of none that says how or whether it is taken."""
_ALLERGIES = re.compile(r"(?m)^[ \t|]*(allerg(?:en|y|ies|ic to)[ \t]*(?:\||[ \t]{2,})[^\n]*reaction[^\n]*)$")
_LONGEST = 80
_TITLES_KEPT = 20_000
_LABEL = re.compile(
    r"(dose|dosage|duration|dates?|response|outcome|results?|reasons?|reason for \w+|side effects?|"
    r"effects?|comments?|notes?|"
    r"started|stopped|frequency|indication|status|start|stop|when|why|how|strength|sig|helpful|benefit|"
    r"taken for|for|"
    r"length|max(imum)?( dose)?|prescriber|route|qty|refills|trial \d+|med(ication)? ?#?\d+|adequate|"
    r"tolerability|dx|"
    r"(patient|pt|doctor|dr|provider|clinician|therapist|interviewer|d|p|q|a|guest_\w+)|name|(generic|"
    r"brand)( name)?|drug|medication|medicine)"
)


_CLASS = re.compile(
    r"(ssri|snri|tca|tricyclic|maoi|atypical|antidepressant|antipsychotic|mood stabilizer|stimulant|benzo|"
    r"benzodiazepine|hypnotic|anxiolytic|sleep aid|adjunct|augment\w*( agent)?|other|misc\w*|ndri|nassa)'?s?"
)
"""Classes that divide a list of medicines; they go on with the list's own heading."""


@dataclass(frozen=True, slots=True)
class Section:
    """From ``start`` on, the note speaks of ``kind``; ``end`` is where the heading ends."""

    start: int
    end: int
    kind: str
    title: str
    response: str | None = None
    stopped: bool = False


def _title_before(text: str, at: int) -> Iterator[tuple[int, int, int, bool]]:
    """The title that a colon ends, looked for in the characters right before it."""
    first = max(0, at - _LONGEST)
    line = text.rfind("\n", first, at) + 1
    whole = _TITLE.fullmatch(text, line, at) if line or first == 0 else None
    if whole:
        yield whole.start(1), whole.end(1), at + 1, False
        return
    cut = max(text.rfind(". ", max(line, first), at), text.rfind("; ", max(line, first), at))
    inner = _INNER_TITLE.fullmatch(text, cut + 2, at) if cut >= 0 else None
    if inner:
        yield inner.start(1), inner.end(1), at + 1, True


_STOPPED = re.compile(r"stopped|discontinued|d/c'?d|no longer taking")
_INLINE = re.compile(
    r"history (?:is|includes|was|reveals|significant|notable|remarkable|positive|of present)"
)
_INLINE_HEAD = re.compile(
    r"(?:.*\. {1,2}|[ \t]*)((?:past |prior |previous )?(?:psychiatric|family|psych|past medical|family "
    r"psychiatric) history)",
    re.DOTALL,
)


def find_sections(
    text: str, low: str, names: list[Mention], lex: Lexicon, *, whole: bool = False
) -> list[Section]:
    """The headings that matter, in order. A line that opens with a drug name is an item, not a heading."""
    found: list[Section] = []
    last = len(text) if whole or not names else names[-1].start
    for start, stop, end, inner in _candidates(text, last + _LONGEST):
        title = " ".join(low[start:stop].split()).strip("-*( ")
        listed = bool(found) and found[-1].kind in ("past_meds", "current_meds")
        if not (listed and _CLASS.fullmatch(title)) and not _is_item(title, start, stop, names):
            found += _headed(start, end, title, inner, lex)
    for pattern, kind in ((_TABLE, "past_meds"), (_ALLERGIES, "allergies")):
        found += [Section(m.start(1), m.end(1), kind, "head of a table") for m in pattern.finditer(low)]
    found += _in_line(low, lex)
    return sorted(found, key=_END)


_END = attrgetter("end")


def _is_item(title: str, start: int, stop: int, names: list[Mention]) -> bool:
    return _LABEL.fullmatch(title) is not None or _names_a_drug(start, stop, names)


_MOST_WORDS, _MOST_WORDS_UNKNOWN = 9, 6
"""Words of a heading of a kind we know, and of any other, at most (our choice)."""


def _headed(start: int, end: int, title: str, inner: bool, lex: Lexicon) -> Iterator[Section]:
    """The section that a title opens; one of no kind we know is narrative, if it opens its line."""
    kind, words = _kind(title, lex), len(title.split())
    if kind is None:
        if words <= _MOST_WORDS_UNKNOWN and not inner:
            yield Section(start, end, "narrative", title)
    elif words <= _MOST_WORDS:
        stopped = kind == "past_meds" and _STOPPED.search(title) is not None
        yield Section(start, end, kind, title, _response(title, kind, lex), stopped)


def _in_line(low: str, lex: Lexicon) -> Iterator[Section]:
    """ "Past psychiatric history is significant for ...": a heading as the subject of a sentence."""
    for match in _INLINE.finditer(low):
        line = max(low.rfind("\n", 0, match.start()) + 1, match.start() - 60)
        head = _INLINE_HEAD.fullmatch(low, line, match.start() + len("history"))
        if head:
            yield Section(head.start(1), head.end(1), _kind(head.group(1), lex) or "narrative", head.group(1))


def _candidates(text: str, until: int) -> Iterator[tuple[int, int, int, bool]]:
    """Start and end of each title, where its heading ends, and whether it stands inside a line."""
    at = text.find(":", 0, until)
    while at >= 0:
        if not text[at + 1 : at + 2].isdigit():
            yield from _title_before(text, at)
        at = text.find(":", at + 1, until)
    for match in _LINE.finditer(text, 0, until):
        group = match.lastindex or 1
        yield match.start(group), match.end(group), match.end(), False


def section_at(place: int, sections: list[Section]) -> Section | None:
    """The section that a place lies in."""
    i = bisect.bisect_right(sections, place, key=lambda s: s.end)
    return sections[i - 1] if i else None


def _names_a_drug(start: int, end: int, names: list[Mention]) -> bool:
    i = bisect.bisect_left(names, start, key=lambda m: m.start)
    return any(m.start < end and m.drug_class != "class_mention" for m in names[i : i + 3])


def _response(title: str, kind: str, lex: Lexicon) -> str | None:
    """ "Failed:" and "What helped:" say how everything under them went."""
    if kind != "past_meds":
        return None
    hits = [h for h in lex.cues.find(title, 0, len(title)) if "response" in h.cue.sets]
    return str(max(hits, key=lambda h: h.cue.rank).cue.sets["response"]) if hits else None


def _kind(title: str, lex: Lexicon) -> str | None:
    if title not in lex.titles and len(lex.titles) < _TITLES_KEPT:
        lex.titles[title] = next((k for k, ps in lex.section_kinds if all(p.search(title) for p in ps)), None)
    return lex.titles.get(title)
