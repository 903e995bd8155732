"""Headings of a note and the kind of section each opens."""

from __future__ import annotations

import bisect
import functools
import re
from dataclasses import dataclass

from fairtrial.records.notes.lexicon import Lexicon
from fairtrial.records.notes.models import Mention

_COLON = re.compile(
    r"(?m)^[ \t]*(?:[-*#>]+|\(?\d{1,2}[.)])?[ \t]*([A-Za-z][A-Za-z0-9 /&,'.()\-]{0,70}?)[ \t]*:(?![0-9])"
    r"|(?<=[.;][ ])[ \t]*([A-Z][A-Za-z /&'\-]{1,45}?):(?![0-9])"
    r"|^[ \t]*([A-Z][A-Z0-9 /&,'().\-]{3,60})[ \t]*$"
    r"|^[ \t#*]*([A-Z][A-Za-z /&'\-]{3,50})[ \t*]*$(?=\n[ \t]*(?:[-*]|\d{1,2}[.)]))"
)
_LABEL = re.compile(
    r"(dose|dosage|duration|dates?|response|outcome|results?|reasons?|reason for \w+|side effects?|effects?|comments?|notes?|"
    r"started|stopped|frequency|indication|status|start|stop|when|why|how|strength|sig|helpful|benefit|taken for|for|"
    r"length|max(imum)?( dose)?|prescriber|route|qty|refills|trial \d+|med(ication)? ?#?\d+|adequate|tolerability|dx|"
    r"(patient|pt|doctor|dr|provider|clinician|therapist|interviewer|d|p|q|a|guest_\w+)|name|(generic|brand)( name)?|drug|medication|medicine)"
)


@dataclass(frozen=True, slots=True)
class Section:
    """From ``start`` on, the note speaks of ``kind``; ``end`` is where the heading ends."""

    start: int
    end: int
    kind: str
    title: str
    response: str | None = None
    stopped: bool = False


_STOPPED = re.compile(r"stopped|discontinued|d/c'?d|no longer taking")
_INLINE = re.compile(
    r"(?m)(?:^|(?<=\. )|(?<=\.  ))[ \t]*((?:past |prior |previous )?(?:psychiatric history|family history|psych history|past medical history|family psychiatric history))(?= (?:is|includes|was|reveals|significant|notable|remarkable|positive|of))"
)


def find_sections(text: str, low: str, names: list[Mention], lex: Lexicon) -> list[Section]:
    """The headings that matter, in order. A line that opens with a drug name is an item, not a heading."""
    found = []
    for match in _COLON.finditer(text):
        group = match.lastindex or 1
        title = " ".join(low[match.start(group) : match.end(group)].split()).strip("-*( ")
        if _LABEL.fullmatch(title) or _names_a_drug(match.start(group), match.end(group), names):
            continue
        kind = _kind(title, lex)
        if kind is None:
            if len(title.split()) > 6 or group == 2:
                continue
            kind = "narrative"
        elif len(title.split()) > 9:
            continue
        found.append(Section(match.start(group), match.end(), kind, title, _response(title, kind, lex), kind == "past_meds" and _STOPPED.search(title) is not None))
    for match in _INLINE.finditer(low):
        found.append(Section(match.start(1), match.end(1), _kind(match.group(1), lex) or "narrative", match.group(1)))
    found.sort(key=lambda x: x.end)
    return found


def section_at(place: int, sections: list[Section]) -> Section | None:
    """The section that a place lies in."""
    i = bisect.bisect_right(sections, place, key=lambda s: s.end)
    return sections[i - 1] if i else None


def _names_a_drug(start: int, end: int, names: list[Mention]) -> bool:
    i = bisect.bisect_left(names, start, key=lambda m: m.start)
    return any(m.start < end and m.drug_class != "class_mention" for m in names[i : i + 3])


def _response(title: str, kind: str, lex: Lexicon) -> str | None:
    """"Failed:" and "What helped:" say how everything under them went."""
    if kind != "past_meds":
        return None
    hits = [h for h in lex.cues.find(title, 0, len(title)) if "response" in h.cue.sets]
    return str(max(hits, key=lambda h: h.cue.rank).cue.sets["response"]) if hits else None


def _kind(title: str, lex: Lexicon) -> str | None:
    return _kind_cached(title, lex.section_kinds)


@functools.lru_cache(maxsize=4096)
def _kind_cached(title: str, kinds: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]) -> str | None:
    for kind, patterns in kinds:
        if all(p.search(title) for p in patterns):
            return kind
    return None
