"""Names within one sentence, and which cue speaks of which name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from fairtrial.records.notes.cues import Cue, Hit
from fairtrial.records.notes.doses import DOSE, FREQUENCY
from fairtrial.records.notes.lexicon import Lexicon
from fairtrial.records.notes.models import Mention
from fairtrial.records.notes.times import DATE, DURATION, RANGE

_ALIAS = re.compile(r"\s*(?:hcl|hydrochloride)?[\s\-]*[(\[/]\s*(?:aka|brand name|brand|generic|generic for|a\.k\.a\.)?\s*|\s*,?\s*(?:aka|a\.k\.a\.?|also known as|brand name|generic for|which is)\s*")
_LINKING = re.compile(r"(?:[\s,/&+()|\]\[~]|\b(?:and|or|nor|plus|then|both|also|such as|including|like|e\.g\.?|i\.e\.?|namely|included|include|as well as|along with|followed by|and then|even|either|the|eventually|later|finally|most recently|at|up to|to|a|of|max|dose|x|for|about|approximately|each|prn|po|p\.o\.|tablet|tab|tabs|tablets|one|two|from|in|since|->|most|hcl|xr|sr|er|xl|cr)\b|->)*")
BOUNDARY = re.compile(r"[;,:|]|\b(?:and|but|then|while|whereas|although|though|however|yet|now|plus)\b|\s-+\s|\s-(?=[a-z])|->")
_TO = re.compile(r"^(?:\W|\b(?:her|him|back|over|directly|gradually|slowly|patient|pt|the|and|then)\b)*\b(?:to|onto|with|by|for|over to|and start(?:ed)?|and began?|in favor of|->)\b|^\s*->")
_DISTRIBUTES = re.compile(r"\b(?:each|all|both|none|neither|nothing|any of (?:these|them)|every one|everything)\b")


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
    for one, two in zip(out, out[1:], strict=False):
        one.limit = two.start
        gap = low[one.end : two.start]
        one.joined_next, one.joined_by_and = _transparent(gap, lex), bool(re.search(r"\b(?:and|or|nor)\b|[&+/]", gap))
    return out


def _form(low: str, end: int, lex: Lexicon) -> str:
    form = lex.formulation.match(low, end)
    return form.group() if form else ""


def _is_alias(low: str, end: int, start: int) -> bool:
    gap = DOSE.sub(" ", low[end:start])
    gap = re.sub(r"^[\s-]*(?:xr|er|sr|xl|la|cr|dr)\b", "", gap)
    return len(gap) < 24 and _ALIAS.fullmatch(gap) is not None


_LISTED_WORD = re.compile(r"(?<=,)\s*(?:and\s+)?([a-z][a-z\-]{3,})(?=\s*,|\s+(?:and|or)\b)|^\s*(?:and|or)\s+()(?=,)")


def _unknown_item(m: re.Match[str], lex: Lexicon) -> str:
    """Another medicine in a list is passed over; a word that opens a cue is not."""
    return m.group() if not m.group(1) or m.group(1) in lex.cues.sources or lex.side_effects.match(m.group(1)) else " "


def _transparent(gap: str, lex: Lexicon) -> bool:
    if len(gap) > 140:
        return False
    if "," in gap:
        gap = _LISTED_WORD.sub(lambda m: _unknown_item(m, lex), gap)
    for pattern in (DOSE, RANGE, DURATION, DATE, FREQUENCY):
        gap = pattern.sub(" ", gap)
    if gap.strip() == "to":
        return False
    gap = re.sub(r"[<>~=#]|\b\d+(?:\.\d+)?\b", " ", gap)
    return _LINKING.fullmatch(gap) is not None


def attach(low: str, start: int, hits: list[Hit], holders: list[Holder], lex: Lexicon) -> list[Hit]:
    """Give each cue to the names it speaks of; return those that found none."""
    free: list[Hit] = []
    for hit in hits:
        if any(h.start < hit.end and hit.start < h.end for h in holders):
            _inside(hit, holders)
            continue
        before = max((i for i, h in enumerate(holders) if h.end <= hit.start), default=None)
        after = next((i for i, h in enumerate(holders) if h.start >= hit.end), None)
        way = _direction(low, start, hit, before, after, holders, lex)
        if way == "ahead" and after is not None:
            _forward(low, hit, after, holders)
        elif way == "back" and before is not None:
            _backward(low, hit, before, holders)
        elif way == "all":
            for holder in holders:
                holder.got.append(Got(hit, holder.start >= hit.end))
        else:
            free.append(hit)
    _chain(low, holders)
    _last_on(low, holders)
    return free


_THEN_TO = re.compile(r"^[\s,]*(?:and |and then |then |later |finally |subsequently |eventually |after that )*(?:switched |changed |went )?(?:on )?to (?:the |her |his )?$")
_ADDED = re.compile(r"\b(?:add\w*|augment\w*)\b")
_ONTO_BASE = re.compile(r"^[^;]*?\b(?:to|onto|on top of) (?:the |her |his |my |current |existing |ongoing |patient's )*$")


def _chain(low: str, holders: list[Holder]) -> None:
    """ "switched from A to B and then to C": B was stopped as well. "add B to A": A goes on."""
    for one, two in zip(holders, holders[1:], strict=False):
        gap = _bare_gap(low, one.end, two.start)
        begun = [g for g in one.got if g.ahead and (g.hit.cue.id in ("take.switched_to",) or g.hit.cue.id.endswith(".to"))]
        if begun and begun[0].hit.cue.sets["status"] == "current" and _THEN_TO.match(gap):
            hit = begun[0].hit
            one.got.append(Got(Hit(hit.start, hit.end, _derived("stop.chain", {"status": "past", "stop": "done"}, 60)), False))
            two.got.append(Got(hit, True))
        added = [g for g in one.got if g.ahead and _ADDED.search(low[g.hit.start : g.hit.end])]
        if added and _ONTO_BASE.match(FREQUENCY.sub(" ", gap)):
            two.got = [g for g in two.got if g.hit not in [a.hit for a in added]]
            two.got.append(Got(Hit(added[0].hit.start, added[0].hit.end, _derived("take.base", {"status": "current"}, 40)), True))


def _derived(name: str, sets: dict[str, Any], rank: int) -> Cue:
    return Cue(name, "forward", "event", rank, sets)


def _inside(hit: Hit, holders: list[Holder]) -> None:
    """A cue with a name within it ("prescribed Prozac but never") speaks of that name."""
    for holder in holders:
        if hit.start < holder.start and holder.end <= hit.end:
            holder.got.append(Got(hit, True))


def _direction(
    low: str, start: int, hit: Hit, before: int | None, after: int | None, holders: list[Holder], lex: Lexicon
) -> str:
    cue = hit.cue
    if cue.reach == "sentence":
        return "all"
    close = after is not None and _adjacent(low, hit, holders[after], lex)
    if cue.layer in ("outcome", "link"):
        if close and cue.layer == "outcome" and _leads(low, hit, holders[after]):  # type: ignore[index]
            return "ahead"
        return "back" if before is not None else "none"
    if cue.sets.get("pair") and after is not None and re.search(r"\b(?:to|onto)\b", low[hit.end : holders[after].start]):
        return "none"
    if cue.reach == "forward":
        return "ahead" if after is not None and (close if cue.close else _open(low, hit, holders[after])) else "none"
    if cue.reach == "backward":
        return "back" if before is not None else "none"
    if after is None:
        return "back" if before is not None else "none"
    if before is None:
        return "ahead" if _open(low, hit, holders[after]) else "none"
    gap_start, gap_end = holders[before].end, holders[after].start
    if "(" in low[gap_start : hit.start] and ")" in low[hit.end : gap_end]:
        return "back"
    if close:
        return "ahead"
    last = max((m.start() for m in BOUNDARY.finditer(low, gap_start, gap_end)), default=None)
    if last is not None and hit.start >= last and _open(low, hit, holders[after]):
        return "ahead"
    return "back"


def _open(low: str, hit: Hit, holder: Holder) -> bool:
    gap = low[hit.end : holder.start]
    if "stop" in hit.cue.sets and re.search(r"\b(?:smoking|drinking|alcohol|job|school|working|work|drugs|cocaine|tobacco)\b", gap):
        return False
    return ";" not in gap and len(gap) < 160 and not re.search(r"\b(?:but|however|although|whereas)\b|\.\s|\bwhich\b", gap)


def _adjacent(low: str, hit: Hit, holder: Holder, lex: Lexicon) -> bool:
    gap = low[hit.end : holder.start]
    if len(gap) > 90 or re.search(r"[;,)]|\.\s|\s-\s", gap):
        return False
    light = lex.set_of("light")
    return all(w in light or w.isdigit() for w in re.findall(r"[a-z0-9'/]+", DOSE.sub(" ", gap)))


def _leads(low: str, hit: Hit, holder: Holder) -> bool:
    """An outcome speaks of the name after it only through a preposition, or as the verb of it ("helped by X")."""
    gap = low[hit.end : holder.start]
    inside = low[hit.start : hit.end]
    if re.search(r"\b(?:to|from|with|on|of|by|of|off|taking|while|tolerate|for|since|starting)\b", gap) and not re.match(r"\s*(?:and|or|for)\b", gap):
        return True
    return inside.endswith((" to", " from", " with", " on", " of", "tolerate", "afford", "benefited from", "afford", "failed", "to take"))


def _forward(low: str, hit: Hit, after: int, holders: list[Holder]) -> None:
    holders[after].got.append(Got(hit, True))
    if hit.cue.sets.get("pair"):
        if after + 1 < len(holders) and _TO.search(_bare_gap(low, holders[after].end, holders[after + 1].start)):
            _counterpart(low, hit, after + 1, holders)
        return
    i = after
    while i + 1 < len(holders) and holders[i].joined_next:
        if hit.cue.layer == "outcome" and re.search(r",\s*and\b", low[holders[i].end : holders[i + 1].start]) and i == after:
            return
        i += 1
        holders[i].got.append(Got(hit, True))


def _bare_gap(low: str, start: int, end: int) -> str:
    gap = low[start:end]
    for pattern in (DOSE, FREQUENCY):
        gap = pattern.sub(" ", gap)
    return re.sub(r"\([^)]*\)|\bto \d+\b|[,]|\b(?:up to|max)\b|\b(?:because|due) .*?(?=\bto\b)", " ", gap)


def _counterpart(low: str, hit: Hit, i: int, holders: list[Holder]) -> None:
    """The new drug of a switch: started if the old one was stopped, planned if it is to be."""
    status = hit.cue.sets["pair"]
    cue = Cue(f"{hit.cue.id}.to", "forward", "event", 31 if status == "current" else 47, {"status": status, "weak": status == "current", "change": "started"})
    holders[i].got.append(Got(Hit(hit.start, hit.end, cue), True))


def _backward(low: str, hit: Hit, before: int, holders: list[Holder]) -> None:
    holders[before].got.append(Got(hit, False))
    between = low[holders[before].end : hit.start]
    everyone = _DISTRIBUTES.search(between) or _DISTRIBUTES.match(low, hit.start)
    if everyone:
        for holder in holders[:before]:
            holder.got.append(Got(hit, False))
        return
    i = before
    marked = re.search(r"[(\[:]|\s-\s", between) is not None
    singular = re.search(r"\bwhich (?:was|caused|made|gave|did|had|helped|worked)|\bthe (?:latter|last)\b", low[holders[before].end : hit.end])
    if singular or _own_words(between):
        return
    while i > 0 and holders[i - 1].joined_next and (not marked or holders[i - 1].joined_by_and):
        i -= 1
        holders[i].got.append(Got(hit, False))


def _own_words(between: str) -> bool:
    """A cue in brackets belongs to the one name before the bracket."""
    return between.count("(") > between.count(")")


def _last_on(low: str, holders: list[Holder]) -> None:
    """Cues of a list hold for later names until a name has its own."""
    carried: Got | None = None
    for holder in holders:
        own = [g for g in holder.got if g.ahead and g.hit.cue.layer in ("event", "override") and "status" in g.hit.cue.sets]
        lasting = [g for g in own if g.hit.cue.lasting]
        if lasting:
            carried = max(lasting, key=lambda g: (g.hit.cue.rank, g.hit.start))
        elif own:
            carried = None
        elif carried is not None:
            if re.search(r"\b(?:now|currently|but|presently)\b|;", low[carried.hit.end : holder.start]):
                gap = low[carried.hit.end : holder.start]
                if re.search(r"\b(?:now|currently|presently)\b", gap):
                    carried = None
                    continue
            holder.got.append(Got(carried.hit, True, True))
