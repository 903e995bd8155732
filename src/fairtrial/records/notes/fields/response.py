"""How a drug helped, from the outcome cues that count for it."""

from __future__ import annotations

import re

from fairtrial.records.notes.models import Tier, Why
from fairtrial.records.notes.spans.holders import Got
from fairtrial.records.notes.spans.reading import Reading


def decide_response(low: str, r: Reading, outcomes: list[Got], got: list[Got]) -> None:
    """Set the response: what the outcomes answer, or else a failure that an event tells ("failed X")."""
    answers = [g for g in outcomes if "response" in g.hit.cue.sets] or [g for g in got if _is_good_event(g)]
    if not answers:
        _failed(r, got)
    elif _on_one_but_not_another(low, answers) or _but_not(low, answers):
        r.response = "partial"
        r.why["response"] = Why("response.one_aim", "explicit", answers[0].hit.start, answers[-1].hit.end)
    else:
        best = max(_after_increase(answers, got), key=lambda g: (g.hit.cue.rank, g.hit.end - g.hit.start)).hit
        r.response = best.cue.sets["response"]
        r.why["response"] = Why(best.cue.id, "explicit", best.start, best.end)


def _is_good_event(g: Got) -> bool:
    """ "Stable on X": an event that tells how it went."""
    sets = g.hit.cue.sets
    return g.hit.cue.layer == "event" and "response" in sets and not sets.get("failed")


def _failed(r: Reading, got: list[Got]) -> None:
    failed = next((g for g in got if g.hit.cue.sets.get("failed")), None)
    if failed is not None:
        hit, r.response = failed.hit, "none"
        tier: Tier = "inferred" if failed.lasting else "explicit"
        r.why["response"] = Why(hit.cue.id, tier, hit.start, hit.end)


def _after_increase(answers: list[Got], got: list[Got]) -> list[Got]:
    """ "No effect at 50, increased to 100 with good response": what came after the dose was raised."""
    raised = [g.hit.start for g in got if g.hit.cue.sets.get("change") == "increased" and not g.ahead]
    later = [g for g in answers if raised and g.hit.start > raised[-1]]
    return later or answers


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
