"""Cues whose act is none of a medicine, or that have an object of their own: "stopped smoking", "respond to therapy"."""

from __future__ import annotations

import re

from fairtrial.records.notes.words.counts import COUNTS
from fairtrial.records.notes.words.cues import Hit
from fairtrial.records.notes.words.months import ANY_MONTH

_OTHER_OBJECT = re.compile(
    r"\s+(?:to|from|in)\s+(?:the |her |his |my |any |a |an |overall |other |terms of )*+(?!(?:mood|"
    r"(?:decreas|reduc|control|improv|treat|help|manag|reliev|alleviat|stabiliz)\w*|depress\w*|anxiety|anxious|sleep\w*|symptoms?|affect|energy|appetite|it|this|these|them|that|"
    r"mental|psych\w*|med\w*|drug|trial|treatment|either|both|each|all|those|every|any|motivation|concentration|panic|ocd|"
    r"pain|functioning|function|outlook|dose|higher|\d+|"
    + ANY_MONTH
    + r"|past|be|(?:phq|gad|qids|madrs|ham|bdi)\w*|scores?|help|work|improve|date|spite|addition|general|"
    r"antidepress\w*|ssri\w*|hospital|clinic|school|college|"
    r"participat\w*|cooperat\w*|behavio\w*|attention|tearful\w*|crying|irritab\w*|agitat\w*|worr\w*|obsess\w*|compuls\w*|nightmares|beck|score|checking|rituals|frequency|severity|number|eating|"
    r"flashes|headaches?|neuropath\w*|migraines?|quality|social\w*|spirits|well-being|insomnia|enuresis|attacks)\b)[a-z]{3,}"
)


_HOURS = "|".join(COUNTS)
_OTHER_ACT = {
    "event": re.compile(
        r"(?:\w+ ){0,4}?(?:stop|stopped|quit) (?!taking|using|being|during|following|owing|pending|considering|"
        r"according|having)[a-z]{2,}ing\b"
        r"|quit (?:date|day)\b"
        r"|(?:\w+ )?(?:took|taken|takes|taking|take) (?:part|place|care|steps|heed)\b"
        rf"|(?:until|till?) (?:about |around |almost )?(?:{_HOURS}|\d{{1,2}}(?::\d\d)?(?: ?[ap]\.?m\.?)?|noon|midnight|(?:the |early )?(?:morning|afternoon|evening))\b"
        r"(?! ?(?:/|-|weeks?|wks?|months?|mos?|years?|yrs?|days?|of|ago|the|she|he|19|20))"
        r"|(?:raised|increased|doubled) (?:her |his |my |the )?(?:bp|blood pressure|heart rate|hr|pulse|anxiety|appetite|weight|liver)\b"
    ),
    "override": re.compile(
        r"(?:[\w']+ ){0,3}(?:take|takes|taken|took) (?:part|place|care|steps|offense|heed)\b"
    ),
    "outcome": re.compile(
        r"(?:\w+ )?work\w* (?:up|out|through|with (?:her|his|a|the)|overtime|nights|full|part)\b"
    ),
}
"""Acts that are none of a medicine: "could not stop vomiting", "worked up for"."""


_ATTEMPTED = re.compile(
    r"\b(?:tried|attempted|attempts?|unable|tries|trying) (?:twice |several times |before |once )?(?:to|at) $"
)
"""To try to go up on, or to come off, a medicine is neither a trial nor a stop."""
_ATTEMPT = re.compile(
    r" to (?:go|get|cut|come|increas|rais|lower|reduc|stop|wean|taper|stay|double|call|kill|quit|find)"
)


_NOUN_OF = re.compile(
    r"\b(?:ease|easing|during|after|finish|complete|continue|with|of) (?:the|her|his|this) (?:slow )?$"
)
""" "To ease the taper" is no taper of the medicine just named."""


def other_act(low: str, hit: Hit, end: int) -> bool:
    """Whether the words of a cue tell an act that is none of a medicine."""
    if hit.cue.id.startswith("past.quit_smoking"):
        return False
    if hit.cue.id == "past.tried" and _ATTEMPT.match(low, hit.end, end):
        return True
    if hit.cue.id == "stop.planned" and _NOUN_OF.search(low, max(0, hit.start - 20), hit.start):
        return True
    if hit.cue.id == "stop.done" and _ATTEMPTED.search(low, max(0, hit.start - 24), hit.start):
        return True
    pattern = _OTHER_ACT.get(hit.cue.layer)
    return pattern is not None and pattern.match(low, hit.start, end) is not None


def of_something_else(low: str, hit: Hit, end: int) -> bool:
    """Whether a cue has an object of its own ("did not respond to physical therapy")."""
    if other_act(low, hit, end):
        return True
    if hit.cue.layer not in ("outcome", "event"):
        return False
    last = low[hit.start : hit.end].rsplit(" ", 1)[-1]
    start = hit.end - len(last) - 1 if last in ("to", "from", "in") else hit.end
    return (hit.cue.layer == "outcome" or start < hit.end) and _OTHER_OBJECT.match(
        low, start, end
    ) is not None
