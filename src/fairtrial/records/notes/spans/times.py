"""Durations and dates of a treatment, kept as written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from fairtrial.records.notes.spans.governed import act_before
from fairtrial.records.notes.spans.lengths import of_no_taking
from fairtrial.records.notes.words.months import MONTH_AS_WRITTEN
from fairtrial.records.notes.words.text import written

_COUNT = (
    r"(?:\d{1,3}(?:\.\d+)?\+?(?:\s*(?:-|to|or)\s*\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"twelve|several|(?:a )?few|(?:a )?couple(?: of)?|many|half an?)"
)
_UNIT = r"(?:days?|weeks?|wks?|months?|mos?|mths?|years?|yrs?)"
LENGTH_WORDS = rf"{_COUNT}[\s-]*{_UNIT}"
DURATION = re.compile(
    rf"(?<![\w/.$])({_COUNT}[\s-]*(?:full |whole |more |good )?{_UNIT}|"
    rf"\d+\s?[dwmy])(?![a-z0-9])(\s*(?:ago|earlier|prior|before|old|later|apart|from now|of age))?"
)
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_ASKS_FOR_A_DAY = (
    "on", "since", "until", "as of", "started", "stopped", "discontinued", "quit", "resumed", "switched", "added", "begun",
    "began", "d/c'd", "dc'd", "d/c", "restarted", "stop:", "start:", "from", "by", "himself", "herself", "myself", "monday",
    "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_DAY = (
    rf"(?:(?=\d)(?:{'|'.join(f'(?<={word} )' for word in _ASKS_FOR_A_DAY)})(?!1/[234]\b)"
    r"(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?![/\d]))"
)
""" "Stopped 10/3": a day without its year, after a word that asks for one."""
DATE_WORDS = (
    rf"(?:\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d{{2}})|\d{{1,2}}/{_YEAR}|{MONTH_AS_WRITTEN}(?: of)?,? (?:\d{{1,2}}(?:st|"
    rf"nd|rd|th)?,? )?{_YEAR}|{_YEAR}-\d\d(?:-\d\d)?(?!\d)|'\d\d(?!\d)|{_YEAR}s?|"
    rf"(?:(?:early|mid|late)[ -])?{MONTH_AS_WRITTEN}(?=[\s,.;)-]|$)(?! "
    rf"(?:be|have|need|want|try|consider|benefit|add|increase|start)\b)|{_DAY})"
)
_SHORT = r"(?:0?[1-9]|1[0-2])/\d\d(?![\d/])"
""" "6/18" beside another such: "6/18-12/18"."""
RANGE = re.compile(
    rf"(?<![\w/.$])({DATE_WORDS}|{_SHORT}(?=\s*(?:-|to|→)\s*(?:{_SHORT}|present|now)))\s*(?:-|→|to|through|thru|until|till)\s*({DATE_WORDS}|{_SHORT}|'?\d\d(?![\d/])|present|now|"
    rf"current(?:ly)?)(?![\w/])"
)
DATE = re.compile(rf"(?<![\w/.$])({DATE_WORDS})(?![\w/%])(?!\s*(?:mg|mcg|ml))")
LOOSE = re.compile(
    r"(?:in|during) (?:her|his|my|their|the) (?:early |mid[- ]|late )?(?:teens|twenties|thirties|"
    r"forties|fifties|sixties|20s|30s|40s|50s|\d0'?s)"
    r"|(?:as a|when (?:she|he|i) was(?: a)?|during|in) (?:teen|teenager|child|kid|youth|adolescent|"
    r"college|high school|adolescence|childhood|grad school|pregnancy|\d\d(?!\d))"
    r"|recently|last (?:year|yr|month|mo|week|wk|spring|summer|fall|autumn|winter|night|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?\b"
    r"|yesterday|at age \d\d|years ago|this (?:morning|week|month|year|past \w+day)|postpartum"
    r"|(?:in|since|over) the (?:early |late )?(?:spring|summer|fall|autumn|winter)\b"
    r"|(?:on|since|until) (?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:around|at|before|after|over|since) (?:christmas|thanksgiving|easter|new year'?s|the holidays)"
)


Piece = tuple[str, int, int] | None
"""Words with their place."""


@dataclass(frozen=True, slots=True)
class Times:
    """What the words after a name say of when and how long; each with its place."""

    duration: Piece = None
    started: Piece = None
    stopped: Piece = None
    ended: bool = False


_NO_TIMES = Times()


def find_times(text: str, low: str, start: int, end: int, left: bool = False) -> Times:
    """Duration, start and stop stated between two places; a swap ends the drug that is ``left``."""
    found = _Found(text, low, left)
    for m in DURATION.finditer(low, start, end):
        found.take_length(m)
    ranges = [m for m in RANGE.finditer(low, start, end) if not _is_of_scores(low, start, m)]
    for m in ranges:
        found.take_range(m)
    for m in DATE.finditer(low, start, end):
        if not any(r.start() <= m.start() < r.end() for r in ranges):
            found.take_date(m)
    loose = LOOSE.search(low, start, end) if found.started is None or found.stopped is None else None
    if loose:
        found.place(*loose.span())
    return found.times()


@dataclass(slots=True)
class _Found:
    """Times found so far; of each kind the first holds, but the end of a range."""

    text: str
    low: str
    left: bool
    duration: Piece = None
    started: Piece = None
    stopped: Piece = None
    ended: bool = False

    def take_length(self, m: re.Match[str]) -> None:
        """A length, or a time that is so long ago."""
        after = m.group(2)
        if after is None:
            if self.duration is None and not of_no_taking(self.low, *m.span(1)):
                self.duration = piece(self.text, *m.span(1))
        elif "old" not in after and "of age" not in after and "from now" not in after:
            self.place(*m.span())

    def take_range(self, m: re.Match[str]) -> None:
        """ "March 2018 to May 2019", "2018 - present"."""
        self.started = self.started or piece(self.text, *m.span(1))
        if not m.group(2).startswith(("present", "now", "current")):
            self.stopped, self.ended = piece(self.text, *m.span(2)), True

    def take_date(self, m: re.Match[str]) -> None:
        """A date; one before "until" opens a span."""
        start = _from_on(self.low, *m.span(1))
        if _OPENS_SPAN.match(self.low, m.end()):
            self.started = self.started or piece(self.text, start, m.end(1))
        else:
            self.place(start, m.end(1), m.start())

    def place(self, start: int, end: int, at: int | None = None) -> None:
        """Take a time as start or stop, as the act before it (before ``at``, if given) says."""
        at = start if at is None else at
        if _OF_A_DOSE.search(self.low, max(0, at - 40), at):
            return
        act = act_before(self.low, at)
        if act == "ends" or (act == "swaps" and self.left):
            self.stopped = self.stopped or piece(self.text, start, end)
        elif act != "alters":
            self.started = self.started or piece(self.text, start, end)

    def times(self) -> Times:
        """What was found; most words tell of no time."""
        if self.duration or self.started or self.stopped:
            return Times(self.duration, self.started, self.stopped, self.ended)
        return _NO_TIMES


def _is_of_scores(low: str, start: int, m: re.Match[str]) -> bool:
    """ "Energy 3/10 to 6/10", "PHQ 12/27 to 5/27": scores, and no months."""
    before = max(start, m.start() - 30)
    return bool(_OUT_OF_TEN.fullmatch(low, *m.span()) or _SCORE.search(low, before, m.start()))


_OUT_OF_TEN = re.compile(r"\d{1,2}/10\s*(?:-|→|to)\s*\d{1,2}/10")
_SCORE = re.compile(
    r"\b(?:phq|gad|madrs|bdi|ham|qids|score|rat(?:e[sd]?|ing)|pain|mood|energy|sleep|anxiety|depression)\S*(?: \w+){0,3} ?$"
)
_OPENS_SPAN = re.compile(r"\s*,?\s*(?:until|till)\b")
""" "March 2023 until this admission": the time opens a span."""
_DAY_ALONE = re.compile(r"\d{1,2}/\d{1,2}")
_WORD_BEFORE_DAY = re.compile(r"\b(?:on |by |(?:on )?[a-z]+day |(?:him|her|my)self )$")


def _from_on(low: str, start: int, end: int) -> int:
    """Where a time begins, with the word before a day without a year that makes it a day: "on 2/15" is no month of 2015."""
    if not _DAY_ALONE.fullmatch(low, start, end):
        return start
    before = _WORD_BEFORE_DAY.search(low, max(0, start - 14), start)
    return before.start() if before else start


def piece(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Words with their place."""
    return written(text, start, end), start, end


_OF_A_DOSE = re.compile(r"\(\d+(?:\.\d+)? ?mg (?:[a-z]+ )*(?:until|till|through) $")
""" "15 mg daily (10 mg until 4/8)": how long another dose held."""


def told_on(told: Times, more: Times, over: bool) -> Times:
    """Times with what a later sentence adds; an end only where the trial is over."""
    if told.duration is None and told.started is None:
        return Times(more.duration, more.started, told.stopped or more.stopped, told.ended or more.ended)
    return replace(told, stopped=told.stopped or more.stopped) if over and more.stopped else told
