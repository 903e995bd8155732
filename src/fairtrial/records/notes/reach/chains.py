"""Switches and additions within one sentence: the other drug of the pair."""

from __future__ import annotations

import itertools
import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.spans.doses import DOSE
from fairtrial.records.notes.spans.frequencies import FREQUENCY
from fairtrial.records.notes.spans.holders import Got, Holder
from fairtrial.records.notes.words.cues import Cue, Hit, derived

TO = re.compile(
    r"^(?:\W|\b(?:her|him|back|over|directly|gradually|slowly|patient|pt|the|and|then)\b)*\b(?:to|onto|"
    r"with|by|for|over to|and start(?:ed)?|and began?|in favor of|->)\b|^\s*->"
)


_THEN_TO = re.compile(
    r"^(?:\s*(?:in|around|by) (?:[a-z]+ )?(?:\d{4}|[a-z]+)(?=[\s,]))?[\s,]*(?:and |then |later |finally |subsequently |eventually |after that "
    r")*(?:switched |changed |went )?(?:on )?to (?:the |her |his )?$"
)


_ADDED = re.compile(r"\b(?:add\w*|augment\w*)\b")


_ONTO_BASE = re.compile(
    r"^[^;]*?\b(?:to|onto|on top of) (?:the |her |his |my |current |existing |ongoing |patient's )*$"
)


def chain(low: str, holders: list[Holder]) -> None:
    """ "switched from A to B and then to C": B was stopped as well. "add B to A": A goes on."""
    switch: Hit | None = None
    for k, (one, two) in enumerate(itertools.pairwise(holders)):
        gap = bare_gap(low, one.end, two.start)
        pair = next((g.hit for g in one.got if g.hit.cue.sets.get("pair") == "current"), None)
        if switch and not pair and gap.strip() == "to":
            one.got.append(Got(switch, True))
            counterpart(switch, k + 1, holders)
        switch = switch or pair
        _left_for_next(one, two, gap)
        _added_to_base(low, one, two, gap)


def _left_for_next(one: Holder, two: Holder, gap: str) -> None:
    """ "... to B, then to C": B, which was begun, was left for C."""
    begun = next((g.hit for g in one.got if g.ahead and _is_begun(g.hit)), None)
    if begun is None or begun.cue.sets["status"] != "current" or not _THEN_TO.match(gap):
        return
    stop = derived("stop.chain", {"status": "past", "stop": "done"}, ranks.STOPPED)
    one.got.append(Got(Hit(begun.start, begun.end, stop), False))
    two.got.append(Got(begun, True))


def _is_begun(hit: Hit) -> bool:
    return hit.cue.id == "take.switched_to" or hit.cue.id.endswith(".to")


def _added_to_base(low: str, one: Holder, two: Holder, gap: str) -> None:
    """ "Add B to A": what adds B says of A only that it is taken."""
    added = [g.hit for g in one.got if g.ahead and _ADDED.search(low[g.hit.start : g.hit.end])]
    if added and _ONTO_BASE.match(FREQUENCY.sub(" ", gap)):
        base = Hit(added[0].start, added[0].end, derived("take.base", {"status": "current"}, ranks.TOLD))
        two.got = [g for g in two.got if g.hit not in added]
        two.got.append(Got(base, True))


_ALIKE_AFTER = re.compile(r"\s*,?\s*(?:likewise|ditto|the same|same|similarly)\b")
_ALIKE_BEFORE = re.compile(
    r"[;,.:]\s*(?:and )?(?:(?:the )?same|likewise|ditto|similar\w*)(?: (?:thing|story|result\w*|problem\w*))?"
    r"(?: (?:with|for|on|happened with|is true of))?\s*$"
)


def alike(low: str, holders: list[Holder]) -> None:
    """ "avoid X; Y likewise": what was said of X holds for Y."""
    for one, two in itertools.pairwise(holders):
        gap = low[one.end : two.start]
        if _ALIKE_BEFORE.search(gap) or (";" in gap and _ALIKE_AFTER.match(low, two.end)):
            two.got += [Got(g.hit, True) for g in one.got if g.hit.cue.layer in ("event", "override")]


def bare_gap(low: str, start: int, end: int) -> str:
    """The words between two names without doses, frequencies and brackets."""
    gap = low[start:end]
    for pattern in (DOSE, FREQUENCY):
        gap = pattern.sub(" ", gap)
    return re.sub(r"\([^)]*\)|\bto \d+\b|[,]|\b(?:up to|max)\b|\b(?:because|due) .*?(?=\bto\b)", " ", gap)


def counterpart(hit: Hit, i: int, holders: list[Holder]) -> None:
    """The new drug of a switch: started if the old one was stopped, planned if it is to be."""
    status = hit.cue.sets["pair"]
    cue = Cue(
        f"{hit.cue.id}.to",
        "forward",
        "event",
        ranks.STARTED_IN_PASSING if status == "current" else ranks.NEXT,
        {"status": status, "weak": status == "current", "change": "started"},
    )
    holders[i].got.append(Got(Hit(hit.start, hit.end, cue), True))
