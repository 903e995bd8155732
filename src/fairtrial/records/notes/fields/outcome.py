"""Response and side effect of a reading."""

from __future__ import annotations

import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.fields.reason import reason
from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.effect_ties import Effect
from fairtrial.records.notes.spans.holders import Got, Holder
from fairtrial.records.notes.spans.reading import Reading
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
    """Response, reason and side effect from the outcome cues and side-effect words tied to the name."""
    outcomes = [
        g
        for g in got
        if g.hit.cue.layer == "outcome"
        and (not g.hit.cue.sets.get("elliptic") or CUT_SHORT.match(low, g.hit.end))
        and (
            not g.hit.cue.sets.get("bare")
            or (
                (
                    _MARKED.search(low[max(holder.start, g.hit.start - 8) : g.hit.start])
                    or (followed and not low[holder.start : g.hit.start].strip(" \"'"))
                )
                and _ENDED.match(low, g.hit.end)
            )
        )
    ]
    outcomes = [
        g
        for g in outcomes
        if g.ahead
        or not (
            g.hit.cue.sets.get("response") in ("response", "partial")
            and GROUND.search(low[max(holder.end, low.rfind(";", 0, g.hit.start)) : g.hit.start])
        )
    ]
    outcomes = [
        g
        for g in outcomes
        if not (g.hit.cue.sets.get("response") in ("response", "partial") and _OFF_IT.match(low, g.hit.end))
    ]
    outcomes = [
        g
        for g in outcomes
        if not (
            (
                "response" in g.hit.cue.sets
                or "lost" in g.hit.cue.sets
                or (g.hit.cue.sets.get("stop") == "implied" and g.hit.cue.sets.get("reason") != "cost")
            )
            and _UNSURE.search(_clause_before(low, g.hit.start))
        )
    ]
    sets = [(g, g.hit.cue.sets) for g in outcomes]
    stopped_implied = [
        g for g, s in sets if s.get("stop") == "implied" and not _OF_MORE.match(low, g.hit.end)
    ]
    clean = any(s.get("clean") for _, s in sets)
    if (
        stopped_implied
        and r.status in ("current", "past")
        and r.rank < ranks.STOP_IMPLIED
        and not (r.status == "current" and r.stop == "planned")
    ):
        g = stopped_implied[0]
        r.becomes("past", ranks.STOP_IMPLIED, Why(g.hit.cue.id, "explicit", g.hit.start, g.hit.end))
        r.stop = "done"
    _respond(low, r, outcomes, got)
    if effects and not clean:
        first, last = effects[0], effects[0]
        for e in effects[1:]:
            if e.start - last.end < 25:
                last = e
        r.side_effect = low[first.start : last.end]
        r.why["side_effect"] = Why(f"effect.{first.tie}", "explicit", first.start, last.end)
    reason(low, r, holder, outcomes, effects if not clean else [], limit, got, followed)


def _after_increase(answers: list[Got], got: list[Got]) -> list[Got]:
    """ "No effect at 50, increased to 100 with good response": what came after the dose was raised."""
    raised = [g.hit.start for g in got if g.hit.cue.sets.get("change") == "increased" and not g.ahead]
    later = [g for g in answers if raised and g.hit.start > raised[-1]]
    return later or answers


_OF_MORE = re.compile(
    r" (?:the |an? |this |that |any |her |his )?(?:move|increase|higher|larger|dose (?:increase|change)|jump|titration|full dose|uptitration)"
)
"""What was not tolerated is more of it, not the medicine."""
_OFF_IT = re.compile(
    r"(?:(?!\bbut\b|\bstop|\bdiscont)[^.;,]){0,24}\b(?:since|after|once|when|with|upon) (?:(?:it|this|the|she|he|was|were|they|that|its|drug|medication) ){0,3}(?:stop|discontinu|off\b|withdr|taper|came off|quit)"
)
"""What got better once the drug was stopped is no response to it."""
_ONE_AIM = re.compile(
    r"\w* (?:with |in |for |to )?(?:her |his |my |the |me )?(?:mood|depression|sleep\w*|anxiety|panic|pain|appetite|energy|headaches?|irritability|ocd|worry|focus)\b"
    r"[^.;]{0,20}\b(?:but|although|though|yet)\b"
)


def _on_one_but_not_another(low: str, answers: list[Got]) -> bool:
    """ "Helps her sleep but has not helped with the pain": it did one thing of those hoped for."""
    good = [g.hit for g in answers if g.hit.cue.sets["response"] == "response"]
    none = [g.hit for g in answers if g.hit.cue.sets["response"] == "none"]
    return bool(
        good
        and none
        and good[0].end <= none[-1].start
        and _ONE_AIM.match(low, good[0].end, none[-1].start + 1)
    )


_BUT_NOT = re.compile(
    r" (?:with |in |for |to )?(?:her |his |my |the )?[a-z]+,? (?:and \w+ )?(?:but|though|yet) (?:has |does |did |is |was )?not (?:with |for |in |help )?(?:her |his |my |the )?"
    r"(?:mood|depress\w*|sleep\w*|anxiety|panic|pain|appetite|energy|motivation|irritability|ocd|worry|focus)\b"
)


def _but_not(low: str, answers: list[Got]) -> bool:
    """ "Helps her pain but not her depression"."""
    return any(g.hit.cue.sets["response"] == "response" and _BUT_NOT.match(low, g.hit.end) for g in answers)


def _respond(low: str, r: Reading, outcomes: list[Got], got: list[Got]) -> None:
    answers = [g for g in outcomes if "response" in g.hit.cue.sets]
    well = [
        g
        for g in got
        if g.hit.cue.layer == "event" and "response" in g.hit.cue.sets and not g.hit.cue.sets.get("failed")
    ]
    if well and not answers:
        answers = well
    if answers and (_on_one_but_not_another(low, answers) or _but_not(low, answers)):
        r.response = "partial"
        r.why["response"] = Why("response.one_aim", "explicit", answers[0].hit.start, answers[-1].hit.end)
        return
    if answers:
        best = max(_after_increase(answers, got), key=lambda g: (g.hit.cue.rank, g.hit.end - g.hit.start))
        r.response = best.hit.cue.sets["response"]
        r.why["response"] = Why(best.hit.cue.id, "explicit", best.hit.start, best.hit.end)
        return
    failed = [g for g in got if g.hit.cue.sets.get("failed")]
    if failed:
        r.response = "none"
        r.why["response"] = Why(
            failed[0].hit.cue.id,
            "explicit" if not failed[0].lasting else "inferred",
            failed[0].hit.start,
            failed[0].hit.end,
        )
