"""Conditions to look at before any option, where a note names them: stated, denied, a relative's, or only thought of."""

from __future__ import annotations

import functools
import re
from typing import Any, Literal

from fairtrial.facts import Facts
from fairtrial.records.notes.spans.people import someone_else
from fairtrial.records.notes.stated.therapy_had import only_advised
from fairtrial.records.notes.words.lexicon import Lexicon, notes_yaml

Meant = Literal["stated", "denied", "someone_elses", "left_open"]
Kind = Literal["condition", "circumstance", "therapy"]
"""A condition to look at before any option; suicidal thoughts, substances and trauma; psychotherapy."""
_NO = re.compile(
    r"(?:\b(?:no(?! (?:longer|further|more|med|treat|improve|change|response|doubt|question))|not(?! (?:only|just|taking|on|compliant|adherent|"
    r"treated|sure|clear|improv\w*|help\w*|effective|tolerat\w*|work\w*|better|well|much|respond\w*|sleep\w*|eat\w*))|never(?! (?:treated|medicated))|den(?:y|ies|ied|ying)|without|negative for|neg for|absence of|free of|"
    r"nor|neither|none|rul(?:ed|es) out|exclud\w+|isn't|wasn't|doesn't|didn't|hasn't|unlikely|nothing to suggest)\b|\bw/o\b|\(-\)|\bnon-$)"
)
_TURNS = re.compile(
    r"[;:]|\b(?:but|however|except|other than|apart from|aside from|besides|although|though|yet|when|positive for|significant for|notable for|remarkable for)\b|(?:,|\band\b)\s*"
    r"(?:(?:she|he|pt|patient|the patient|i|last|previously|once)\s+)?(?:has|had|have|is|was|reports?|reported|endorses?|endorsed|admits?|admitted|became|becomes|developed|"
    r"experienced|presents?|presented|feels?|felt|continues?|made)\b|,\s*now\b"
)
"""Where what was denied ends and something else begins."""
_NO_AFTER = re.compile(
    r"(?:\s+(?:disorder|symptoms?|episodes?|sx|features|history|hx|spectrum))*\s*(?:[:=?(]|\s-+)\s*(?:pt |patient )?(?:no|none|den(?:ies|ied)|"
    r"negative|neg|absent|n/?a|never|nil|0(?!\d|\.\d|\s*-)|zero|not (?:present|reported|endorsed))\b"
    r"|(?:\s+[a-z/]+){0,3}\s+(?:denied|ruled out|absent|not (?:present|evident|elicited|endorsed|reported|noted|seen|suspected)|"
    r"unlikely|excluded|negative)\b"
)
_SINCE = re.compile(r"(?:\s+[a-z]+){0,2}\s+since (?:19|20)\d\d\b")
""" "No manic episode since 2015": there was one."""
_THOUGHT_OF = re.compile(
    r"(?:\b(?:r/o|rule[ -]?out|mdq|risks?|in case|precaution\w*|asked? about|inquir\w+|questions? about|prevent\w*|avoid\w*|"
    r"(?:screen\w*|monitor\w*|watch\w*|warn\w*|educat\w*|counsel\w*|evaluat\w*|assess\w*|test\w*)(?: \w+){0,3}? (?:for|of|about|on)|"
    r"(?:used|indicated|approved) (?:for|in|to treat)|induc(?:e|ing)|precipitat(?:e|ing)|trigger(?:ing)?|"
    r"(?:can|could|may|might|would) (?:cause|lead|become|switch|develop|unmask|convert))\b|(?:^|[,.;]\s*|"
    r"\b(?:call|return|stop|hold|discontinue|contact|sooner)\b[^.;]{0,30})\bif\b)[^.;]{0,60}$"
)
"""What is looked for or warned of. A suspicion ("may be bipolar") is not among these: it asks."""
_WARNED_OF = re.compile(
    r"(?:\b(?:warning|avoid\w*|abstain\w*|precautions?)\b|\b(?:screen\w*|monitor\w*|watch\w*|warn\w*|educat\w*|counsel\w*|advis\w*|evaluat\w*|assess\w*)"
    r"(?: \w+){0,3}? (?:for|of|about|on)\b|\bdiscuss\w*(?: \w+){0,4} (?:risks?|side effects?)\b|"
    r"\b(?:call|return|come|go|seek|present|notify|contact|report|stop)\b[^.;]{0,60}\bif\b)[^.;]{0,60}$"
)
"""The same of suicidal thoughts and other circumstances, where "at risk" and "asked about" leave nothing open."""
_THOUGHT_OF_AFTER = re.compile(
    r"\s*(?:disorder |symptoms? )?(?:screen\w*|risk|precautions|questionnaire|checklist|rating|scale|work-?up)\b"
)
_OF_FAMILY = re.compile(
    r"\b(?:fam(?:ily)?(?: psych\w*| medical| mental health)? (?:history|hx|h/o)|fhx?|fh|family members?|familial|relatives)\b"
    r"[^.;]{0,80}$"
)


def meant(
    low: str, start: int, end: int, at: tuple[int, int], lex: Lexicon, section: str, kind: Kind = "condition"
) -> Meant:
    """How the sentence from ``start`` to ``end`` means what is named at ``at``."""
    before = low[start : at[0]]
    if section == "family" or _OF_FAMILY.search(before) or _someone(low, start, end, at, lex):
        return "someone_elses"
    if kind == "therapy" and only_advised(low, start, end, at, section):
        return "left_open"
    if _denied(low, before, at[1]):
        return "denied"
    if kind == "circumstance":
        return "left_open" if _WARNED_OF.search(before) else "stated"
    looked_for = _THOUGHT_OF.search(before) or _THOUGHT_OF_AFTER.match(low, at[1])
    return "left_open" if kind == "condition" and (section == "allergies" or looked_for) else "stated"


def _denied(low: str, before: str, end: int) -> bool:
    said = before[max((m.end() for m in _TURNS.finditer(before)), default=0) :]
    if _NO_AFTER.match(low, end):
        return True
    return _NO.search(said) is not None and not _SINCE.match(low, end)


def _someone(low: str, start: int, end: int, at: tuple[int, int], lex: Lexicon) -> bool:
    return bool(someone_else(low, start, at[0], at[1], end, lex) or _kin_after(lex).match(low, at[1], end))


@functools.lru_cache(maxsize=4)
def _kin_after(lex: Lexicon) -> re.Pattern[str]:
    """ "bipolar disorder in her mother", "psychosis (father)"."""
    kin = "|".join(sorted(map(re.escape, lex.set_of("kin"))))
    return re.compile(
        rf"[^.;,()]{{0,30}}?(?:\bin|\bon|\(|,| -)\s*(?:(?:her|his|my|their|the|pt's|patient's|both|a|maternal|paternal|"
        rf"bio\w*|immediate|one)\s+)*(?:{kin})s?\b"
    )


def words_of(facts: Facts) -> dict[str, str]:
    """Every way to name these conditions -> its topic: the words of the topics and those of notes.

    Of what lasts only for a time just the words for now: "postpartum depression in 2012" asks nothing.
    """
    told, now = notes_yaml(facts, "findings")["mentions"], _rules(facts)["only_now"]
    known = {word: topic for topic in told if topic not in now for word in facts.topics[topic].words}
    return {**known, **{word: topic for topic, words in told.items() for word in words}}


def other_conditions(facts: Facts) -> dict[str, str]:
    """Every way to name a condition that is no gate but may speak for or against an option -> its topic."""
    told = notes_yaml(facts, "findings")["other_conditions"]
    return {word: topic for topic, words in told.items() for word in (*facts.topics[topic].words, *words)}


@functools.lru_cache(maxsize=4)
def other_topics(facts: Facts) -> frozenset[str]:
    """The topics of these conditions."""
    return frozenset(notes_yaml(facts, "findings")["other_conditions"])


_BESIDE = 24
"""Characters looked at on either side of a word for what makes it another one (our choice)."""


def is_another_word(text: str, low: str, start: int, end: int, facts: Facts) -> bool:
    """ "Bipolar cautery", "ich" in small letters, "a sentence of the mania rating scale": not the condition."""
    rule = _rules(facts)
    if low[start:end] in rule["capitals_only"] and not text[start:end].isupper():
        return True
    before = low[max(0, start - _BESIDE) : start].rstrip(" -")
    if before.endswith(tuple(rule["not_after"].get(low[start:end], ()))):
        return True
    after = low[end : end + _BESIDE].lstrip(" -")
    return after.startswith((*rule["not_before"], *rule["not_before_of"].get(low[start:end], ())))


@functools.lru_cache(maxsize=4)
def _rules(facts: Facts) -> dict[str, Any]:
    return dict(notes_yaml(facts, "findings")["mention_rules"])
