"""Cues whose meaning the words before them turn: advice to stop, "neither ... nor"."""

from __future__ import annotations

import re

from fairtrial.records.notes import ranks
from fairtrial.records.notes.words.cues import Cue, Hit, derived
from fairtrial.records.notes.words.months import ANY_MONTH

_PLANNING = re.compile(r"\b(?:recommend\w*|suggest\w*|advis\w*|plan\w*|consider\w*|would|should)\b")


_TO_COME = re.compile(
    rf"{_PLANNING.pattern}|\b(?:will|could|going to|(?<!was )(?<!been )(?:start|begin|try|use|add|initiate))\b"
)


def planned_stop(low: str, start: int, hit: Hit) -> Hit:
    """ "recommended starting X and discontinuing Y": the stop is advice, not done."""
    said = {"stop.ing": _PLANNING, "stop.in_place": _TO_COME}.get(hit.cue.id)
    if said is None or not said.search(low[start : hit.start]):
        return hit
    sets = {"status": "current", "stop": "planned", "change": "stop_planned"}
    return Hit(hit.start, hit.end, derived(f"{hit.cue.id}.planned", sets, ranks.STOP_PLANNED))


_STEP_DOWN = re.compile(r"\bmg\b[^.;]{0,30}? for (?:\w+ ){1,2}(?:days?|weeks?|wks?)[, ]+(?:and )?$")
_OPENS_ANSWER, _ENDS_ANSWER = re.compile(r"[-–:]\s*$"), re.compile(r"[\s.;)]*$|\s*[,;(\n-]")


def says_nothing(low: str, start: int, end: int, hit: Hit) -> bool:
    """Whether a cue says nothing here: "15 mg for two weeks and then nothing" ends a taper and tells of no benefit
    lost, and "never" says that a drug was not taken only as the answer beside it in a list ("X - never")."""
    if hit.cue.id == "response.lost":
        return _STEP_DOWN.search(low[start : hit.start]) is not None
    answer = _OPENS_ANSWER.search(low[start : hit.start]) and _ENDS_ANSWER.match(low[hit.end : end])
    return hit.cue.id == "never.bare" and not answer


_NEITHER = re.compile(r"\b(?:neither|none(?: of \w+)?|not one)\b[^.;]*$")


def neither(low: str, start: int, hit: Hit) -> Hit:
    """ "Neither X nor Y helped": none, not response."""
    if hit.cue.layer != "outcome" or hit.cue.sets.get("response") not in ("response", "partial"):
        return hit
    if not _NEITHER.search(low[start : hit.start]):
        return hit
    cue = hit.cue
    return Hit(
        hit.start, hit.end, Cue("response.neither", cue.reach, cue.layer, cue.rank, {"response": "none"})
    )


_HAS_TAKEN = re.compile(r"(?:has|have) (?:taken|had|been treated with|been prescribed)")
_UP_TO_NOW = re.compile(r"[^.;,]{0,60}? for (?:\w+ ){1,4}now\b")
_EVER_SINCE = re.compile(
    rf"[^.;,]{{0,40}}? (?:ever )?since (?:(?:{ANY_MONTH})\b|(?:early |late |about |around )?(?:19|20)\d\d|[a-z]+ (?:of )?(?:19|20)\d\d|last|age|the age|college|high school|childhood|[a-z]+ 19)\b"
)
_SINCE_BEFORE = re.compile(
    r"\bsince (?:(?:the|her|his|our|my) )?(?:discharge|last|then|admission|surgery|starting|birth|delivery|(?:19|20)\d\d)\b[^.;]{0,30}$"
)


def taken_since(low: str, end: int, hit: Hit) -> Hit:
    """ "Has taken X since 1999" and "has taken X for seven weeks now" go on."""
    if hit.cue.id not in ("past.was_on", "past.tried") or not _HAS_TAKEN.fullmatch(low, hit.start, hit.end):
        return hit
    if not (
        _EVER_SINCE.match(low, hit.end, end)
        or _UP_TO_NOW.match(low, hit.end, end)
        or _SINCE_BEFORE.search(low, max(0, hit.start - 60), hit.start)
    ):
        return hit
    cue = hit.cue
    return Hit(
        hit.start,
        hit.end,
        Cue("take.since", cue.reach, cue.layer, ranks.TAKEN_SINCE, {"status": "current"}, True),
    )


_WAS_ON = re.compile(r"(?:was|were) (?:on|taking|receiving)$")
_THERE = r"(?:admission|presentation|intake|referral|evaluation|assessment|consultation|(?:the |her |his )?(?:first|initial) (?:visit|appointment))"
_BEFORE = re.compile(rf"\b(?:on|at|upon) (?:the time of )?(?:the |her |his )?{_THERE}\b[^.;]{{0,60}}$")
_AFTER = re.compile(
    rf"[^.;]{{0,80}}\b(?:(?:on|at|upon) (?:the time of )?(?:the |her |his )?{_THERE}|when (?:she |he )?(?:was )?first (?:seen|evaluated|examined|assessed))\b"
)


def at_presentation(low: str, start: int, end: int, hit: Hit) -> Hit:
    """ "On admission she was taking X": the past tense is that of the story."""
    if hit.cue.id != "past.was_on" or not _WAS_ON.fullmatch(low, hit.start, hit.end):
        return hit
    if not (_BEFORE.search(low, start, hit.start) or _AFTER.match(low, hit.end, end)):
        return hit
    cue = hit.cue
    return Hit(
        hit.start,
        hit.end,
        Cue("take.at_presentation", cue.reach, cue.layer, ranks.TOLD, {"status": "current"}, True),
    )
