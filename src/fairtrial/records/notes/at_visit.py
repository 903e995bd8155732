"""Cues that the words about them move to this visit or out of it: "was started today", "a trial of X" in a plan."""

from __future__ import annotations

import re
from dataclasses import replace

from fairtrial.records.notes.cues import Cue, Hit

_TODAY = re.compile(
    r"[^.;,]{0,40}?\b(?:today|(?:at|during) (?:this|today's) (?:visit|appointment|session|encounter))\b"
)
_LAST = r"\b(?:(?:at|on|during|after|since) (?:the |her |his |our |my )?(?:last|previous|prior|first|initial) (?:visit|appointment|time|session)|(?:weeks?|months?|days) ago|last (?:week|month|visit|time))\b"
_LAST_AFTER, _LAST_BEFORE = re.compile(rf"[^.;]{{0,60}}?{_LAST}"), re.compile(rf"{_LAST}[^.;]{{0,60}}$")
_WRITTEN = re.compile(r"(?:i|we)\b.*(?:prescri|order|written)|.*sample")
_PLANNING = re.compile(
    r"\b(?:recommend\w*|suggest\w*|consider\w*|discuss\w*|plan\w*|will|would|could|may|versus|vs|prefer\w*|agree\w*|propos\w*)\b"
    r"(?!.*\b(?:had|has|have|was|were|did|failed|after|since|despite|given|s/p|status|history|prior|previous|past|following)\b)"
)
_WILL_BE = re.compile(
    r"\b(?:will|to|can|should|would) be [a-z/']+(?:[^.;]|\.\d){0,30}?(?:,| and| then)(?:[^.;]|\.\d){0,50}$"
)
_CROSSING = re.compile(r"\bcross[- ]?(?:taper|titrat)\w*[^.;]{0,40}$")
_WANTED = re.compile(
    r"[^.;]{0,60}?\b(?:and|but) (?:(?:she|he|pt|patient|is|would|was|says|very|now|today) )*(?:interested|open to|willing|agreeable|amenable|like to try|wants? to try)\b"
)
_TOOK_IT = re.compile(r"took (?:it|them|this|these) (?:\w+ )?(?:for|only|until|till|x) ")
_UNTIL = re.compile(r"[^.;,]{0,30}?\b(?:until|till)\b")
_BARE = re.compile(r"started|begun|initiated|added|introduced|prescribed|given")
_TO_STOP = {"status": "current", "stop": "planned", "change": "stop_planned"}
_BEGINNINGS = frozenset({"take.started", "take.prescribed"})
_CHANGES = frozenset({"take.increase", "take.decrease"})
_TRIALS = frozenset({"past.tried", "trial.bare"})


def timed(low: str, start: int, end: int, hit: Hit) -> Hit:
    """The cue as the words around it date it, within a sentence from ``start`` to ``end``."""
    name = hit.cue.id
    if name in _BEGINNINGS:
        return _begun(low, start, end, hit)
    if name in _CHANGES and _TODAY.match(low, hit.end, end):
        return _as(hit, replace(hit.cue, sets={**hit.cue.sets, "at_visit": True}))
    if name in _TRIALS and "trial" in low[hit.start : hit.end] and _PLANNING.search(low, start, hit.start):
        return _planned(hit)
    if name == "plan.start" and _WRITTEN.match(low, hit.start, hit.end):
        return _written_then(low, start, end, hit)
    if name == "past.was_on" and _TOOK_IT.match(low, hit.start, end):
        return _as(hit, Cue("past.took_it", hit.cue.reach, "event", 45, {"status": "past"}))
    if name == "take.decrease_now" and _CROSSING.search(low, max(0, start - 20), hit.start):
        return _as(hit, Cue("stop.crossing", hit.cue.reach, "event", 61, _TO_STOP))
    if name == "never.tried" and _WANTED.match(low, hit.end, end):
        return _planned(hit)
    if name in ("never.tried", "never.before_use") and _UNTIL.match(low, hit.end, end):
        return _as(
            hit,
            Cue("take.started_late", hit.cue.reach, "event", 45, {"status": "current", "change": "started"}),
        )
    return hit


def _begun(low: str, start: int, end: int, hit: Hit) -> Hit:
    """ "Was started today" and "Y will be stopped and X started" are plans."""
    coming = _BARE.fullmatch(low, hit.start, hit.end) and _WILL_BE.search(low, start, hit.start)
    return _planned(hit) if coming or _TODAY.match(low, hit.end, end) else hit


def _written_then(low: str, start: int, end: int, hit: Hit) -> Hit:
    """ "Was given samples of X at his last visit", "at the last visit I prescribed X": begun then, not planned now."""
    if not (_LAST_AFTER.match(low, hit.end, end) or _LAST_BEFORE.search(low, start, hit.start)):
        return hit
    return _as(
        hit,
        Cue(
            "take.written_then",
            "forward",
            "event",
            30,
            {"status": "current", "weak": True, "change": "started"},
        ),
    )


def _planned(hit: Hit) -> Hit:
    return _as(
        hit, Cue("plan.at_visit", hit.cue.reach, "event", 46, {"status": "planned", "change": "started"})
    )


def _as(hit: Hit, cue: Cue) -> Hit:
    return Hit(hit.start, hit.end, cue)
