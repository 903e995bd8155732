"""Directions in free text, made plain: number words, fractions, durations and limits taken out of the way."""

from __future__ import annotations

import re

from fairtrial.records.days import MONTH_STEMS

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER_WORDS = {word: value for value, word in enumerate(_NUMBERS, start=1)}
_SIGNS = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "–": "-", "—": "-", "~": " "}
_DAY = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|(?<!avoid )(?<!direct )(?<!the )sun)(?:days?)?\b"
    r"(?!\s*(?:exposure|light))"
)
_MONTH = rf"(?:{MONTH_STEMS})[a-z]*\.?"
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DURATION = (
    r"\b(?:for|x|over)\s*[0-9]+(?:\s*(?:-|to)\s*[0-9]+)?\s*(?:more\s+)?"
    r"(?:days?|weeks?|wks?|months?|d|w)\b"
)


def _days_from(first: str, last: str) -> int:
    """How many days of the week lie from one to another, both included."""
    return (_WEEK.index(last[:3]) - _WEEK.index(first[:3])) % 7 + 1


_DAYS_NAMED = _DAY + r"(?:(?:\s*(?:,|and|&|/|-)+\s*(?:and\s+)?|\s+)" + _DAY + r")*"
_HOW_MANY = r"([0-9]+(?:\.[0-9]+)?|" + "|".join(_NUMBERS) + r")"


def _week_with_exceptions(match: re.Match[str]) -> str:
    """ "1 capsule except 2 on Monday": the mean of the days of a week."""
    usual, other = (float(_NUMBER_WORDS.get(match[at], match[at])) for at in (1, 3))
    days = len({found[:3] for found in re.findall(_DAY, match[4])})
    return f"{(usual * (7 - days) + other * days) / 7:.6f} {match[2]} daily "


_REPLACED = (
    (
        r"\b"
        + _HOW_MANY
        + r"\s*(tab\w*|cap\w*|pills?|mg)\b[^0-9,.;]*?,?\s*\bexcept\s+(?:for\s+|take\s+)?"
        + _HOW_MANY
        + r"\s*(?:tab\w*|cap\w*|pills?|mg)?\s*(?:daily\s+)?(?:on|every)?\s*("
        + _DAYS_NAMED
        + ")",
        _week_with_exceptions,
    ),
    (
        r"\b(?:start(?:ing|s)?|begin(?:ning)?|until|ending|on|from)?\s*(?:on\s+)?"
        + _DAY
        + r",?\s*(?:[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?|[0-9]{4}-[0-9]{2}-[0-9]{2}|"
        + _MONTH
        + r"\s+[0-9]{1,2}(?:,?\s+[0-9]{4})?)",
        " ",
    ),
    (r"\b(?:start|begin)\w*\s+(?:on\s+)?" + _DAY, " "),
    (r"(?<![0-9])\.(?=[0-9])", "0."),
    (r"\b(?:daily|every day)\s+except\s+(?:on\s+)?" + _DAY, "6 times a week"),
    (r"\b(?:(?:daily|every day)\s+except\s+(?:on\s+)?weekends|on\s+weekdays)\b", "5 times a week"),
    (r"\bon\s+weekends\b", "2 times a week"),
    (
        r"(?<!-)\b(?:on\s+)?(" + _DAY + r")\s*(?:-|to|thru|through)\s*(" + _DAY + r")(?!\s*-)",
        lambda m: f"{_days_from(m[1], m[2])} times a week",
    ),
    (
        r"\b(?:on\s+|every\s+)?" + _DAYS_NAMED,
        lambda m: f"{len(re.findall(_DAY, m[0]))} times a week",
    ),
    (r"\b(" + "|".join(_NUMBER_WORDS) + r")\b", lambda m: str(_NUMBER_WORDS[m[1]])),
    (r"(?<=[0-9])\s*\(\s*[0-9.]+\s*\)", ""),
    (r"\bonce\b", "1 time"),
    (r"\btwice\b", "2 times"),
    (r"\bthrice\b", "3 times"),
    (r"\b([0-9]+)\s*(?:and|&)\s*(?:a\b|1\b)?[\s-]*(?:half\b|/\s*2|1/2)", r"\1.5"),
    (r"\b([0-9]+)\s*[- ]\s*1/2", r"\1.5"),
    (r"\b(?:1[\s-])?half(?:\s+of)?(?:\s+(?:an?|1))?\b", "0.5"),
    (r"\b([13])/([24])\b", lambda m: str(int(m[1]) / int(m[2]))),
    (r"\ban?\s+(?=tab|cap|pill|patch)", "1 "),
    (r"\([^)]*(?:/\s*day|per day|daily|a day)[^)]*\)", " "),
    (r"\b(?:max(?:imum)?|(?:do )?not (?:to )?exceed|no more than)\b[^,;]*?(?:\d[^,;]*|$)", " "),
    (_DURATION + r"\s*[,;]\s*(?:and\s+)?(?=(?:take\s+)?[0-9])", " then "),
    (_DURATION, " "),
    (
        r"\b(alternat(?:e|ing)\b(?:\s+with\b|[^.;]*\b(?:and|with)\b)[^.;]*?)"
        r"\bevery (?:other|2nd|second) (?:day|morning|night|evening)\b",
        r"\1 daily",
    ),
    (r"\bx\s?[0-9]+\s*(?=[,.;]|$)", " "),
    (r"(?:#|\b(?:disp(?:ense)?|qty|quantity|refills?)\b:?)\s*#?\s*[0-9]+", " "),
)
_COMPILED = [(re.compile(pattern), replacement) for pattern, replacement in _REPLACED]
_BY_STEPS = r"(?:may\s+)?(?:increas|decreas|titrat|reduc|go)\w*(?:\s+(?:up|down))?\s+by\b[^.;]*?\bto"
_CHANGE = r"(?:may\s+)?(?:increas|titrat|decreas|reduc|go)\w*(?:\s+up)?\s+to"
_STEP = re.compile(r"\b(?:then|followed by|thereafter|after that|" + _BY_STEPS + "|" + _CHANGE + r")\b")


def plain(text: str) -> str:
    """The directions in lower case with plain numbers, without durations, maxima and quantities.

    >>> plain("Take ONE and a half tablets twice daily for 7 days")
    'take 1.5 tablets 2 times daily'
    """
    text = text.lower()
    for sign, replacement in _SIGNS.items():
        text = text.replace(sign, replacement)
    for pattern, replaced in _COMPILED:
        text = pattern.sub(replaced, text)
    return " ".join(text.split())


def steps(text: str) -> list[str]:
    """Consecutive steps of plain directions ("1 daily, then 2 daily")."""
    return [step for step in _STEP.split(text) if step.strip(" ,;.")]
