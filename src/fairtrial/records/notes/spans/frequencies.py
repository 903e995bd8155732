"""How often a medicine is taken, and how many tablets at a time."""

from __future__ import annotations

import re

from fairtrial.records.notes.words.counts import COUNTS

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
_COUNT: dict[str, float] = {**COUNTS, "1/2": 0.5, "half": 0.5, "one-half": 0.5, "1.5": 1.5}


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
