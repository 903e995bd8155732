"""Smoking that is over and drinking that is little: no nicotine use and no misuse of alcohol, as their topics mean it."""

from __future__ import annotations

import re

DENIES = {"nicotine_use": "smoking now", "alcohol_use": "misuse"}
"""What such words deny, said before the words themselves."""
_PLAIN_ALCOHOL = frozenset(
    {"alcohol", "alcohol use", "etoh", "etoh use", "drinker", "beer", "beers", "wine", "vodka", "liquor"}
)
_LITTLE_BEFORE = re.compile(
    r"\b(?:social(?:ly)?|occasional(?:ly)?|rare(?:ly)?|infrequent(?:ly)?|light|minimal|sober|sobriety|abstinent|abstains?|recover\w*)\b[^.;]{0,20}$"
)
_SELDOM = r"(?:socially|occasionally|rarely|infrequently|seldom|sometimes|on (?:holidays|special occasions))"
_FEW = r"(?:about |~ ?)?(?:one|two|a|[12]|1 ?(?:-|to) ?[23]|2 ?(?:-|to) ?3)(?: (?:drinks?|beers?|glass(?:es)?(?: of wine)?))?"
_LITTLE_AFTER = re.compile(
    rf"[\s:,-]*(?:use[\s:,-]*)?(?:{_SELDOM}|{_FEW} ?(?:/|per|a|each) ?(?:wk|week|mo|month|year))\b|[^.;]{{0,24}}\b{_SELDOM}\b"
)
_A_MONTH = re.compile(r"s? ?(?:/|per|a|each) ?(?:mo|month|year)\b")
_ONE_BEFORE = re.compile(r"\b(?:one|a|1) $")
_OVER_BEFORE = re.compile(
    r"\b(?:former|ex|previous|past|prior|quit|stopped|gave up|non|never)[\s-]{1,3}(?:\w+ )?$"
)
_OVER_AFTER = re.compile(r"[\s,(-]*(?:quit|stopped|former|none)\b")
_NEVER = frozenset({"not smoke", "doesn't smoke", "never smoked", "nonsmoker", "non-smoker", "non smoker"})


def is_little_or_over(topic: str, low: str, start: int, end: int, at: tuple[int, int]) -> bool:
    """Whether the sentence from ``start`` to ``end`` says of the substance named at ``at`` that it is not used now, or little.

    >>> low = "former smoker, drinks socially: etoh 1-2/wk."
    >>> is_little_or_over("nicotine_use", low, 0, len(low), (7, 13)), is_little_or_over("alcohol_use", low, 0, len(low), (32, 36))
    (True, True)
    """
    word, before = low[at[0] : at[1]], low[start : at[0]]
    if topic == "nicotine_use":
        over = _OVER_BEFORE.search(before) or _OVER_AFTER.match(low, at[1], end)
        return word in _NEVER or over is not None
    if topic != "alcohol_use" or word not in _PLAIN_ALCOHOL:
        return False
    one_a_month = _ONE_BEFORE.search(before) and _A_MONTH.match(low, at[1], end)
    return bool(_LITTLE_BEFORE.search(before) or _LITTLE_AFTER.match(low, at[1], end) or one_a_month)
