"""What a note orders for the day it is written: a drug begun, stopped, or taken at another dose from then on."""

from __future__ import annotations

import re
from typing import Literal

from fairtrial.records.notes.models import CHANGES_OF_DOSE, Dose, Episode

Stop = Literal["at once", "over time"]

_UNSURE = re.compile(
    r"\b(?:if|unless|until|once|when|after|before(?!\s*[,.;])|whether|consider\w*|could|may|might|would|should|can|options?|discuss\w*|recommend\w*|"
    r"suggest\w*|propos\w*|offer\w*|declin\w*|refus\w*|defer\w*|reluctan\w*|interested|wants?|wanted|wish\w*|ask\w*|prefers?|think\w*|"
    r"planning|hop(?:e|es|ing)|pending|await\w*|approv\w*|authorization|next|later|eventually|possibl[ey]|perhaps|maybe|versus|vs|pcp|"
    r"had|was|were|did|not|never|ago|previous\w*|tomorrow|follow[- ]?up)\b|\?|\bin (?:\d+|a|one|two|three|four|six|eight) (?:days?|weeks?|months?)\b"
)
"""Words beside which an order is none, or is none for that day."""
_FOLLOWS = re.compile(
    r"(?:[,;(]|\bthen\b|\band\b)\s*(?:then |and |with |plan )*(?:may|can|could|will|might|consider|increas\w*|titrat\w*|to increase|(?:to )?go(?:ing)? up|advance|ask\w*|order\w*|check\w*|"
    r"(?:if|as) tolerated|goal|target|up to|followed|f/u|follow|return|rtc|recheck|see)\b"
)
_OPENS = (
    r"(?:^|[.;:,\n•*)\]-]|\b(?:and|then|will|to|we|i|today|now|also|plan|instead|therefore))\s*"
    r"(?:(?:we|i|will|'ll|today|also|then|and|now|plans?|is|to|am|are|going)[\s:]+){0,8}"
)
_START = re.compile(
    _OPENS
    + r"(?:(?:re)?start|resume|begin|initiate|prescribe|add|augment (?:[a-z]+ ){0,2}?with|(?:switch|change|transition|convert|cross-?taper)\b[^.;\n]{0,60}?\bto)\b"
    + r"[^.;\n]{0,30}$"
)
_STOP = re.compile(
    _OPENS
    + r"(?:stop|discontinue|d/c|dc|hold|taper|wean|switch|change|replace|transition|convert|cross-?tap\w*|cross-?titrat\w*)\b[^.;\n]{0,40}$"
)
_OVER_TIME = re.compile(r"\b(?:taper\w*|wean\w*|cross\W?\w*|gradual\w*|slowly|titrat\w*|over \w+)\b")
_ANEW = re.compile(_OPENS + r"(?:resume|restart|augment (?:[a-z]+ ){0,2}?with)\b[^.;\n]{0,30}$")
""" "Resume X", "augment Y with X": words of going on that are an order where they open a sentence."""
_DID = r"\b(?:i|we)(?:'ve| have)?(?: today| now| also| therefore)* "
_BEGAN = re.compile(
    _DID + r"(?:(?:re)?started|begun|began|commenced|initiated|added|prescribed|put|placed)\b"
    r"(?: (?:him|her|them|the patient|(?:mr|mrs|ms)\b\.? ?\w+))?(?: today)?(?: back)?(?: on| with)?\s*$"
)
""" "I have added X": the writer says what was done at this visit."""
_RAISE = re.compile(
    _DID
    + r"(?:increased|decreased|reduced|lowered|raised)\b[^.;\n]{0,60}\bto\s*$|"
    + _OPENS
    + r"(?:increase|decrease|reduce|lower|raise|titrate|uptitrate|go up|go down|bump|advance|change)\b[^.;\n]{0,60}\bto\s*$"
)


def begun_that_day(e: Episode, sentence: str, named_at: int) -> bool:
    """Whether the note starts the drug on its own day; ``named_at`` is where the name stands in the lowered sentence.

    >>> from types import SimpleNamespace as Planned
    >>> e = Planned(status="planned", change="started")
    >>> begun_that_day(e, "plan: start sertraline 50 mg daily.", 12)
    True
    >>> begun_that_day(e, "consider sertraline.", 9)
    False
    """
    if _unsure(sentence, named_at):
        return False
    before = sentence[:named_at].rstrip()
    did = _BEGAN.search(before) is not None or _took_up(sentence)
    if e.status == "current":
        return _ANEW.search(before) is not None or (e.change == "restarted" and did)
    return e.status == "planned" and e.change == "started" and (did or _START.search(before) is not None)


def _took_up(sentence: str) -> bool:
    """ "As X served her so well, I have put her back on it"."""
    it = re.search(r" (?:on|started|added|prescribed) it\b", sentence)
    return it is not None and _BEGAN.search(sentence[: it.end() - len(" it")]) is not None


def stopped_that_day(e: Episode, sentence: str, named_at: int) -> Stop | None:
    """How the note stops a drug that was taken until its own day, if it does."""
    if e.change != "stop_planned" or _unsure(sentence, named_at):
        return None
    if _STOP.search(sentence[:named_at].rstrip()) is None:
        return None
    return "over time" if _OVER_TIME.search(sentence) else "at once"


def _unsure(sentence: str, named_at: int) -> bool:
    """Whether the order is only considered, or is for another day; what is to follow it ("then may increase") is no doubt."""
    follows = _FOLLOWS.search(sentence, named_at)
    return _UNSURE.search(sentence, 0, follows.start() if follows else len(sentence)) is not None


def dose_from_that_day(e: Episode, sentence: str, dose: Dose, dose_at: int) -> bool:
    """Whether the note orders ``dose`` instead of the one that was taken; ``dose_at`` is where it stands in the sentence."""
    if e.status != "current" or e.change not in CHANGES_OF_DOSE or _UNSURE.search(sentence):
        return False
    return dose is not e.dose and _RAISE.search(sentence[:dose_at].rstrip()) is not None
