"""Side effects told before a name: "nausea on X", "because of a rash X was stopped"."""

from __future__ import annotations

import re

from fairtrial.records.notes.spans.effect_ties import NEGATED, Effect, link_to
from fairtrial.records.notes.spans.effects import ILLNESSES, goes_on
from fairtrial.records.notes.spans.holders import Holder
from fairtrial.records.notes.words.cues import Hit
from fairtrial.records.notes.words.lexicon import Lexicon

_ONTO = re.compile(
    r"\s*(?:[a-z]+\s+){0,2}?(?:on|with|from|to|after|since|secondary to|due to|because of|caused by|attributed to|attributable to|"
    r"related to|while on|while taking|when on|when taking|when she took|when he took)\s+(?:taking |"
    r"starting |beginning |initiating |initiation of |using |stopping |discontinu\w+ (?:of )?|coming off |being off |being on |high doses? of |use "
    r"of |the |her |his |my |a |both )*$"
)


_FIGURE = re.compile(r"^\s*\([^()]{1,14}\)")
_WHY = re.compile(r"^\s*,(?=\s*(?:secondary|due|related|attributed|caused|probably|likely)\b)")
_WHERE = re.compile(r"^\s*(?:in (?:her|his|my|both|the) \w+|\w+ly)")
_AND = re.compile(r"^[\s,/]*(?:and|or)\s+")
""" "Sodium low (128), likely due to X", "tremor in both hands and sweating on X": what may stand before "on"."""
_HISTORY = re.compile(r"\b(?:history|h/o|hx) (?:of )?")
_TREATED = re.compile(r"\b(?:treat\w*|for|manage\w*|diagnos\w*|reduce\w*|help\w*|improv\w*|control\w*)\b")


def effects_before(low: str, begin: int, holder: Holder, lex: Lexicon) -> list[Effect]:
    """Terms before a name tied to it by "on", "with" or "from"."""
    return [
        Effect(term.start(), term.end(), "strong")
        for term in lex.side_effects.finditer(low, begin, holder.start)
        if _leads_on(low[term.end() : holder.start], lex)
        and not _is_illness(term.group(), low[max(begin, term.start() - 30) : term.start()])
    ]


def _leads_on(tail: str, lex: Lexicon) -> bool:
    tail = lex.side_effects.sub("", _FIGURE.sub(" ", tail))
    tail = _AND.sub(" ", _WHERE.sub(" ", _WHY.sub(" ", tail)))
    return _ONTO.fullmatch(tail) is not None


def _is_illness(term: str, before: str) -> bool:
    """What is denied, treated, or was there before."""
    if NEGATED.search(before) or _TREATED.search(before):
        return True
    return ILLNESSES.match(term) is not None and _HISTORY.search(before) is not None


def effects_leading_to_stop(
    low: str, begin: int, holder: Holder, hits: list[Hit], lex: Lexicon
) -> list[Effect]:
    """Terms before a stopped name that led to the stop: "Because of a rash, X was stopped"."""
    found = []
    for term in lex.side_effects.finditer(low, begin, holder.start):
        linked = link_to(low, term.start(), hits) or goes_on(low, term)
        if linked and not NEGATED.search(low[max(begin, term.start() - 40) : term.start()]):
            found.append(Effect(term.start(), term.end(), "strong"))
    return found
