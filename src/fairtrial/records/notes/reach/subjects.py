"""Whether a sentence without a drug name speaks of something or someone else."""

from __future__ import annotations

import re

from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.people import kin_reports, opens_with_kin
from fairtrial.records.notes.words.cues import Hit

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
