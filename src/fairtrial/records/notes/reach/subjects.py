"""Whether a sentence without a drug name speaks of something or someone else."""

from __future__ import annotations

import re

from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.people import kin_reports, opens_with_kin
from fairtrial.records.notes.words.counts import COUNTS
from fairtrial.records.notes.words.cues import Hit
from fairtrial.records.notes.words.months import ANY_MONTH

MED = (
    r"(?:med(?:ication|icine)?s?|drugs?|dose|dosage|trial|pills?|antidepressants?|combination|prescription|"
    r"script|treatment|former|latter|intervention)s?"
)


ABOUT_IT = re.compile(
    rf"^[\W]*that\b|\b(?:it|its|this|these|them|which|neither|none|both|each|all (?:of them|were|"
    rf"failed|of these)|(?:that|those|the|this|these) {MED})\b"
)
_AFTER_STOP = re.compile(
    rf"\W*(?:$|[.,;)(]|(?:taking )?(?:it|this|that|them|these|the {MED}|her {MED}|his {MED}|all "
    rf"{MED})\b|because|due|after|on (?:her|his|my|their) own|in \d|in [a-z]+ (?:19|20)|when|secondary|"
    rf"for\b|since|abruptly|cold|suddenly|early|last|about|approximately|within|and\b|d/t|b/c|as\b|2/2|"
    rf"\d|by\b|once|a (?:few|couple|week|month|year)|several|altogether|entirely|completely|two|three|"
    rf"six|of (?:it|this|that|them)\b|each of\b|both\b|all of\b|hd\b|hospital day|same\b|recently|again|but|so\b|shortly)"
)


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


_FELT = re.compile(r"\b(?:felt|feels|feeling|was|were|became|got)\b[^.;]{0,24}$")
"""What someone felt is no subject: "she felt numb and quit taking it"."""
_SMALL = re.compile(r"[a-z']+")


def subject(note: Note, s: int, end: int) -> bool:
    """Whether a word before a cue names a subject of its own ("Physical therapy was stopped")."""
    small = note.lex.set_of("sentence_openers") | note.lex.set_of("light")
    for m in _SMALL.finditer(note.low, s, end):
        w = m.group()
        if (
            w in small
            or w in note.lex.set_of("carry_words")
            or w.endswith("ly")
            or w in note.lex.set_of("numbers")
        ):
            continue
        if w in note.lex.cues.sources and w not in ("no", "the") and not _noun(w):
            continue
        if note.lex.side_effects.match(note.low, m.start()) and _FELT.search(note.low, s, m.start()):
            continue
        return True
    return False


_NOUNS = frozenset(
    [
        "therapy",
        "sleep",
        "anxiety",
        "appetite",
        "energy",
        "pain",
        "weight",
        "pressure",
        "insurance",
        "pregnancy",
        "surgery",
        "school",
        "work",
    ]
)


def _noun(word: str) -> bool:
    return word in _NOUNS


def _takes_another(note: Note, hit: Hit, end: int) -> bool:
    """ "was started on lisinopril": the object is a word of its own."""
    m = re.match(
        r"\s+(?:on |with |to |in )?(?:a |an |the |her |his |my |some |low dose |dose of |oral |iv "
        r")*([a-z]{4,})",
        note.low[hit.end : min(end, hit.end + 50)],
    )
    if m is None or note.low[hit.start : hit.end] in ("still", "now"):
        return False
    w = m.group(1)
    if note.lex.side_effects.match(note.low, m.start(1)):
        return False
    return (
        w not in note.lex.set_of("light")
        and w not in note.lex.set_of("dose_light")
        and w not in note.lex.cues.sources
        and w not in note.lex.set_of("carry_words")
        and not w.endswith("ly")
    )


_WERE_STOPPED = re.compile(
    r"\b(?:it|this|these|those|both|they|each|all|them) (?:was|were|had been|has been|have been) (?:\w+ ){0,2}\w+$"
)
"""A stop whose subject takes up the drugs has no other object: "all of these were stopped in the ICU"."""


_RELATIVE = re.compile(r"\W*(?:dad|mom|mother|father|sister|brother)\b")
_NAMED_OBJECT = re.compile(r"\s+(?:her |his |the |on |my |to |taking |a |low dose |dose of )*[A-Z][a-z]{3,}")
_NAMED_DOSE = re.compile(r"[a-z,] [A-Z][a-z]{3,}[a-z]* (?:\d|at \d|dose)")
_OPENS_WITH_DOSE = re.compile(
    r"\W*(?!(?:Taking|Takes|Currently|Still|Reached|Reports|Remains|Continues)\b)[A-Z][a-z]{4,} \d+(?:\.\d+)? ?mg"
)
""" "Lisinopril 10 mg": a word with a dose is another medicine."""


def elsewhere(note: Note, s: int, e: int, hits: list[Hit]) -> bool:
    """Whether the sentence stops or starts something else ("quit her job"), or is about a relative."""
    if opens_with_kin(note.low, s, e, note.lex):
        return True
    if _RELATIVE.match(note.low[s:e]) and not kin_reports(note.low, s, e, note.lex):
        return True
    if any(h.cue.layer == "event" and _has_other_object(note, s, e, h) for h in hits):
        return True
    words = note.text[s:e]
    return _NAMED_DOSE.search(words) is not None or _OPENS_WITH_DOSE.match(words) is not None


def _has_other_object(note: Note, s: int, e: int, hit: Hit) -> bool:
    if _NAMED_OBJECT.match(note.text[hit.end : min(e, hit.end + 40)]):
        return True
    if "stop" not in hit.cue.sets:
        return _takes_another(note, hit, e)
    if hit.cue.id == "stop.until" or _AFTER_STOP.match(note.low, hit.end, e):
        return False
    return _WERE_STOPPED.search(note.low, s, hit.end) is None
