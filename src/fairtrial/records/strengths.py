"""Strength and release of one unit, read from a product text."""

from __future__ import annotations

import re
from typing import Literal

Release = Literal["extended", "delayed"]

_NUMBER = r"(?<![\w.,/-])([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:[.,][0-9]+)?)"
_MASS = re.compile(
    _NUMBER
    + r"\s*-?\s*(mg|milligrams?|mcg|µg|ug|micrograms?|g|grams?)(?![a-z])(\s*/\s*[0-9.]*\s*(?:ml|hr|h|24))?",
    re.IGNORECASE,
)
_BARE = re.compile(
    _NUMBER + r"(?![\w.,/%-])(?!\s*(?:tab|cap|pill|day|week|month|count|ct\b|x\b|hr|hour|h\b|ml|unit))", re.I
)
_TIMES = re.compile(
    r"(?<![\w.])([0-9](?:\.[0-9])?)\s*[x×]\s*[0-9]|mg\s*[x×]\s*([0-9](?:\.[0-9])?)(?![\w.])", re.IGNORECASE
)
_EXTENDED = re.compile(
    r"\b(?:xr|xl|er|sr|cr|la|24\s?hr?|12\s?hr?|extended|sustained|controlled|prolonged|modified|weekly)\b",
    re.IGNORECASE,
)
_DELAYED = re.compile(r"\b(?:dr|ec|delayed|enteric)\b", re.IGNORECASE)
_IN_MG = {"g": 1000.0, "mc": 0.001, "ug": 0.001, "µg": 0.001, "mi": 0.001, "gr": 1000.0}


def number(text: str) -> float:
    """A number as people write it: "1,000" is a thousand, "37,5" is thirty-seven and a half.

    >>> number("1,000"), number("37,5"), number("12.5")
    (1000.0, 37.5, 12.5)
    """
    grouped = re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", text)
    return float(text.replace(",", "") if grouped else text.replace(",", "."))


def in_mg(value: float, unit: str) -> float:
    """A mass in mg; the unit is mg, mcg, g or their long forms.

    >>> in_mg(25, "mcg"), in_mg(50, "milligrams")
    (0.025, 50)
    """
    unit = unit.lower()
    if unit.startswith(("mg", "milli")):
        return value
    return round(value * _IN_MG[unit if unit == "g" else unit[:2]], 9)


def masses(text: str) -> list[tuple[int, float | None]]:
    """Position and mg of each mass in a text; null for a concentration, mg in 24 hours for a patch.

    >>> masses("selegiline 0.25 MG/HR Transdermal System"), masses("citalopram 2 MG/ML")
    ([(11, 6.0)], [(11, None)])
    """
    found: list[tuple[int, float | None]] = []
    for match in _MASS.finditer(text):
        per = re.sub(r"[\s/.0-9]", "", match[3] or "").lower()
        hours = 24 if per in ("hr", "h") and "24" not in (match[3] or "") else 1
        value = None if per == "ml" else in_mg(number(match[1]), match[2]) * hours
        found.append((match.start(), value))
    return found


def bare_number(text: str) -> float | None:
    """The number right at the start of a text when no unit follows ("Sertralin 50")."""
    match = _BARE.match(text.strip())
    return number(match[1]) if match else None


def units_at_once(text: str) -> float | None:
    """How many units one dose is when the product text says so.

    >>> units_at_once("2 x 50 mg"), units_at_once("sertraline 50 mg x 2"), units_at_once("sertraline 50 mg")
    (2.0, 2.0, None)
    """
    match = _TIMES.search(text)
    return float(match[1] or match[2]) if match else None


def release_of(text: str) -> Release | None:
    """Extended or delayed release when the text says so."""
    if _EXTENDED.search(text):
        return "extended"
    return "delayed" if _DELAYED.search(text) else None
