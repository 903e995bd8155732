"""How firmly a side-effect term is tied to the name before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fairtrial.records.notes.spans.times import DURATION
from fairtrial.records.notes.words.cues import Hit
from fairtrial.records.notes.words.lexicon import Lexicon

NEGATED = re.compile(
    r"\b(?:no|denies|denied|without|w/o|not|never|resolved|negative for|any)\b[^,.;()]{0,30}$"
)


_LINK_GAP = re.compile(r"[\s,\"]*(?:(?:[a-z'-]++|\d+ ?(?:#|%|lbs?)?)[\s,\"]*){0,4}$")


_JOINT = re.compile(r"[\s,/&+]*(?:and|or|plus|with|w/)?[\s,]*(?:[a-z]+\s+)?$")


_MARK = re.compile(
    r"[(\[:\-,;/|=>]\s*[\"']?(?:mild |severe |bad |some |too much |terrible |significant |excessive |too |"
    r"very |major |horrible |awful |made me |made her |made him |caused )*$"
)


@dataclass(frozen=True, slots=True)
class Effect:
    """A side-effect term with the strength of its tie: strong, mark (bracket, dash) or weak."""

    start: int
    end: int
    tie: str


def tie_of(
    low: str, begin: int, term: re.Match[str], hits: list[Hit], found: list[Effect], lex: Lexicon
) -> str | None:
    """Strong, mark, comma or weak, or None where nothing ties the term to the name."""
    head = low[begin : term.start()]
    if NEGATED.search(head[-40:]):
        return None
    if found and _JOINT.fullmatch(low[found[-1].end : term.start()]):
        return found[-1].tie
    link = link_to(low, term.start(), hits)
    if link == "strong" or _is_its_act(low, head, term):
        return "strong"
    if term.group() in lex.not_alone and link is None:
        return "mark" if _stands_alone(low, head, term.end()) else None
    if _MARK.search(head):
        return "mark" if _OPENED.search(head) else "comma"
    if link == "weak":
        return _weak(head)
    return "comma" if _ONLY_A_DOSE.fullmatch(head) else None


_OPENED = re.compile(r"[(\[:\-|=>]\s*(?:[a-z]+ ){0,2}$")
_ONLY_A_DOSE = re.compile(r"[\s\d]*(?:mg|mcg)?\s*")
_IN_BRACKET = re.compile(r"[(\[][^()\[\]]{0,40}$")
_FOR = re.compile(r"\bfor $")
_STOPPED_FOR = re.compile(r"(?:stop|d/?c|discontinu|off|quit)\w*\W+(?:\w+ )?for $")


def _weak(head: str) -> str | None:
    """After a weak link: firmer in a bracket; after "for" it is what the drug was for, unless a stop stands there."""
    if _IN_BRACKET.search(head):
        return "mark"
    return None if _FOR.search(head) and not _STOPPED_FOR.search(head) else "weak"


def _is_its_act(low: str, head: str, term: re.Match[str]) -> bool:
    """ "Nausea was unbearable", "X knocked me out"."""
    if _UNBEARABLE.match(low, term.end()):
        return True
    return _ACTS.match(term.group()) is not None and _SUBJECT_GAP.fullmatch(head) is not None


_UNBEARABLE = re.compile(
    r"\s*(?:became|got|was|were|is|are|being|seemed)?\s*(?:just |so |too |really |very )*(?:unbearable|intolerable|"
    r"too much|limited (?:the|her|his)|(?:prompted|forced|necessitated|brought|put)|terrible|horrible|awful|severe|bad enough|limiting|dose.limiting|led to|caused (?:her|him|me) to stop)\b"
)


_ACTS = re.compile(r"(?:knocked|kept|killed|gained|lost|put|raised|turned|threw)\b")


_SUBJECT_GAP = re.compile(r"[\s\"']*(?:(?:just|really|completely|totally|always|it|which|that|also|only) )*")
"""Between a name and a term that is its verb: "X 'knocked me out'"."""


def _stands_alone(low: str, head: str, end: int) -> bool:
    """ "X (HA)", "X = HA", "X: 2 wks, HA.": nothing else is said, so the short word is the reaction."""
    bare = DURATION.sub("", head)
    opened = re.search(r"[(\[=]\s*$|\s-+\s*$|->\s*$", bare) or re.fullmatch(r"\s*:[\s,]*", bare)
    return opened is not None and re.match(r"\s*(?:[),;./|]|$)", low[end:]) is not None


def link_to(low: str, start: int, hits: list[Hit]) -> str | None:
    """How strong the link word right before a term is, if one stands there."""
    best = None
    for hit in hits:
        if hit.cue.layer == "link" and "caused" in hit.cue.sets and hit.end <= start:
            gap = low[hit.end : start]
            if len(gap) < 40 and _LINK_GAP.fullmatch(gap):
                best = "strong" if hit.cue.sets["caused"] == "strong" else best or "weak"
    return best
