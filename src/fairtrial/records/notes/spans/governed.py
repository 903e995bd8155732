"""Which act a point in time dates: "stopped X on her own three weeks ago" ends it, "raised to 100 last month" does neither."""

from __future__ import annotations

import re

_ENDS = (
    r"(?:self[- ]?)?(?:(?:stopp?(?:ed|ing)?|quit(?:ting)?|no longer|give up|gave up) (?:taking|using|being on)|stopp?(?:ed|ing)|stop(?! by\b)|discontinu\w*|d/?c['-]?e?d|d/c|disc'd|discontd)|stop date|(?:quit|quitting)(?! (?:smok|tobac|drink|her|his|my|school|work))|off|"
    r"end(?:ed|ing)|end(?: date)?:|until|till?|through|thru|ceased|(?:tapered|weaned)(?! (?:down|to)\b)|withdrew|withdrawn|"
    r"gave up|given up|(?:ran|run|been) out|held|no longer|lapsed|abandoned|dropped(?! to\b)|completed|"
    r"(?:last|final) (?:dose|infusion|session|treatment|took|taken)|(?:not|[a-z]+n't|never) (?:been )?(?:tak\w+|on|us\w+)"
)
_BEGINS = (
    r"(?:not|[a-z]+n't) (?:(?:actually )?(?:begin|start|tak|fill|get)\w*)[^.;]{0,24}? until|(?:re-?)?(?:start\w*|beg[aiu]n|beginning|initiat\w*|commenc\w*|introduc\w*|institut\w*|added|placed|put|prescribed|given|gave|"
    r"resum\w*|took|taking|taken|tried|trial\w*|treated|received|(?:now|currently|is|was|been|went|back) on|rx'?d)"
)
_SWAPS = r"switched|changed|replaced|converted|transitioned|swapped|cross-?tapered|substitut(?:ed|ing)"
_ALTERS = (
    r"(?:last|first|next|final|most recent)? ?(?:re)?fill(?:ed|s)?(?: on| date)?|(?:increas|decreas|rais|lower|reduc|titrat|doubl|adjust|bump|uptitrat)\w*|(?:went|going|gone|go) (?:up|down)|inc'?d?|"
    r"decr?'?d?|upped|cut|seen|saw|visit|appointment|hospitali\w*|admitted|relapse\w*|phq\S*"
)
_ACT = re.compile(
    rf"(?<![a-z])(?:(?P<begins>{_BEGINS})|(?P<ends>{_ENDS})|(?P<swaps>{_SWAPS})|(?P<alters>{_ALTERS}))(?![a-z])"
)
_RIGHT_BEFORE = re.compile(
    r"(?:until|til|till|through|stopped|discontinued|d/c'?d|ended|quit|off|stop(?: date)?:?|ending|"
    r"end:?)(?:\s+(?:it|in|on|around|about|by|taking it|her|his))*\s*$"
)
_WORD = re.compile(r"(?<![a-z])[a-z]")
_WORDS = 6
"""Words before an act that may belong to it, at most: "has not been taking"."""
_CUT = re.compile(r"[;\n]|(?<![ .][a-z])(?<!\bno)\.\s|\bbut\b")
_ACROSS = 120
"""Characters before a time within which its act is looked for (our choice)."""


def act_before(low: str, at: int) -> str | None:
    """The nearest act before a time in its clause: it "ends", "begins", "swaps" (ends one, begins another) or "alters".

    >>> act_before("she stopped sertraline on her own three weeks ago", 34)
    'ends'
    """
    first = max(0, at - _ACROSS)
    for cut in _CUT.finditer(low, first, at):
        first = cut.end()
    words = [m.start() for m in _WORD.finditer(low, first, at)]
    for i in range(len(words) - 1, -1, -1):
        act = None if _in_closed_bracket(low, words[i], at) else _ACT.match(low, words[i], at)
        if act:
            wider = (_ACT.match(low, start, at) for start in words[max(0, i - _WORDS) : i])
            return next((w for w in wider if w and w.end() >= act.end()), act).lastgroup
    return None


def _in_closed_bracket(low: str, word: int, at: int) -> bool:
    """Whether a word stands in a bracket that closes before a time: it says nothing of what is told after it."""
    return low.count(")", word, at) > low.count("(", word, at)


def act_after(low: str, at: int, end: int) -> str | None:
    """The first act after a time that opens a sentence: "In March she stopped X"."""
    told = _ACT.search(low, at, min(end, at + _ACROSS))
    return told.lastgroup if told else None


def ended_by(low: str, at: int) -> bool:
    """Whether a word for an end stands right before a time, as in "X 50 mg, stopped in May"."""
    return _RIGHT_BEFORE.search(low[max(0, at - 30) : at]) is not None
