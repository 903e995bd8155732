"""Whose treatment a sentence speaks of: the patient's, or someone else's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fairtrial.records.notes.words.lexicon import Lexicon

_WORD = re.compile(r"[a-z'\-]+")
_REFLEXIVE = re.compile(r"\b(?:himself|herself|themselves)\b")
_TURN = re.compile(r"\b(?:but|and|while|;|,)\s*(?:also\s*)?$")
_ILLNESS = re.compile(
    r"\b(?:depress\w*|anxiety|bipolar|suicide|mood|psychiatric|mental|takes?|took|was on|is on|has "
    r"been on|treated|responded|suffers?|diagnosed|history of|struggl\w*|ill(?:ness)?|schizo\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Other:
    """A relative or other person named as the one who takes the drug; characters where named."""

    start: int
    end: int
    word: str


_PASSIVE = re.compile(r"\b(?:is|was|were|been|being|got)(?: (?:\w+ly|just|also))?\s$")
""" "Her brother was recently prescribed X": no word of a report."""
_FAMILY_DOCTOR = re.compile(
    r"family (?:doctor|physician|practi|medicine|therap|meeting|session|history|psych|nurse|clinic|np\b|md\b)"
)
"""A doctor or a meeting, and no relative."""
_FAR = 400
"""Characters before a name in which its subject is looked for (our choice)."""


def someone_else(
    low: str, start: int, name_start: int, name_end: int, end: int, lex: Lexicon
) -> Other | None:
    """The other person who is the subject at a name, or None when it is the patient."""
    subject = _subject(low, max(start, name_start - _FAR), name_start, name_end, lex)
    if subject is not None and ";" in low[subject.end : name_start]:
        subject = None
    return subject or _after(low, name_end, end, lex)


def _subject(low: str, start: int, name_start: int, name_end: int, lex: Lexicon) -> Other | None:
    """The last relative named as subject before a drug, unless the patient takes over or it is a report."""
    subject: Other | None = None
    informant = False
    kin, informants, patient = (lex.set_of(each) for each in ("kin", "informant", "patient_words"))
    for word in _WORD.finditer(low, start, name_start):
        w = word.group()
        base = w.removesuffix("'s").removesuffix("s'")
        if base in kin and not _FAMILY_DOCTOR.match(low, word.start()):
            if w != base:
                subject = None  # "her mother's Paxil": a possessor, not the one who takes it
            elif not _is_object(low, word.start()):
                subject, informant = Other(word.start(), word.end(), base), False
        elif subject is not None and w in informants:
            informant = informant or _PASSIVE.search(low, subject.end, word.start()) is None
        elif w in patient:
            subject = _unless_patient(low, start, word, name_end, subject, informant, lex)
    if subject is not None and informant and not _REFLEXIVE.search(low, subject.end, name_end + 12):
        return None
    return subject


def _unless_patient(
    low: str,
    start: int,
    word: re.Match[str],
    name_end: int,
    subject: Other | None,
    informant: bool,
    lex: Lexicon,
) -> Other | None:
    """The subject after a word for the patient: she and he may still be the relative."""
    if subject is None or word.group() not in ("she", "he", "she's", "he's"):
        return None
    if informant:
        return subject if _REFLEXIVE.search(low, word.end(), name_end + 12) else None
    turned = _TURN.search(low[max(start, word.start() - 12) : word.start()])
    return None if turned and not _same(subject.word, word.group(), lex) else subject


_SOME_OF = re.compile(
    r"\b(?:one|two|three|some|both|several|many|all|half) of (?:his |her |my |their |the |patient's )?$"
)
_BESIDE = re.compile(
    r"\b(?:with|by|from|to|for|of|told|see|called|asked|about|like|and lives with|lost|"
    r"accompanied by|per|via)\s+(?:the |his |her |my |their |a |patient's |pt's )?(?:\w+ )?$"
)


def _is_object(low: str, at: int) -> bool:
    """Whether a relative is named as companion or by-agent, not as subject ("lives with her husband")."""
    before = low[max(0, at - 34) : at]
    return _SOME_OF.search(before) is None and _BESIDE.search(before) is not None


def _same(kin: str, pronoun: str, lex: Lexicon) -> bool:
    return (pronoun.startswith("she") and kin in lex.set_of("woman")) or (
        pronoun.startswith("he") and kin in lex.set_of("man")
    )


_DID_FOR = re.compile(
    r"[^;.]{0,40}?\b(?:helped|worked (?:well |great |wonders )?for|good for|effective for|(?:taken|"
    r"used|prescribed) (?:by|to|for)|did well for|benefited|belong(?:s|ed|ing) to)\s+(?:her|his|my|"
    r"their|the|a|patient's)?\s*([a-z\-]+)"
)
_IN_BRACKET = re.compile(r"\s*(?:\d+ ?mg\s*)?\(\s*(?:in |her |his |my |patient's )*([a-z\-]+)\s*\)")


def _after(low: str, name_end: int, end: int, lex: Lexicon) -> Other | None:
    """ "Zoloft, which helped her mother" and "Zoloft (mother)" speak of the relative."""
    m = _DID_FOR.match(low[name_end : min(end, name_end + 90)])
    m = m or _IN_BRACKET.match(low[name_end : min(end, name_end + 40)])
    if m and m.group(1) in lex.set_of("kin"):
        return Other(name_end + m.start(1), name_end + m.end(1), m.group(1))
    return None


_OPENING = re.compile(
    r"[\s\-*]*(?:(?:his|her|my|their|the|one|patient's|pt's|a|both|maternal|paternal|older|younger|"
    r"oldest)\s+)*([a-z][a-z\-]*)\b"
)


def opens_with_kin(low: str, start: int, end: int, lex: Lexicon) -> str | None:
    """The relative who is the subject of a sentence about illness or treatment, for the next sentence."""
    m = _OPENING.match(low, start, end)
    if m is None or m.group(1) not in lex.set_of("kin") or _tells(low, m.end(), end, lex):
        return None
    return m.group(1) if _ILLNESS.search(low, m.end(), end) else None


_VERB = re.compile(r"\W*(?:(?:does|did|do|has|have|had|also|not|still)\W+)*([a-z]+)")


def _tells(low: str, start: int, end: int, lex: Lexicon) -> bool:
    """Whether the verb is one of telling or seeing: "Mother does not see any change"."""
    verb = _VERB.match(low, start, end)
    return verb is not None and verb.group(1) in lex.set_of("informant")


_FIRST_WORD = re.compile(r"\W*(?:(?:his|her|my|the) )?[a-z]+")


def kin_reports(low: str, start: int, end: int, lex: Lexicon) -> bool:
    """Whether the relative who opens a sentence speaks of the patient."""
    first = _FIRST_WORD.match(low, start, end)
    return first is not None and _tells(low, first.end(), end, lex)


def taken_up(low: str, start: int, kin: str, lex: Lexicon) -> bool:
    """Whether a sentence goes on about that relative by a fitting pronoun."""
    m = re.match(r"[\s\"(]*(?:and |but )?(she|he|they|her|his)\b", low[start : start + 20])
    if m is None:
        return False
    word = m.group(1)
    woman, man = kin in lex.set_of("woman"), kin in lex.set_of("man")
    if word in ("she", "her"):
        return woman or not man
    return (man or not woman) if word in ("he", "his") else not (woman or man) or kin.endswith("s")
