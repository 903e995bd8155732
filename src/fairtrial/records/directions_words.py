"""Daily dose in mg from directions in free text, as an interval."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from fairtrial.records.directions_rates import MASK, Rate, per_day, rates
from fairtrial.records.directions_text import plain, steps
from fairtrial.records.strengths import in_mg, number

Dose = tuple[float, float]

LONGEST_DIRECTIONS = 1000
"""Longer texts are not directions; reading them could take very long (our choice)."""

_N = r"(?<![\w.,/])([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:[.,][0-9]+)?)"
_TO = r"(?:\s*(?:-|to|or)\s*([0-9]+(?:[.,][0-9]+)?))?"
_AMOUNT = re.compile(
    r"(\bup to\s+)?" + _N + r"(?:\s*mg(?=\s*(?:-|to|or)\s*[0-9]))?" + _TO + r"\s*-?\s*"
    r"(mg|milligrams?|mcg|ug|micrograms?|grams?|g|tab(?:let)?s?|cap(?:sule)?s?|pills?|patch(?:es)?"
    r"|ml|units?|drops?|puffs?|sprays?|tsp|teaspoons?)(?![a-z])(?:\s*(tab|cap|each|total))?"
)
_BARE = re.compile(
    r"(?:^|\b(?:take|takes|taking|give|use|sig|and|plus)\b:?\s*|[,;+]\s*)(\bup to\s+)?" + _N + _TO
    + r"(?=\s*(?:(?:po|p\.o\.|by mouth|orally|oral)\s*)?(?:" + MASK + r"|[0-9]+\s*mg))"
)  # fmt: skip
_PRN = re.compile(r"\b(?:as needed|prn|p\.r\.n|if needed|when needed|as required)\b")
_AGAIN = re.compile(r"\bmay repeat\b")
_WITHOUT_END = re.compile(r"\b(?:increas|titrat)\w*\s+by\b(?![^.;]*\bto\b)")
_STOPS = re.compile(r"\b(?:stop|discontinue|off)\b")
_OPEN = re.compile(r"\b(?:taper|as directed|titrate|wean)\b")


@dataclass(frozen=True)
class _Amount:
    start: int
    end: int
    least: float
    most: float
    kind: str
    note: str = ""


@functools.lru_cache(maxsize=1024)  # a document says the same few directions again and again
def dose_in_words(text: str, strength_mg: float | None) -> Dose | None:
    """Least and most mg a day; null when the words do not say, or a unit without a known strength is used.

    Texts longer than ``LONGEST_DIRECTIONS`` characters are not read.

    >>> dose_in_words("take 2 tablets by mouth twice daily", 25)
    (100.0, 100.0)
    >>> dose_in_words("1-2 tabs qhs prn", 50)
    (0.0, 100.0)
    """
    if len(text) > LONGEST_DIRECTIONS:
        return None
    text = plain(text)
    doses: list[Dose] = []
    anywhere = [rate for step in steps(text) for rate in rates(step)[0]]
    for step in _whole_steps(steps(text)):
        dose = _step(step, strength_mg, anywhere)
        if dose is not None:
            doses.append(dose)
        elif _OPEN.search(step) or _amounts(rates(step)[1]):
            return None
    if not doses or _WITHOUT_END.search(text):
        return None
    most = max(most for _, most in doses)
    return min(least for least, _ in doses), most * 2 if _AGAIN.search(text) else most


def _whole_steps(parts: list[str]) -> list[str]:
    """The steps, in which one that says only how often ("1 tab bid, then tid") takes the amount before it."""
    whole, amount = [], ""
    for part in parts:
        found, masked = rates(part)
        said = _amounts(masked)
        if said:
            amount = part[said[0].start : said[0].end] if len(said) == 1 else ""
        elif found and amount and not _STOPS.search(part):
            part = f"{amount} {part}"
        whole.append(part)
    return whole


def _step(step: str, strength_mg: float | None, anywhere: list[Rate]) -> Dose | None:
    """The dose of one step; one that gives no rate ("1/2 tab for a week, then 1 daily") takes the others'."""
    found, masked = rates(step)
    found = found or [Rate(0, rate.least, rate.most, rate.slot) for rate in anywhere]
    amounts = _amounts(masked)
    groups = _grouped(amounts, found)
    doses: list[Dose] = []
    for place, group in enumerate(groups):
        rate = _rate_of(place, groups, found)
        mg = _mg(group, strength_mg)
        if rate is None or mg is None:
            return None
        prn = _PRN.search(step, group[0].start, _end(place, groups, step)) is not None
        doses.append((0.0 if prn else mg[0] * rate[0], mg[1] * rate[1]))
    return _together(doses, groups, found, masked)


def _amounts(masked: str) -> list[_Amount]:
    found = []
    for match in _AMOUNT.finditer(masked):
        most = number(match[3]) if match[3] else number(match[2])
        found.append(
            _amount(match.start(), match.end(), match[1], number(match[2]), most, match[4], match[5] or "")
        )
    taken = [(a.start, a.end) for a in found]
    for match in _BARE.finditer(masked):
        if not any(start <= match.start(2) < end for start, end in taken):
            most = number(match[3]) if match[3] else number(match[2])
            found.append(_amount(match.start(2), match.end(), match[1], number(match[2]), most, "tab", ""))
    return sorted(found, key=lambda amount: amount.start)


def _amount(
    start: int, end: int, up_to: str | None, least: float, most: float, unit: str, note: str
) -> _Amount:
    if unit[:3] in ("tab", "cap", "pil", "pat"):
        kind = "unit"
    elif unit[:2] in ("mg", "mi", "mc", "ug", "g", "gr"):
        least, most, kind = in_mg(least, unit), in_mg(most, unit), "mg"
    else:
        kind = "other"
    return _Amount(start, end, 0.0 if up_to else least, max(least, most), kind, note)


def _grouped(amounts: list[_Amount], found: list[Rate]) -> list[list[_Amount]]:
    """Amounts that describe the same dose ("2 tablets (100 mg)", "50 mg, 1 tablet") stand together."""
    groups: list[list[_Amount]] = []
    for amount in amounts:
        last = groups[-1] if groups else []
        same_kind = any(other.kind == amount.kind for other in last)
        rate_between = any(last[-1].end <= rate.at < amount.start for rate in found) if last else True
        if last and not same_kind and not rate_between:
            last.append(amount)
        else:
            groups.append([amount])
    return groups


def _end(place: int, groups: list[list[_Amount]], step: str) -> int:
    return groups[place + 1][0].start if place + 1 < len(groups) else len(step)


def _rate_of(place: int, groups: list[list[_Amount]], found: list[Rate]) -> Dose | None:
    """The rate stated after the amount, or after the next one ("1 tab and 1/2 tab daily"), or before all."""
    start = groups[place][0].start
    for later in range(place, len(groups)):
        end = groups[later + 1][0].start if later + 1 < len(groups) else None
        own = [rate for rate in found if rate.at >= start and (end is None or rate.at < end)]
        if own:
            return per_day(own)
    return per_day([rate for rate in found if rate.at < groups[0][0].start])


def _mg(group: list[_Amount], strength_mg: float | None) -> Dose | None:
    """Mg of one dose from its units, its mg, or both."""
    units = next((a for a in group if a.kind == "unit"), None)
    mass = next((a for a in group if a.kind == "mg"), None)
    if any(a.kind == "other" for a in group):
        return None
    if units is None:
        return (mass.least, mass.most) if mass else None
    if mass is None:
        return None if strength_mg is None else (units.least * strength_mg, units.most * strength_mg)
    if mass.start < units.start:
        each = strength_mg or mass.most
        return units.least * each, units.most * each
    return _units_and_mass(units, mass, strength_mg)


def _units_and_mass(units: _Amount, mass: _Amount, strength_mg: float | None) -> Dose:
    """ "2 tablets (100 mg)": the mg may be those of all units or of each."""
    each = (units.least * mass.least, units.most * mass.most)
    if strength_mg is not None:
        counted = (units.least * strength_mg, units.most * strength_mg)
        agrees = mass.most == counted[1] or (mass.most == strength_mg and mass.note != "total")
        return counted if agrees else (min(counted[0], mass.least), max(counted[1], mass.most))
    if mass.note == "total":
        return mass.least, mass.most
    if mass.note:
        return each
    return min(mass.least, each[0]), max(mass.most, each[1])


def _together(doses: list[Dose], groups: list[list[_Amount]], found: list[Rate], masked: str) -> Dose | None:
    """Doses of one day added up; alternatives, and doses that may follow one another, stay a range."""
    if not doses:
        return None
    total = sum(least for least, _ in doses), sum(most for _, most in doses)
    lowest, highest = min(least for least, _ in doses), max(most for _, most in doses)
    between = masked[groups[0][-1].end : groups[-1][0].start]
    if "alternat" in masked or re.search(r"\bor\b", between):
        return lowest, highest
    timed = [rate for rate in found if rate.slot]
    return total if len(doses) == 1 or timed or "and" in between or "plus" in between else (lowest, total[1])
