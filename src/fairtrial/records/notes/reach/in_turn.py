"""Trials told one after the other: "first X, then Y, finally Z"; "X was started ... Y followed"."""

from __future__ import annotations

import itertools
import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.holders import Got, Holder
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.words.cues import Hit, derived

_NEXT = re.compile(
    r"[,;.)]\s*(?:and\s+|but\s+)?(then|next|finally|lastly|subsequently|later|most recently|eventually|after that|"
    r"before that(?: was)?|thereafter)\s+(?:(?:on|to|by|with|came|tried|a|trial|of|was)\s+)*$"
)
_FIRST = re.compile(r"(?:^|[.;:\n]\s*)(?:first|initially|at first)\W+(?:on |came |with )*$")
_OVER = {"status": "past", "weak": True}


def one_after_another(low: str, s: int, holders: list[Holder]) -> None:
    """What was followed by the next trial is over, unless the words say that it goes on."""
    if len(holders) < 2:
        return
    opened = _FIRST.search(low, max(0, s - 1), holders[0].start) is not None
    for k, (one, two) in enumerate(itertools.pairwise(holders)):
        word = _NEXT.search(low, one.end, two.start)
        if word is None or not (opened or k or len(holders) > 2):
            continue
        over = two if word.group(1).startswith("before") else one
        over.got.append(Got(Hit(*word.span(1), derived("past.in_turn", _OVER, ranks.FOLLOWED)), over is two))


_TRIALS = re.compile(r"\W*(?:[a-z]+ ){0,2}trials?\b[^:.;\n]{0,40}:\s*")


def under_trials(low: str, s: int, holders: list[Holder]) -> None:
    """ "Trials over six weeks: X, Y": a heading within the line."""
    if low.find("trial", s, holders[0].start) >= 0 and _TRIALS.fullmatch(low, s, holders[0].start):
        for holder in holders:
            hit = Hit(s, holders[0].start, derived("past.trials_heading", _OVER, ranks.FOLLOWED))
            holder.got.append(Got(hit, True))


def replaced_by_plan(holder: Holder, earlier: list[tuple[Holder, Reading]]) -> None:
    """ "X is not helping. We will switch her to Y": X is to be stopped."""
    switch = [g.hit for g in holder.got if g.ahead and g.hit.cue.id == "plan.agent"]
    if not switch or not earlier or earlier[-1][1].drug == holder.drug or _if(holder):
        return
    r = earlier[-1][1]
    if r.status == "current" and r.stop is None:
        r.stop, r.change = "planned", "stop_planned"


def _if(holder: Holder) -> bool:
    """ "If no better in six weeks, switch to Y": nothing is to be stopped yet."""
    return any(g.hit.cue.sets.get("conditional") for g in holder.got)


_FOLLOWED = re.compile(
    r"[^,.;]{0,24}(?:followed and|followed,|followed\.|came next|was next|(?:was|were) (?:then |therefore )?substituted|"
    r"(?:was|were) (?:given|used|tried|prescribed|started) (?:instead|in its place)|replaced (?:it|this)|took its place)"
)


def replaced_by_next(low: str, holder: Holder, earlier: list[tuple[Holder, Reading]]) -> None:
    """ "Y followed", "Y was substituted": the drug of the sentence before is over."""
    word = _FOLLOWED.match(low, holder.end) if earlier else None
    if word is None:
        return
    r = earlier[-1][1]
    if r.status == "current" and r.weak and r.stop is None and r.drug != holder.drug:
        r.becomes(
            "past", ranks.FOLLOWED, Why("past.in_turn", "inferred", holder.start, word.end()), weak=True
        )
