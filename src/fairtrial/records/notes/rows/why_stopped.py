"""Why a drug was stopped, in the words of the tables: only what is said in so many words."""

from __future__ import annotations

import re

from fairtrial.records.notes.models import Episode, Why

_BENEFIT_ENDED = {"partial": "partial_benefit", "response": "lost_benefit", "remission": "lost_benefit"}
"""Stopped for want of effect after some: what is told of the response says which of these it was."""
_AS_TOLD = {"side_effect": "side_effect", "cost": "cost", "unknown": "unknown"}
_LOST = "response.lost"
"""The cue of a benefit that wore off: "quit working", "lost effect"."""
_PREGNANT = re.compile(r"pregnan|conceiv|breast.?feed|nursing", re.IGNORECASE)
_WELL = re.compile(
    r"\b(?:felt|feeling|feels|was|were|is|when|once|been|doing) (?:so |very |quite |much )?(?:well|fine|cured)\b|remission|remitted|recover|"
    r"\bno longer need|n[o']t need|needed? (?:it|them) no longer",
    re.IGNORECASE,
)
_CHOSEN = re.compile(
    r"\bown\b|preference|choice|n[o']t want|n[o']t like (?:being|taking)|med-free|without (?:it|medic|med)|natural|religious|stigma|"
    r"(?:patient|pt|her|his)(?:'s)? (?:request|wish)",
    re.IGNORECASE,
)
"""Words around a reason that no cue has a kind for; a reason in a field of its own has the words of stop_reasons.yaml."""
_KINDS = ((_PREGNANT, "pregnancy"), (_WELL, "remission"), (_CHOSEN, "patient_choice"))
_BEFORE, _AFTER = 60, 24
"""Characters before and after the words of a reason that may say more of it (our choice)."""


def why_stopped(e: Episode, response: str | None, text: str) -> str | None:
    """The reason for stopping in the words of the tables, or None where none is told."""
    why = e.why.get("stop_reason")
    over = e.status == "past" or e.change == "stop_planned"
    if e.stop_reason is None or not over or why is None or why.tier != "explicit":
        return None
    if e.stop_reason == "inefficacy":
        return "lost_benefit" if why.cue == _LOST else _BENEFIT_ENDED.get(response or "", "no_benefit")
    return _other(why, text) if e.stop_reason == "other" else _AS_TOLD[e.stop_reason]


def _other(why: Why, text: str) -> str:
    """A reason of no kind that the reader knows: for a pregnancy, because of being well again, or by choice."""
    if why.cue == "reason.well":
        return "remission"
    words = text[why.start : why.end + _AFTER]
    before = re.split(r"[.;\n]", text[max(0, why.start - _BEFORE) : why.start])[-1]
    if _PREGNANT.search(before):
        return "pregnancy"
    return next((kind for pattern, kind in _KINDS if pattern.search(words.split(".")[0])), "other")
