"""Doses: numbers with a unit, and the words that may stand between a name and its dose."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fairtrial.records.notes.models import Dose
from fairtrial.records.notes.spans.frequencies import FREQUENCY
from fairtrial.records.notes.words.lexicon import Lexicon
from fairtrial.records.notes.words.text import written

NUMBER = r"(?:\d{1,4}(?:,\d{3})?(?:\.\d+)?|\.\d+)"
_UNIT = r"(?:milligrams?|millig|mgs?|mcg|micrograms?|grams?|gm|g)"
NEXT = rf"(?: ?{_UNIT}?(?:(?: ?(?:->|→|-|to|/|>)){{1,2}}|,? (?:and )?(?:then|later|up to|going to)) ?{NUMBER}){{0,6}}"
""" "20 -> 40", "20/40/60", "10 then 20": the last is the one reached."""
DOSE = re.compile(rf"(?<![\w./$])({NUMBER})({NEXT})[\s-]{{0,3}}({_UNIT})(?![a-z])")
_PLAIN_NUMBER = re.compile(NUMBER)
_LIGHT_TOKEN = re.compile(r"[a-z0-9'.]+")


@dataclass(frozen=True, slots=True)
class Amount:
    """A dose in the text; ``first`` is the first number of "25 to 50 mg" and of "from 25 to 50 mg"."""

    start: int
    end: int
    dose: Dose
    first: Dose | None
    bare: bool = False


def find_doses(text: str, low: str, start: int, end: int) -> list[Amount]:
    """Every number with a unit between two places."""
    return [amount_of(text, m, m.group(3)) for m in DOSE.finditer(low, start, end)]


def amount_of(text: str, m: re.Match[str], unit: str, bare: bool = False) -> Amount:
    """The dose of a match whose groups are a number and the numbers it was changed to."""
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


def only_light(gap: str, lex: Lexicon) -> bool:
    """Whether words are only such as may stand between a name and its dose."""
    light = lex.set_of("dose_light")
    return all(
        t.strip(".'") in light or t.strip(".'").lstrip("x").isdigit() or not t.strip(".'")
        for t in _LIGHT_TOKEN.findall(gap)
    )


def light_between(low: str, start: int, end: int, lex: Lexicon) -> bool:
    """Whether only words that may stand between a name and its dose lie between two places."""
    gap = low[start:end]
    inside = gap.count("(") > gap.count(")")
    return (";" not in gap or inside) and only_light(FREQUENCY.sub(" ", gap), lex)
