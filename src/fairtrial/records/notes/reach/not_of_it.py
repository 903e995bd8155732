"""Cues after a name that have another subject or another object than the drug."""

from __future__ import annotations

import re
from collections.abc import Callable

from fairtrial.records.notes.words.cues import Hit

_HAD_RESPONSE = re.compile(
    r"has had (?:\w+ ){0,3}(?:response|benefit|improvement|relief|success|effects?|trouble|problems)\b"
)


_HAS_HAD, _TO_AVOID = re.compile(r"(?:has|have|had) had"), re.compile(r"\b(?:to|order to) avoid$")
"""What someone has had since, or what the stop was to avoid, is not the drug."""
_NOT_FULLY = re.compile(
    r"\s*(?:it |them |this )?(?:more than|longer|for more|regularly|consistently|as (?:prescribed|directed)|every day|daily|"
    r"long enough|at (?:a )?(?:full|high|adequate))\b"
)
"""It was taken, though not as it should be: "never takes it more than a few days"."""


_WELL = re.compile(r"\b(?:well|work\w*|help\w*|effective|stable|better|great|good|fine)\b")


_NOW = re.compile(r"\b(?:now|currently|lately|these days)\b")


CHANGE = re.compile(
    r"\s*(?:to |an? |any |further |the )*(?:increas|rais|dose|titrat|adjust|chang|switch|stop|taper|discontinu|refill|going up)"
)
"""What is declined is a change of the medicine, not the medicine."""


_TAKES_UP = re.compile(
    r"\s*(?:it|this|that|them|these|those|yet|any|either|one|the (?:med|drug|prescription)|"
    r"her (?:med|pres)|a (?:dose|single)|because|due|so far|for fear|as\b|since|before|in the past|"
    r"to date|[.;,)\n]|$)"
)


_OTHER_SUBJECT = re.compile(
    r"(?:\band|\bbut|\bwhile|[,;])\s+(?:the |her |his |my )?[A-Z][a-z]{3,}(?: \d+ ?mg)?\s+"
    r"(?:was |were |is |has been |had been )?$"
)


_LONG_AGO = re.compile(
    r"\byears ago\b|\bin the past\b|\bpreviously\b|\bas an? (?:teen\w*|child|adolescent)\b"
)


_IT = re.compile(r"(?: \w+)? (?:it|this|that|them)\b")


_MORE_ITEMS = re.compile(
    r"(?:,\s+(?:and |or )?[A-Z][a-z]{3,})+,?\s+(?:and |or )[A-Z][a-z]{3,}\s+|,?\s+(?:and|or) [A-Z][a-z]{3,}\s+(?:all )?"
)
"""Other medicines that end the list an outcome is told of: "X, Verapamil, and Valproate without relief"."""


_DOSE_BEFORE = re.compile(r"\(\d+(?:\.\d+)? ?mg (?:\w+ )?$")
"""A dose in brackets that held until a day, beside the one of now: "15 mg daily (10 mg until 4/8)"."""


def not_of_it(text: str, low: str, start: int, hit: Hit) -> bool:
    """Whether a cue after a name has another subject or another object than the drug."""
    rule = _RULES.get(hit.cue.id)
    said = rule(low, start, hit) if rule is not None else None
    if said is not None:
        return said
    return _plans_another(low, start, hit) or _other_subject(text, start, hit)


def _plans_another(low: str, start: int, hit: Hit) -> bool:
    """What was taken long ago is not what the words after it plan, unless they take it up."""
    if hit.cue.sets.get("status") != "planned" or not _LONG_AGO.search(low, start, hit.start):
        return False
    return _IT.match(low, hit.end) is None


def _declined(low: str, start: int, hit: Hit) -> bool | None:
    if CHANGE.match(low, hit.end):
        return True
    return _TAKES_UP.match(low, hit.end) is None if _TO_AVOID.search(low, start, hit.end) else None


def _until(low: str, start: int, hit: Hit) -> bool | None:
    """Another dose until then, or how well someone was until then, and how it is now."""
    was_well = _WELL.search(low, max(0, start - 60), hit.start) and _NOW.search(low, hit.end, hit.end + 90)
    return True if was_well or _DOSE_BEFORE.search(low, start, hit.start) else None


def _tried(low: str, start: int, hit: Hit) -> bool | None:
    if _HAD_RESPONSE.match(low, hit.start, hit.end + 40):
        return True
    return _TAKES_UP.match(low, hit.end) is None if _HAS_HAD.fullmatch(low, hit.start, hit.end) else None


def _never_tried(low: str, start: int, hit: Hit) -> bool | None:
    return True if _NOT_FULLY.match(low, hit.end) or not _TAKES_UP.match(low, hit.end) else None


_RULES: dict[str, Callable[[str, int, Hit], bool | None]] = {
    "never.declined": _declined, "stop.until": _until, "past.tried": _tried, "never.tried": _never_tried,
}  # fmt: skip
"""Cue -> whether its object is another, or None where that is not decided."""


def _other_subject(text: str, start: int, hit: Hit) -> bool:
    """Another medicine's name stands right before the cue ("and the Ambien stopped")."""
    if hit.cue.layer not in ("event", "outcome", "override"):
        return False
    between = text[start : hit.start]
    if hit.cue.layer == "outcome" and _MORE_ITEMS.fullmatch(between):
        return False
    return _OTHER_SUBJECT.search(between) is not None
