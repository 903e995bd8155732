"""Cues that the words about them move to this visit or out of it: "was started today", "a trial of X" in a plan."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from fairtrial.records.notes import ranks
from fairtrial.records.notes.words.cues import Cue, Hit

_TODAY = re.compile(
    r"[^.;,]{0,40}?\b(?:today|(?:at|during) (?:this|today's) (?:visit|appointment|session|encounter))\b"
)
_LAST = r"\b(?:(?:at|on|during|after|since) (?:the |her |his |our |my )?(?:last|previous|prior|first|initial) (?:visit|appointment|time|session)|(?:weeks?|months?|days) ago|last (?:week|month|visit|time))\b"
_LAST_AFTER, _LAST_BEFORE = re.compile(rf"[^.;]{{0,60}}?{_LAST}"), re.compile(rf"{_LAST}[^.;]{{0,60}}$")
_I_HAVE = re.compile(r"\b(?:i|we)(?:'ve| have) (?:now |today |also )?$")
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
_NEAR = 150
"""Characters before a cue within which the words that date it are looked for (our choice)."""


def timed(low: str, start: int, end: int, hit: Hit) -> Hit:
    """The cue as the words around it date it, within a sentence from ``start`` to ``end``."""
    turn = _TURNS.get(hit.cue.id)
    return hit if turn is None else turn(low, max(start, hit.start - _NEAR), end, hit)


def after_a_stop(low: str, start: int, hits: list[Hit], to_stop: bool) -> list[Hit]:
    """ "D/c X. Trial Y 15 mg": what follows the plan to stop is the plan to start."""
    if not to_stop or not hits or hits[0].cue.id not in _TRIALS:
        return hits
    first = hits[0].start
    bare = "trial" in low[first : hits[0].end] and not low[start:first].strip(" -*#.)(0123456789")
    return [_planned(h) if h.start == first and h.cue.id in _TRIALS else h for h in hits] if bare else hits


def _begun(low: str, start: int, end: int, hit: Hit) -> Hit:
    """ "Was started today" and "Y will be stopped and X started" are plans; "prescribed" is one under a plan."""
    coming = _BARE.fullmatch(low, hit.start, hit.end) and _WILL_BE.search(low, start, hit.start)
    if coming or _TODAY.match(low, hit.end, end):
        return _planned(hit)
    if low.find("prescribed", hit.start, hit.end) < 0:
        return hit
    return _as_told(low, hit) or _as(hit, _PRESCRIBED)


def _as_told(low: str, hit: Hit) -> Hit | None:
    """ "Takes X as prescribed"."""
    if not low.startswith(" as ", max(0, hit.start - 4)):
        return None
    return _as(hit, Cue("take.as_told", "either", "event", ranks.SAID, {"status": "current", "weak": True}))


def _changed(low: str, start: int, end: int, hit: Hit) -> Hit:
    """ "Raised to 45 mg today", "I have raised it to 45 mg": the dose before is the one in force."""
    if not (_TODAY.match(low, hit.end, end) or _I_HAVE.search(low, start, hit.start)):
        return hit
    return _as(hit, replace(hit.cue, sets={**hit.cue.sets, "at_visit": True}))


def _trial(low: str, start: int, end: int, hit: Hit) -> Hit:
    """ "Recommend stopping Y and a trial of X"."""
    planned = "trial" in low[hit.start : hit.end] and _PLANNING.search(low, start, hit.start)
    return _planned(hit) if planned else hit


def _written_then(low: str, start: int, end: int, hit: Hit) -> Hit:
    """ "Was given samples of X at his last visit", "at the last visit I prescribed X": begun then, not planned now."""
    if not _WRITTEN.match(low, hit.start, hit.end):
        return (_as_told(low, hit) or hit) if low.startswith("ordered", hit.start) else hit
    if not (_LAST_AFTER.match(low, hit.end, end) or _LAST_BEFORE.search(low, start, hit.start)):
        return hit
    sets = {"status": "current", "weak": True, "change": "started"}
    return _as(hit, Cue("take.written_then", "forward", "event", ranks.SAID, sets))


def _took_it(low: str, start: int, end: int, hit: Hit) -> Hit:
    """ "She took it for two weeks"."""
    if not _TOOK_IT.match(low, hit.start, end):
        return hit
    return _as(hit, Cue("past.took_it", hit.cue.reach, "event", ranks.DATED, {"status": "past"}))


def _to_date(low: str, start: int, end: int, hit: Hit) -> Hit:
    """ "No response to date" has no object."""
    if not _DATE.match(low, hit.end, end):
        return hit
    return _as(hit, Cue("response.none_yet", "backward", "outcome", ranks.NO_RESPONSE, {"response": "none"}))


def _crossing(low: str, start: int, end: int, hit: Hit) -> Hit:
    """ "Cross-taper: decrease X and start Y": X is to be stopped."""
    if not _CROSSING.search(low, start, hit.start):
        return hit
    sets = {"status": "current", "stop": "planned", "change": "stop_planned"}
    return _as(hit, Cue("stop.crossing", hit.cue.reach, "event", ranks.STOP_PLANNED, sets))


def _not_until(low: str, start: int, end: int, hit: Hit) -> Hit:
    """ "Did not begin it until May" is taken; "has never tried X and is interested" is planned."""
    if _WANTED.match(low, hit.end, end):
        return _planned(hit)
    if not _UNTIL.match(low, hit.end, end):
        return hit
    sets = {"status": "current", "change": "started"}
    return _as(hit, Cue("take.started_late", hit.cue.reach, "event", ranks.DATED, sets))


def _planned(hit: Hit) -> Hit:
    sets = {"status": "planned", "change": "started"}
    return _as(hit, Cue("plan.at_visit", hit.cue.reach, "event", ranks.PLANNED, sets))


def _as(hit: Hit, cue: Cue) -> Hit:
    return Hit(hit.start, hit.end, cue)


_DATE = re.compile(r" (?:date|now|this point|that point)\b")
_PRESCRIBED = Cue(
    "take.prescribed",
    "either",
    "event",
    ranks.SAID,
    {"status": "current", "weak": True, "change": "started", "prescribed": True},
)
_TRIALS = frozenset({"past.tried", "trial.bare"})
_TURNS: dict[str, Callable[[str, int, int, Hit], Hit]] = {
    "take.started": _begun, "past.failed": _to_date, "take.increase": _changed, "take.decrease": _changed,
    "past.tried": _trial, "trial.bare": _trial, "plan.start": _written_then, "past.was_on": _took_it,
    "take.decrease_now": _crossing, "never.tried": _not_until, "never.before_use": _not_until,
}  # fmt: skip
