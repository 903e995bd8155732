"""Doses without a unit: a number beside a name that can be a dose of that drug."""

from __future__ import annotations

import re

from fairtrial.records.notes.spans.doses import NEXT, NUMBER, Amount, amount_of, only_light
from fairtrial.records.notes.words.lexicon import Lexicon

_BARE = re.compile(
    rf"(?<![\w./$#'])({NUMBER})({NEXT})(?![\w%/])(?!\s*[-]?\s*(?:%|weeks?|wks?|mos?\b|months?|days?|"
    rf"years?|yrs?|times|x\b(?! ?\d+ ?(?:d|w|m|y))|tabs?|tablets?|pills?|caps|lbs?|pounds?|episodes|trials|of\b|hours?|hrs?|"
    rf"yo\b|y/o|attempts?|attempts|min|sessions|kg|st\b|nd\b|rd\b|th\b))"
)
_LEAST = 5.0
"""A bare number below this is not read as a dose in mg (our choice)."""
_MOST = 600.0
"""The same above this, of a drug without a labelled maximum (our choice)."""


def _most(drug: str, lex: Lexicon) -> float:
    return lex.maximum_mg.get(drug, _MOST)


def bare_dose(text: str, low: str, start: int, end: int, drug: str, lex: Lexicon) -> Amount | None:
    """A number without unit right after a name, when it can be a dose of that drug."""
    match = _BARE.search(low, start, min(end, start + 40))
    if match is None or not only_light(low[start : match.start()], lex):
        return None
    if _MONTH.match(low, match.start(), end):
        return None
    if _NEXT_ITEM.match(low, match.end(), end) and not _in_bracket(low, match.start()):
        return None
    value = float(match.group(1).replace(",", ""))
    top = _most(drug, lex) * 1.5
    near = not low[start : match.start()].strip(" (,")
    if not (2 <= value <= top) or (1900 <= value <= 2100) or not (near or value % 5 == 0):
        return None
    return amount_of(text, match, "mg", bare=True)


_MONTH = re.compile(r"2/2(?!\d)|\d{1,2}/\d{2}(?:\d\d)?(?![\d/])")
_NEXT_ITEM = re.compile(r"\)")
"""Numbers that are no dose: a month of a year, the next number of a list ("1) X 2) Y")."""
_TOLD_AT = re.compile(
    r"\b(?:benefit|effect|response|help|improvement|relief|change|nothing|difference|efficacy|remission|better|"
    r"worse|failed|ineffective|helped|worked|out|tolerated|gain) (?:even )?(?:at|up to) (?:just |only )?(\d{1,3}(?:\.\d+)?)()(?=\s*(?:[),;]|\.(?!\d)|$))"
)


CHANGED_TO = re.compile(
    r"\b(?:increas\w*|boost\w*|bump\w*|rais\w*|titrat\w*|lower\w*|cut|went|got|gone|dropped|worked|moved|built|brought|push\w*|reduc\w*|decreas\w*|incr?)\.?\s+(?:(?:it|"
    r"this|that|the dose|dose|her|him|back|down|up|again|gradually|slowly)\s+)*(?:to|at)\s+(?:a dose of )?$"
    r"|\b(?:increas|rais|titrat|lower|reduc|decreas|limit)\w*\s+(?:[a-z]+\s+){0,5}(?:to|from)\s+$"
    r"|\bdos(?:e|age) (?:is |was )?(?:now |currently )(?:at )?$|[,(;]\s*(?:now|currently)\s+(?:at |on )?$"
)
"""Words before a dose that say to what the dose of the medicine just named was changed."""


_EVER_SINCE = re.compile(r"\s*(?:mg\s*)?(?:since(?: then)?|thereafter|ever since)\s*(?:[.,;)]|$)")


def bare_dose_changed(text: str, low: str, start: int, end: int, drug: str, lex: Lexicon) -> Amount | None:
    """ "80 mg ... cut back to 60": a later number without unit."""
    for match in _BARE.finditer(low, start, end):
        value = float(match.group(1).replace(",", ""))
        told = CHANGED_TO.search(low, start, match.start()) or _EVER_SINCE.match(low, match.end(), end)
        if told and _LEAST <= value <= _most(drug, lex):
            return amount_of(text, match, "mg", bare=True)
    return None


def _in_bracket(low: str, at: int) -> bool:
    before = low[max(0, at - 200) : at]
    return before.count("(") > before.count(")")


def bare_dose_at(text: str, low: str, start: int, end: int, drug: str, lex: Lexicon) -> Amount | None:
    """ "no benefit at 450": a number without unit at the end of what is said of a drug."""
    match = _TOLD_AT.search(low, start, end)
    if match is None or not _LEAST <= float(match.group(1)) <= _most(drug, lex):
        return None
    return amount_of(text, match, "mg", bare=True)


_OF = re.compile(r"(?<![\w./$#'])(\d{1,3}(?:\.\d+)?)() of (?:the |her |his |my )?$")


def bare_dose_before(text: str, low: str, start: int, end: int, drug: str, lex: Lexicon) -> Amount | None:
    """ "on 20 of Celexa": a number without unit before a name, when it can be a dose of that drug."""
    match = _OF.search(low, start, end)
    if match is None or not _LEAST <= float(match.group(1)) <= _most(drug, lex):
        return None
    return amount_of(text, match, "mg", bare=True)
