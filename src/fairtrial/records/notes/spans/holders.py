"""Names within one sentence: aliases merged, coordinated ones joined."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from fairtrial.records.notes.models import Mention
from fairtrial.records.notes.spans.doses import DOSE
from fairtrial.records.notes.spans.frequencies import FREQUENCY
from fairtrial.records.notes.spans.times import DATE, DURATION, RANGE
from fairtrial.records.notes.words.cues import Hit
from fairtrial.records.notes.words.lexicon import Lexicon

_ALIAS = re.compile(
    r"\s*(?:hcl|hydrochloride)?[\s\-]*[(\[/]\s*(?:aka|brand name|brand|generic|generic for|"
    r"a\.k\.a\.)?\s*|\s*,?\s*(?:aka|a\.k\.a\.?|also known as|brand name|generic for|which is)\s*"
)


_LINKING = re.compile(
    r"(?:[\s,/&+()|\]\[~]|'s\b|\b(?:tried|trialed|vs|versus)\b|\b(?:and|or|nor|plus|then|both|also|such as|including|like|e\.g\.?|i\.e\.?|"
    r"(?:the )?combination of|combined with|in combination with|together with|with|namely|included|include|as well as|along with|followed by|and then|even|either|the|eventually|"
    r"later|finally|most recently|at|up to|to|a|of|max|dose|x|for|about|approximately|each|prn|po|"
    r"p\.o\.|tablet|tab|tabs|tablets|one|two|from|in|since|->|most|hcl|xr|sr|er|xl|cr)\b|->)*"
)


@dataclass(slots=True)
class Got:
    """A cue that speaks of a name: from before it or from after it, or lasting on from an earlier name."""

    hit: Hit
    ahead: bool
    lasting: bool = False


@dataclass(slots=True)
class Holder:
    """One name in a sentence (with its other name in brackets) and everything said of it there."""

    names: list[Mention]
    start: int
    end: int
    limit: int
    drug: str
    got: list[Got] = field(default_factory=list)
    joined_next: bool = False
    joined_by_and: bool = False


def holders_of(low: str, names: list[Mention], end: int, lex: Lexicon) -> list[Holder]:
    """Names to holders: "Prozac (fluoxetine)" is one."""
    out: list[Holder] = []
    for name in names:
        last = out[-1] if out else None
        after = name.end + len(_form(low, name.end, lex))
        if last is not None and last.drug == name.drug and _is_alias(low, last.names[-1].end, name.start):
            last.names.append(name)
            last.end = after + (1 if low[after : after + 1] in (")", "]") else 0)
        else:
            out.append(Holder([name], name.start, after, end, name.drug))
    if out:
        out[-1].limit = _other_item(low, out[-1].end, end, lex)
    for one, two in itertools.pairwise(out):
        one.limit = _other_item(low, one.end, two.start, lex)
        gap = low[one.end : two.start]
        one.joined_next, one.joined_by_and = (
            _transparent(gap, lex),
            bool(re.search(r"\b(?:and|or|nor)\b|[&+/]", gap)),
        )
    return out


_ITEM = re.compile(
    r"\)\s*[,;]\s*(?:and )?([a-z]{6,})(?: \d+ ?mg)?\s*\("
    r"|,\s*(?:and )?([a-z]{6,})(?: \d+ ?mg)?, which (?:was|made|caused|did|gave|had|helped|worked)\b"
)


def _other_item(low: str, start: int, end: int, lex: Lexicon) -> int:
    """Where another medicine of the list begins, one with a bracket of its own: "X (dizzy), hydroxyzine (helps)"."""
    for m in _ITEM.finditer(low, start, end):
        word = m.group(1) or m.group(2)
        if not (word in lex.cues.sources or word in lex.set_of("light") or lex.side_effects.match(word)):
            return m.start(m.lastindex or 0)
    return end


def _form(low: str, end: int, lex: Lexicon) -> str:
    form = lex.formulation.match(low, end)
    return form.group() if form else ""


def _is_alias(low: str, end: int, start: int) -> bool:
    gap = DOSE.sub(" ", low[end:start])
    gap = re.sub(r"^[\s-]*(?:xr|er|sr|xl|la|cr|dr)\b", "", gap)
    return len(gap) < 24 and _ALIAS.fullmatch(gap) is not None


_LISTED_WORD = re.compile(
    r"(?<=,)\s*(?:and\s+)?([a-z][a-z\-]{3,})(?=\s*,|\s+(?:and|or)\b)|^\s*(?:and|or)\s+()(?=,)"
)


def _unknown_item(m: re.Match[str], lex: Lexicon) -> str:
    """Another medicine in a list is passed over; a word that opens a cue is not."""
    return (
        m.group()
        if not m.group(1) or m.group(1) in lex.cues.sources or lex.side_effects.match(m.group(1))
        else " "
    )


_BEFORE_IT = re.compile(r"\bsince\s*$")
""" "No antidepressant since X": the second name is no item of a list with the first."""


def _transparent(gap: str, lex: Lexicon) -> bool:
    if len(gap) > 140:
        return False
    if "," in gap:
        gap = _LISTED_WORD.sub(lambda m: _unknown_item(m, lex), gap)
    for pattern in (DOSE, RANGE, DURATION, DATE, FREQUENCY):
        gap = pattern.sub(" ", gap)
    if gap.strip() == "to" or _BEFORE_IT.search(gap):
        return False
    gap = re.sub(r"[<>~=#]|\b\d+(?:\.\d+)?\b", " ", gap)
    return _LINKING.fullmatch(gap) is not None
