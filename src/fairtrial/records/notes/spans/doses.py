"""Doses and frequencies, and which drug name each belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fairtrial.records.notes.models import Dose
from fairtrial.records.notes.words.counts import COUNTS
from fairtrial.records.notes.words.lexicon import Lexicon
from fairtrial.records.notes.words.text import written

_NUMBER = r"(?:\d{1,4}(?:,\d{3})?(?:\.\d+)?|\.\d+)"
_UNIT = r"(?:milligrams?|millig|mgs?|mcg|micrograms?|grams?|gm|g)"
_NEXT = rf"(?: ?{_UNIT}?(?:(?: ?(?:->|→|-|to|/|>)){{1,2}}|,? (?:and )?(?:then|later|up to|going to)) ?{_NUMBER}){{0,6}}"
""" "20 -> 40", "20/40/60", "10 then 20": the last is the one reached."""
DOSE = re.compile(rf"(?<![\w./$])({_NUMBER})({_NEXT})[\s-]{{0,3}}({_UNIT})(?![a-z])")
_BARE = re.compile(
    rf"(?<![\w./$#'])({_NUMBER})({_NEXT})(?![\w%/])(?!\s*[-]?\s*(?:%|weeks?|wks?|mos?\b|months?|days?|"
    rf"years?|yrs?|times|x\b(?! ?\d+ ?(?:d|w|m|y))|tabs?|tablets?|pills?|caps|lbs?|pounds?|episodes|trials|of\b|hours?|hrs?|"
    rf"yo\b|y/o|attempts?|attempts|min|sessions|kg|st\b|nd\b|rd\b|th\b))"
)
_PLAIN_NUMBER = re.compile(_NUMBER)
FREQUENCY = re.compile(
    r"(?<![a-z])(?:(?:once|twice|two times|three times|four times|[234] ?x|[234] times|1x|one time)(?: "
    r"?(?:daily|a day|per day|/day|each day|every day|weekly|a week|nightly))?"
    r"|q\.? ?(?:a\.?m\.?|p\.?m\.?|h\.?s\.?|d\.?h\.?s\.?|day|daily|d\.?|noon|night|evening|morning|\d+ "
    r"?(?:-\d+)? ?(?:h\.?|hrs?|hours)|week|weekly|o\.?d\.?|nightly)(?![a-z])"
    r"|b\.?i\.?d\.?|t\.?i\.?d\.?|q\.?i\.?d\.?|h\.?s\.?|o\.?d\.?(?![a-z])|"
    r"every (?:\d+|six|eight|four|twelve|other)? ?(?:hours?|day|morning|evening|night|week|bedtime)|"
    r"everyday|(?:once )?daily|nightly|weekly|a day|per day|/ ?day|/d(?![a-z'/])|each (?:day|morning|"
    r"night|evening)"
    r"|(?:at|before|each) (?:bedtime|night|bed|noon)|in the (?:a\.?m\.?|p\.?m\.?|morning|evening|"
    r"afternoon)|(?:a\.?m\.?|p\.?m\.?)(?![a-z])|mornings?|evenings|bedtime|at hs|qhs prn|"
    r"(?:p\.?r\.?n\.?|as needed))(?![a-z])"
)
_TABLETS = re.compile(
    r"(?<![\w.])(\d|one|two|three|four|1/2|half|one-half|one and (?:a|one) half|1\.5|"
    r"1-2)\s*(?:x\s*)?(?:tabs?|tablets?|caps?|capsules?|pills?)(?![a-z])"
)
_LIGHT_TOKEN = re.compile(r"[a-z0-9'.]+")
_COUNT: dict[str, float] = {**COUNTS, "1/2": 0.5, "half": 0.5, "one-half": 0.5, "1.5": 1.5}


@dataclass(frozen=True, slots=True)
class Amount:
    """A dose in the text; ``low`` is the first number of "25 to 50 mg" and of "from 25 to 50 mg"."""

    start: int
    end: int
    dose: Dose
    first: Dose | None
    bare: bool = False


_LEAST = 5.0
"""A bare number below this is not read as a dose in mg (our choice)."""


def find_doses(text: str, low: str, start: int, end: int) -> list[Amount]:
    """Every number with a unit between two places."""
    return [_amount(text, m, m.group(3)) for m in DOSE.finditer(low, start, end)]


def bare_dose(text: str, low: str, start: int, end: int, drug: str, lex: Lexicon) -> Amount | None:
    """A number without unit right after a name, when it can be a dose of that drug."""
    match = _BARE.search(low, start, min(end, start + 40))
    if match is None or not _only_light(low[start : match.start()], lex):
        return None
    if _MONTH.match(low, match.start(), end):
        return None
    if _NEXT_ITEM.match(low, match.end(), end) and not _in_bracket(low, match.start()):
        return None
    value = float(match.group(1).replace(",", ""))
    top = lex.maximum_mg.get(drug, 600.0) * 1.5
    near = not low[start : match.start()].strip(" (,")
    if not (2 <= value <= top) or (1900 <= value <= 2100) or not (near or value % 5 == 0):
        return None
    return _amount(text, match, "mg", bare=True)


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
        if told and _LEAST <= value <= lex.maximum_mg.get(drug, 600.0):
            return _amount(text, match, "mg", bare=True)
    return None


def _in_bracket(low: str, at: int) -> bool:
    before = low[max(0, at - 200) : at]
    return before.count("(") > before.count(")")


def bare_dose_at(text: str, low: str, start: int, end: int, drug: str, lex: Lexicon) -> Amount | None:
    """ "no benefit at 450": a number without unit at the end of what is said of a drug."""
    match = _TOLD_AT.search(low, start, end)
    if match is None or not _LEAST <= float(match.group(1)) <= lex.maximum_mg.get(drug, 600.0):
        return None
    return _amount(text, match, "mg", bare=True)


_OF = re.compile(r"(?<![\w./$#'])(\d{1,3}(?:\.\d+)?)() of (?:the |her |his |my )?$")


def bare_dose_before(text: str, low: str, start: int, end: int, drug: str, lex: Lexicon) -> Amount | None:
    """ "on 20 of Celexa": a number without unit before a name, when it can be a dose of that drug."""
    match = _OF.search(low, start, end)
    if match is None or not _LEAST <= float(match.group(1)) <= lex.maximum_mg.get(drug, 600.0):
        return None
    return _amount(text, match, "mg", bare=True)


def _amount(text: str, m: re.Match[str], unit: str, bare: bool = False) -> Amount:
    unit = _unit(unit)
    one = float(m.group(1).replace(",", "")) if m.group(1) else 0.0
    later = list(_PLAIN_NUMBER.finditer(m.group(2))) if m.group(2) else []
    if later and float(later[-1].group().replace(",", "")) == 0:
        later = []  # "60->30->0": tapered from the first
    if later:
        at = m.start(2) + later[-1].start()
        two = float(later[-1].group().replace(",", ""))
        last = Dose(two, unit, text[at : m.end()].strip(), at, m.end())
        first = Dose(one, unit, written(text, *m.span(1)), m.start(1), m.end(1))
        return Amount(m.start(), m.end(), last, first, bare)
    return Amount(
        m.start(), m.end(), Dose(one, unit, written(text, m.start(), m.end()), m.start(), m.end()), None, bare
    )


def _unit(word: str) -> str:
    if word.startswith(("mcg", "microg")):
        return "mcg"
    return "g" if word in ("g", "gm", "gram", "grams") else "mg"


def _only_light(gap: str, lex: Lexicon) -> bool:
    light = lex.set_of("dose_light")
    return all(
        t.strip(".'") in light or t.strip(".'").lstrip("x").isdigit() or not t.strip(".'")
        for t in _LIGHT_TOKEN.findall(gap)
    )


def light_between(low: str, start: int, end: int, lex: Lexicon) -> bool:
    """Whether only words that may stand between a name and its dose lie between two places."""
    gap = low[start:end]
    inside = gap.count("(") > gap.count(")")
    return (";" not in gap or inside) and _only_light(FREQUENCY.sub(" ", gap), lex)


_NOT_DAILY = re.compile(r"prn|needed|week|other|qod")
_SEVERAL = (
    (re.compile(r"bid|twice|2x|2times|twotimes|every12|q12"), 2.0),
    (re.compile(r"tid|three|3x|3times|every8|q8|everyeight"), 3.0),
    (re.compile(r"qid|four|4x|4times|every6|q6|everysix"), 4.0),
)
_DAILY = re.compile(r"d|day|am|pm|hs|night|morning|evening|noon|once|bed")


def times_per_day(frequency: str | None) -> float | None:
    """Intakes a day that a frequency states; None for "as needed", other than daily, or none."""
    word = re.sub(r"[.\s]", "", (frequency or "").lower())
    if not word or _NOT_DAILY.search(word):
        return None
    several = next((times for pattern, times in _SEVERAL if pattern.search(word)), None)
    return several or (1.0 if _DAILY.search(word) else None)


def tablets(low: str, start: int, end: int) -> float | None:
    """Tablets per intake, where the text counts them."""
    match = _TABLETS.search(low, start, end)
    if match is None:
        return None
    word = match.group(1)
    return float(word) if word.isdigit() else _COUNT.get(word)
