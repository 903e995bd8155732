"""How often a day, in the words of free-text directions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

MASK = "~"
_DAYS = {"d": 1, "w": 7}
_RANGE = r"([0-9]+(?:\.[0-9]+)?)(?:\s*(?:-|to|or)\s*([0-9]+))?"


@dataclass(frozen=True)
class Rate:
    """Times a day, at a place in the text. ``slot`` names a time of day that by itself means once."""

    at: int
    least: float
    most: float
    slot: str | None = None


def _times(match: re.Match[str]) -> tuple[float, float]:
    days = _DAYS[match[3][0]]
    return float(match[1]) / days, float(match[2] or match[1]) / days


def _every(days: float) -> Callable[[re.Match[str]], tuple[float, float]]:
    def rate(match: re.Match[str]) -> tuple[float, float]:
        shortest, longest = float(match[1]) * days, float(match[2] or match[1]) * days
        return (1 / longest, 1 / shortest) if shortest > 0 else (0.0, 0.0)

    return rate


def _fixed(times: float) -> Callable[[re.Match[str]], tuple[float, float]]:
    return lambda match: (times, times)


def _nights(match: re.Match[str]) -> tuple[float, float]:
    return float(match[1]) / 7, float(match[2] or match[1]) / 7


_RATES: tuple[tuple[str, Callable[[re.Match[str]], tuple[float, float]]], ...] = (
    (
        r"\b"
        + _RANGE
        + r"\s*(?:times?|x)\s*(?:/|a|per|each|every|in a|in 1)?\s*(d|w)(?:ay|aily|eek|eekly|k)?\b",
        _times,
    ),
    (r"\b" + _RANGE + r"\s*(?:day|night|morning|evening)s?\s*(?:/|a|per|each|every)\s*w(?:ee)?k\b", _nights),
    (r"\b(?:every|q)\.?\s*" + _RANGE + r"\s*(?:hours?|hrs?|h)\b", _every(1 / 24)),
    (r"\b(?:every|q)\.?\s*" + _RANGE + r"\s*(?:days?|d)\b", _every(1)),
    (r"\b(?:every|q)\.?\s*" + _RANGE + r"\s*(?:weeks?|wks?)\b", _every(7)),
    (
        r"\bevery (?:other|2nd|second) (?:day|morning|night|evening)\b|\bq\.?o\.?d\b\.?|\balternate days\b",
        _fixed(0.5),
    ),
    (r"\bb\.?i\.?d\b\.?|\bbd\b", _fixed(2)),
    (r"\bt\.?i\.?d\b\.?|\btds\b", _fixed(3)),
    (r"\bq\.?i\.?d\b\.?|\bqds\b", _fixed(4)),
    (r"(?:\b(?:every|each|per|a|q)\s*|/\s*)(?:week|wk)\b|\bweekly\b", _fixed(1 / 7)),
    (r"\b1 time (?=at|in|before|every|with)", _fixed(1)),
    (
        r"\bdaily\b|(?:\b(?:every|each|per|a|q)\s*|/\s*)day\b|/\s*d\b|\bq\.?d\b\.?|\bod\b|\bper 24 hours\b",
        _fixed(1),
    ),
)
_CLOCK = r"\bat [0-9]+(?::[0-9]+)?\s*"
_EACH = r"(?:\b(?:every|each|in the|q)\s*)?"
_SLOTS = (
    ("morning", _CLOCK + r"a\.?m\b\.?|\bq\.?\s?a\.?m\b\.?|" + _EACH + r"\bmornings?\b"),
    ("morning", r"\b(?:at|with|before|after) breakfast\b|\ba\.?m\b\.?"),
    (
        "noon",
        r"\b(?:(?:at|every) )?(?:noon|midday)\b|\b(?:at|with) lunch\b|(?:\b(?:every|in the) )?\bafternoon\b",
    ),
    ("night", _CLOCK + r"p\.?m\b\.?|\bq\.?\s?h\.?s\b\.?|(?:\b(?:at|before|every) )?\bbed\s?time\b"),
    ("night", r"\bnightly\b|(?:\bat\s*)?" + _EACH + r"\b(?:night|evening)s?\b|\bq\.?\s?p\.?m\b\.?"),
    ("night", r"\bhs\b|\bp\.?m\b\.?|\b(?:at|with) (?:supper|dinner)\b|\bnocte\b"),
)
_COMPILED_RATES = [(re.compile(pattern), rate) for pattern, rate in _RATES]
_COMPILED_SLOTS = [(slot, re.compile(pattern)) for slot, pattern in _SLOTS]


def rates(step: str) -> tuple[list[Rate], str]:
    """Every statement of how often, and the text with those masked, so that their numbers are not doses."""
    found: list[Rate] = []
    for pattern, rate in _COMPILED_RATES:
        found += [Rate(match.start(), *rate(match)) for match in pattern.finditer(step)]
        step = pattern.sub(_masked, step)
    for slot, pattern in _COMPILED_SLOTS:
        found += [Rate(match.start(), 1, 1, slot) for match in pattern.finditer(step)]
        step = pattern.sub(_masked, step)
    return sorted(found, key=lambda rate: rate.at), step


def _masked(match: re.Match[str]) -> str:
    return MASK * len(match[0])


def per_day(found: list[Rate]) -> tuple[float, float] | None:
    """Times a day from the statements that belong to one amount; a rate counts before times of day."""
    slots = len({rate.slot for rate in found if rate.slot})
    stated = [rate for rate in found if rate.slot is None]
    if not stated:
        return (slots, slots) if slots else None
    least, most = min(r.least for r in stated), max(r.most for r in stated)
    # "daily in the morning and evening" may mean once or twice
    return least, max(most, slots)
