"""Lengths of time that say nothing of how long a medicine was taken: "return in 2 weeks", "misses two doses a week"."""

from __future__ import annotations

import re

_BEFORE = re.compile(
    r"(?:\b(?:in|within|every|per|by|rtc|q|return\w*|follow[- ]?up|f/u|recheck\w*|back|doses?|times|pills?|tablets?|nights|days|once|twice|"
    r"miss(?:ed|es|ing)?|skip(?:ped|s|ping)?|refill\w*|(?:taper|wean|titrat|increas|decreas)\w*(?: \w+){0,3} over|the next)"
    r"(?: (?:the|for|about|another|next|in|over|or so|(?:\d+ )?mg|\d{1,3}))*\W{0,2})$"
)
_AFTER = re.compile(
    r"\W{0,2}(?:of (?:\w+ing |high |low |no |poor |more |less )?(?:energy|mood|sleep|insomnia|nausea|headaches?|diarrhea|(?:hypo)?mania|euphoria|anxiety|"
    r"agitation|depression|sobriety|remission|stability)|supply|washout|of refills|follow|post|s/p|pregnant|sober|free|of stopping"
    r"|(?:and |& )?then (?:\d|b\.?i\.?d|increase\b|inc\b|up\b|to \d|go\b|stop\b|d/c\b|discontinue\b|off\b)|(?:and )?(?:increase|inc) )"
)
_LASTING = re.compile(
    r"\b(?:for|only|x|in|lasted|after|least|about|within|than|almost|nearly|under|over|just|took|barely)\W*$"
)


_OF_A_STEP = re.compile(
    r"\b(?:increas\w*|titrat\w*|rais\w*|go up|advance|return|rtc|f/u|follow|recheck|reassess|repeat|see|may|will|can)\b[^.;\n]*"
    r"\b(?:in|after|within|every)\s+(?:the next |about |another )?$"
)
""" "Increase to 20 mg after 2 weeks", "return in 4 weeks": no length of the treatment."""


_TO_COME = re.compile(
    r"\b(?:continue|stay|remain|keep|go on|carry on|maintain)\b[^.;\n]{0,40}\bfor\s+(?:(?:at least|another|a further|about|the next|up to)\s+)*$"
)
""" "Continue for at least a year" is still to come."""
_OFF = re.compile(r"\boff (?:of )?(?:[a-z]+ ){0,3}?(?:(?:for|x|about|almost|over)\s+)*$")
""" "Off sertraline for two weeks" is how long it was not taken."""
_OF_A_STATE = re.compile(
    r"\b(?:well|depressed|low|down|ill|unwell|sober|anxious|abstinent)\s+for\s+(?:about |almost |over )?$"
)
""" "She has been well for nine months" says nothing of how long a medicine was taken."""


def of_no_taking(low: str, start: int, end: int) -> bool:
    """Whether a length is that of an interval, a step, a supply or a rate.

    >>> of_no_taking("sertraline 50 mg. return in 2 weeks", 28, 35), of_no_taking("took it for 2 weeks", 12, 19)
    (True, False)
    """
    before = low[max(0, start - 40) : start]
    if low[start:end] in ("a day", "a week", "a month") and not _LASTING.search(before):
        return True
    if any(told.search(low, max(0, start - 60), start) for told in (_OF_A_STEP, _TO_COME, _OF_A_STATE, _OFF)):
        return True
    return _BEFORE.search(before) is not None or _AFTER.match(low, end) is not None
