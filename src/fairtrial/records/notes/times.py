"""Durations and dates of a treatment, kept as written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fairtrial.records.notes.text import written

_COUNT = (
    r"(?:\d+(?:\.\d+)?\+?(?:\s*(?:-|to|or)\s*\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"twelve|several|(?:a )?few|(?:a )?couple(?: of)?|many|half an?)"
)
_UNIT = r"(?:days?|weeks?|wks?|months?|mos?|mths?|years?|yrs?)"
DURATION = re.compile(
    rf"(?<![\w/.$])({_COUNT}[\s-]*(?:full |whole |more |good )?{_UNIT}|"
    rf"\d+\s?[dwmy])(?![a-z0-9])(\s*(?:ago|earlier|prior|before|old|later|apart|from now|of age))?"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_DATE = (
    rf"(?:\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d{{2}})|\d{{1,2}}/{_YEAR}|{_MONTH}(?: of)?,? (?:\d{{1,2}}(?:st|"
    rf"nd|rd|th)?,? )?{_YEAR}|{_YEAR}-\d\d(?:-\d\d)?(?!\d)|'\d\d(?!\d)|{_YEAR}s?|{_MONTH}(?=[\s,.;)]|$)(?! "
    rf"be| have| need| want| try| consider| benefit| add| increase| start))"
)
RANGE = re.compile(
    rf"(?<![\w/.$])({_DATE})\s*(?:-|to|through|thru|until|till)\s*({_DATE}|'?\d\d(?!\d)|present|now|"
    rf"current(?:ly)?)(?![\w/])"
)
DATE = re.compile(rf"(?<![\w/.$])({_DATE})(?![\w/%])(?!\s*(?:mg|mcg|ml))")
_LOOSE = re.compile(
    r"(?:in|during) (?:her|his|my|their|the) (?:early |mid[- ]|late )?(?:teens|twenties|thirties|"
    r"forties|fifties|sixties|20s|30s|40s|50s|\d0'?s)"
    r"|(?:as a|when (?:she|he|i) was(?: a)?|during|in) (?:teen|teenager|child|kid|youth|adolescent|"
    r"college|high school|adolescence|childhood|grad school|pregnancy|\d\d)"
    r"|recently|last (?:year|month|week|spring|summer|fall|winter)|yesterday|at age \d\d|years ago|"
    r"this (?:morning|week|month|year)|postpartum"
)
_STOPS = re.compile(
    r"(?:until|til|till|through|stopped|discontinued|d/c'?d|ended|quit|off|stop(?: date)?:?|ending|"
    r"end:?)(?:\s+(?:it|in|on|around|about|by|taking it|her|his))*\s*$"
)

_OF_A_STEP = re.compile(
    r"\b(?:increas\w*|titrat\w*|rais\w*|go up|advance|return|rtc|f/u|follow|recheck|reassess|repeat|see|may|will|can)\b[^.;\n]*"
    r"\b(?:in|after|within|every)\s+(?:the next |about |another )?$"
)
""" "Increase to 20 mg after 2 weeks", "return in 4 weeks": no length of the treatment."""
_STEP_BEFORE = 60


@dataclass(frozen=True, slots=True)
class Times:
    """What the words after a name say of when and how long; each with its place."""

    duration: tuple[str, int, int] | None = None
    started: tuple[str, int, int] | None = None
    stopped: tuple[str, int, int] | None = None
    ended: bool = False


_NO_TIMES = Times()


def find_times(text: str, low: str, start: int, end: int) -> Times:
    """Duration, start and stop stated between two places."""
    duration = started = stopped = None
    closed = False
    for m in DURATION.finditer(low, start, end):
        piece = _piece(text, m.start(), m.end())
        if _OF_A_STEP.search(low, max(start, m.start() - _STEP_BEFORE), m.start()):
            continue
        if m.group(1) == "a day" and not low[max(start, m.start() - 5) : m.start()].rstrip().endswith(
            ("for", "only", "x", "in")
        ):
            continue
        if m.group(2) is None:
            duration = duration or _piece(text, *m.span(1))
        elif "old" not in m.group(2) and "of age" not in m.group(2) and "from now" not in m.group(2):
            stopped, started = _place(low, start, m.start(), piece, stopped, started)
    spent = []
    for m in RANGE.finditer(low, start, end):
        started = started or _piece(text, *m.span(1))
        if not m.group(2).startswith(("present", "now", "current")):
            stopped, closed = _piece(text, *m.span(2)), True
        spent.append(m.span())
    for m in DATE.finditer(low, start, end):
        if not any(a <= m.start() < b for a, b in spent):
            piece = _piece(text, *m.span(1))
            stopped, started = _place(low, start, m.start(), piece, stopped, started)
    if started is None:
        loose = _LOOSE.search(low, start, end)
        started = _piece(text, *loose.span()) if loose else None
    return Times(duration, started, stopped, closed) if duration or started or stopped else _NO_TIMES


Piece = tuple[str, int, int] | None


def _piece(text: str, start: int, end: int) -> tuple[str, int, int]:
    return written(text, start, end), start, end


def _place(
    low: str, start: int, at: int, piece: tuple[str, int, int], stopped: Piece, started: Piece
) -> tuple[Piece, Piece]:
    if _STOPS.search(low[max(start, at - 30) : at]):
        return stopped or piece, started
    return stopped, started or piece
