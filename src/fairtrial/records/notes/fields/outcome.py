"""What came of a drug: whether that ended it, how it helped, its side effect, and why it was stopped."""

from __future__ import annotations

import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.fields.reason import Told, decide_reason
from fairtrial.records.notes.fields.response import decide_response
from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.effect_ties import Effect
from fairtrial.records.notes.spans.holders import Got, Holder
from fairtrial.records.notes.spans.reading import Reading
from fairtrial.records.notes.words.cues import Hit
from fairtrial.records.notes.words.months import ANY_MONTH

GROUND = re.compile(
    r"\b(?:because|as)\s+(?!of\b|(?:an? )?(?:adjunct|add-on|augment\w*|monotherapy|needed|part|well)\b|it\b|its\b|she\b|he\b|this\b|i\b|they\b|her\b|his\b|\d|then\b|a\b|"
    rf"{ANY_MONTH})"
)


_UNSURE = re.compile(
    r"\b(?:whether|if|unclear|unsure|not sure|hope|hopes|hoping|hopefully|wonders?|to see|see how|"
    r"should|would|will|may|might|could|expected?|to determine|doubt\w*)\b(?!.*\b(?:but|and|that)\b)"
)


def _clause_before(low: str, at: int) -> str:
    """The words before a place back to the nearest stop, bracket or dash, at most 70 characters."""
    return re.split(r"[.;:(\n,]|\s-\s|\b(?:as|because|since|and)\b", low[max(0, at - 70) : at])[-1]


CUT_SHORT = re.compile(r"\s*(?:[.;,)]|$|\n|either\b|at all\b)")
_ENDED = re.compile(
    r"\s*(?:[.;,)|/\]]|$|\n|-|but\b|and\b|then\b|for\b|on\b|initially|at first|so\b|x\b|after\b|until\b|to\b)"
)
_MARKED = re.compile(r"[(:|=>,;-]\s*$")


def decide_outcome(
    low: str,
    r: Reading,
    holder: Holder,
    got: list[Got],
    effects: list[Effect],
    limit: int,
    followed: bool = False,
) -> None:
    """Response, reason and side effect from the outcome cues and side-effect words tied to the name.

    ``followed``: a later sentence tells them, in which ``holder`` stands for the name.
    """
    outcomes = [g for g in got if g.hit.cue.layer == "outcome" and _counts(low, holder, g, followed)]
    _end_where_implied(low, r, outcomes)
    decide_response(low, r, outcomes, got)
    clean = any(g.hit.cue.sets.get("clean") for g in outcomes)
    told = [] if clean else effects
    _set_side_effect(low, r, told)
    decide_reason(r, Told(low, holder, outcomes, told, got, limit, followed))


def _counts(low: str, holder: Holder, g: Got, followed: bool) -> bool:
    """Whether an outcome cue stands as an outcome: whole, sure, and of the drug."""
    hit, sets = g.hit, g.hit.cue.sets
    if sets.get("elliptic") and not CUT_SHORT.match(low, hit.end):
        return False
    if sets.get("bare") and not _answers(low, holder, hit, followed):
        return False
    if sets.get("response") in ("response", "partial"):
        if not g.ahead and GROUND.search(low[max(holder.end, low.rfind(";", 0, hit.start)) : hit.start]):
            return False
        if _OFF_IT.match(low, hit.end):
            return False
    return not (_may_be_doubted(hit) and _UNSURE.search(_clause_before(low, hit.start)))


def _answers(low: str, holder: Holder, hit: Hit, followed: bool) -> bool:
    """A bare word such as "good" stands after a mark, or opens a later sentence, and ends what is said."""
    marked = _MARKED.search(low[max(holder.start, hit.start - 8) : hit.start])
    opens = followed and not low[holder.start : hit.start].strip(" \"'")
    return bool(marked or opens) and _ENDED.match(low, hit.end) is not None


def _may_be_doubted(hit: Hit) -> bool:
    """What may be hoped for or feared; side effects and costs are told as they are."""
    sets = hit.cue.sets
    implied = sets.get("stop") == "implied" and sets.get("reason") != "cost"
    return "response" in sets or "lost" in sets or implied


def _end_where_implied(low: str, r: Reading, outcomes: list[Got]) -> None:
    """ "Could not tolerate X": the trial is over, though no stop is told."""
    to_stop = r.status == "current" and r.stop == "planned"
    if r.status not in ("current", "past") or r.rank >= ranks.STOP_IMPLIED or to_stop:
        return
    for hit in (g.hit for g in outcomes if g.hit.cue.sets.get("stop") == "implied"):
        if not _OF_MORE.match(low, hit.end):
            r.becomes("past", ranks.STOP_IMPLIED, Why(hit.cue.id, "explicit", hit.start, hit.end))
            r.stop = "done"
            return


_JOINED = 25
"""Characters between two side effects told together, at most (our choice)."""


def _set_side_effect(low: str, r: Reading, effects: list[Effect]) -> None:
    """The first side effect, with those that follow it closely."""
    if not effects:
        return
    first = last = effects[0]
    for e in effects[1:]:
        if e.start - last.end < _JOINED:
            last = e
    r.side_effect = low[first.start : last.end]
    r.why["side_effect"] = Why(f"effect.{first.tie}", "explicit", first.start, last.end)


_OF_MORE = re.compile(
    r" (?:the |an? |this |that |any |her |his )?(?:move|increase|higher|larger|dose (?:increase|change)|jump|titration|full dose|uptitration)"
)
"""What was not tolerated is more of it, not the medicine."""
_OFF_IT = re.compile(
    r"(?:(?!\bbut\b|\bstop|\bdiscont)[^.;,]){0,24}\b(?:since|after|once|when|with|upon) (?:(?:it|this|the|she|he|was|were|they|that|its|drug|medication) ){0,3}(?:stop|discontinu|off\b|withdr|taper|came off|quit)"
)
"""What got better once the drug was stopped is no response to it."""
