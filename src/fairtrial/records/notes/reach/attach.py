"""Which cue speaks of which name."""

from __future__ import annotations

import bisect
import re
from operator import attrgetter

from fairtrial.records.notes.reach.chains import TO, alike, bare_gap, chain, counterpart
from fairtrial.records.notes.reach.direction import At, direction
from fairtrial.records.notes.reach.not_of_it import not_of_it
from fairtrial.records.notes.spans.holders import Got, Holder
from fairtrial.records.notes.words.cues import Hit
from fairtrial.records.notes.words.lexicon import Lexicon

_DISTRIBUTES = re.compile(
    r"\b(?:each|all|both|none|neither|nothing|any of (?:these|them)|every one|everything)\b"
)


def attach(
    text: str, low: str, start: int, hits: list[Hit], holders: list[Holder], lex: Lexicon
) -> list[Hit]:
    """Give each cue to the names it speaks of; return those that found none."""
    free: list[Hit] = []
    for hit in hits:
        if any(h.start < hit.end and hit.start < h.end for h in holders):
            _inside(hit, holders)
        elif not _outside(text, low, start, hit, holders, lex):
            free.append(hit)
    chain(low, holders)
    alike(low, holders)
    _last_on(low, holders)
    return free


def _outside(text: str, low: str, start: int, hit: Hit, holders: list[Holder], lex: Lexicon) -> bool:
    """Give a cue between names to those it looks to; False where it looks to none."""
    after = bisect.bisect_left(holders, hit.end, key=_START)
    before = bisect.bisect_right(holders, hit.start, key=_END) - 1
    one, two = holders[before] if before >= 0 else None, holders[after] if after < len(holders) else None
    way = direction(At(low, start, hit, one, two, lex))
    if way == "ahead":
        _forward(low, hit, after, holders)
    elif way == "back" and one is not None:
        if hit.start < one.limit and not not_of_it(text, low, one.end, hit):
            _backward(low, hit, before, holders)
    elif way == "all":
        for holder in holders:
            holder.got.append(Got(hit, holder.start >= hit.end))
    else:
        return False
    return True


_START, _END = attrgetter("start"), attrgetter("end")


def _inside(hit: Hit, holders: list[Holder]) -> None:
    """A cue with a name within it ("prescribed Prozac but never") speaks of that name."""
    for holder in holders:
        if hit.start < holder.start and holder.end <= hit.end:
            holder.got.append(Got(hit, True))


def _forward(low: str, hit: Hit, after: int, holders: list[Holder]) -> None:
    holders[after].got.append(Got(hit, True))
    if hit.cue.sets.get("pair"):
        if after + 1 < len(holders) and TO.search(
            bare_gap(low, holders[after].end, holders[after + 1].start)
        ):
            counterpart(hit, after + 1, holders)
        return
    i = after
    while i + 1 < len(holders) and holders[i].joined_next:
        if (
            hit.cue.layer == "outcome"
            and re.search(r",\s*and\b", low[holders[i].end : holders[i + 1].start])
            and i == after
        ):
            return
        i += 1
        holders[i].got.append(Got(hit, True))


_OF_ONE = re.compile(r"\bwhich (?:was|caused|made|gave|did|had|helped|worked)|\bthe (?:latter|last)\b")
_MARK = re.compile(r"[(\[:]|\s-\s")


def _backward(low: str, hit: Hit, before: int, holders: list[Holder]) -> None:
    """To the name before, and to those joined to it, unless the words are of that one alone."""
    last = holders[before]
    last.got.append(Got(hit, False))
    between = low[last.end : hit.start]
    if _of_everyone(low, hit, between):
        for holder in holders[:before]:
            holder.got.append(Got(hit, False))
        return
    singular = _OF_ONE.search(low[last.end : hit.end]) and "combination" not in low
    if singular or _own_words(between):
        return
    marked = _MARK.search(between) is not None
    for i in range(before - 1, -1, -1):
        one, two = holders[i], holders[i + 1]
        if not one.joined_next or (marked and not one.joined_by_and and not _headed(low, between, one, two)):
            return
        one.got.append(Got(hit, False))


def _of_everyone(low: str, hit: Hit, between: str) -> bool:
    """ "X and Y, both stopped", "stopped all"."""
    return bool(
        _DISTRIBUTES.search(between)
        or _DISTRIBUTES.match(low, hit.start)
        or ("stop" in hit.cue.sets and _DISTRIBUTES.match(low, min(hit.end + 1, len(low))))
    )


def _headed(low: str, between: str, one: Holder, two: Holder) -> bool:
    """ "X, Y: no response" and "X, Y - no response": names with nothing of their own."""
    return "(" not in between and "[" not in between and low[one.end : two.start].strip() == ","


def _own_words(between: str) -> bool:
    """A cue in brackets belongs to the one name before the bracket."""
    return between.count("(") > between.count(")")


def _last_on(low: str, holders: list[Holder]) -> None:
    """Cues of a list hold for later names until a name has its own."""
    carried: Got | None = None
    for holder in holders:
        own = [
            g
            for g in holder.got
            if g.ahead and g.hit.cue.layer in ("event", "override") and "status" in g.hit.cue.sets
        ]
        lasting = [g for g in own if g.hit.cue.lasting]
        if lasting:
            carried = max(lasting, key=lambda g: (g.hit.cue.rank, g.hit.start))
        elif own:
            carried = None
        elif carried is not None:
            if re.search(r"\b(?:now|currently|presently)\b", low[carried.hit.end : holder.start]):
                carried = None
                continue
            holder.got.append(Got(carried.hit, True, True))
