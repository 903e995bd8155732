"""Additions and switches: which of two drugs the words after them speak of."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.spans.reading import Reading


def redirect(holders: list[Holder]) -> None:
    """In "X added to Y; stopped" what follows speaks of X: move it from the base drug to the added one."""
    for one, two in itertools.pairwise(holders):
        if any(g.hit.cue.sets.get("base") and g.ahead and g.hit.start >= one.end for g in two.got):
            moved = [g for g in two.got if not g.ahead and not any(g.hit is h.hit for h in one.got)]
            two.got = [g for g in two.got if g.ahead or g not in moved]
            one.got += moved
            one.limit = two.limit
            two.limit = two.end


_REASON_ENDS = re.compile(
    r"[;]|\.\s|,\s*(?:and|now|which)|\b(?:but|and (?:is|was|has|now|she|he|then|i|continues|feels)|"
    r"with (?:good|great|partial|some))\b"
)


_BRACKET = re.compile(r"[^(;.]{0,24}(\([^)]*\))")


def _why_stopped(two: Holder, told: re.Match[str]) -> bool:
    """A bracket after the new drug of a switch, unless it says that the new one helped."""
    said = [g.hit.cue for g in two.got if told.start(1) <= g.hit.start < told.end(1)]
    return not any(c.sets.get("response") in ("response", "partial", "remission") for c in said)


def switch_reasons(low: str, holders: list[Holder]) -> dict[int, tuple[int, int]]:
    """In "switched from X to Y due to R", R is why X was stopped.

    Moves the cues of R to X and returns the place of R by the index of X.
    """
    places: dict[int, tuple[int, int]] = {}
    for k, (one, two) in enumerate(itertools.pairwise(holders)):
        place = _reason_after(low, two) if _is_switch(one, two) else None
        if place is not None:
            one.got += [g for g in two.got if not g.ahead and place[0] <= g.hit.start < place[1]]
            two.got = [g for g in two.got if g.ahead or not place[0] <= g.hit.start < place[1]]
            places[k] = place
    return places


def _is_switch(one: Holder, two: Holder) -> bool:
    old = any(g.hit.cue.id in ("pair.past", "pair.planned", "stop.switched") for g in one.got)
    return old and any(
        g.hit.cue.id.endswith(".to") or g.hit.cue.id in ("take.switched_to", "plan.agent") for g in two.got
    )


_OF_THE_NEW = re.compile(r"(?:for|with|as)\b")


def _reason_after(low: str, two: Holder) -> tuple[int, int] | None:
    """The words after a word such as "because", or else a bracket, after the new drug."""
    links = [g.hit for g in two.got if not g.ahead and g.hit.cue.sets.get("because")]
    link = next((hit for hit in links if hit.start >= two.end), None)
    if link is None:
        told = _BRACKET.match(low, two.end, two.limit)
        return told.span(1) if told and _why_stopped(two, told) else None
    if _OF_THE_NEW.match(low, link.start):
        return None
    end = _REASON_ENDS.search(low, link.end, two.limit)
    return link.start, end.start() if end else two.limit


_LEFT = frozenset({"pair.past", "stop.switched", "stop.chain"})


def share_day_of_switch(readings: list[Reading]) -> None:
    """ "Switched from X to Y in May": the end of X and the start of Y."""
    for one, two in itertools.pairwise(readings):
        if one.why["status"].cue in _LEFT and two.change == "started" and two.status != "planned":
            day = one.times.stopped or two.times.started
            one.times = replace(one.times, stopped=day)
            two.times = replace(two.times, started=two.times.started or day)
