"""Where a text names a drug: exact names, combinations of two ingredients, near spellings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA

from fairtrial.records.drug_lexicon import SHORT_NAME, Lexicon, Name

How = Literal["name", "brand", "product", "code", "fuzzy"]

_JOINERS = frozenset("/+-&")


@dataclass(frozen=True)
class Hit:
    """A drug named at words ``start`` to ``end`` of a text."""

    drug: str
    how: How
    start: int
    end: int


def named_in(words: list[str], known: Lexicon) -> list[Hit]:
    """Every drug that the words name, once; near spellings count only where no name stands exactly."""
    return _combined(_exact(words, known), words, known) or _misspelt(words, known)


def _exact(words: list[str], known: Lexicon) -> list[Hit]:
    """Longest names first; each word belongs to one name only."""
    hits: list[Hit] = []
    at = 0
    while at < len(words):
        name = _name_at(words, at, known)
        if name is not None:
            hits.append(Hit(name.drug, "brand" if name.brand else "name", at, at + len(name.words)))
        at += len(name.words) if name else 1
    return hits


def _name_at(words: list[str], at: int, known: Lexicon) -> Name | None:
    for name in known.by_first_word.get(words[at], ()):
        if tuple(words[at : at + len(name.words)]) == name.words:
            short = len(name.words) == 1 and len(words[at]) < SHORT_NAME
            return None if short and at > 0 else name
    return None


def _combined(hits: list[Hit], words: list[str], known: Lexicon) -> list[Hit]:
    """Two ingredients joined by a sign are one combination product; a name said twice counts once."""
    once = list({hit.drug: hit for hit in reversed(hits)}.values())[::-1]
    named = {hit.drug for hit in once}
    present = named | (known.parts & set(words))
    for parts, drug in known.combinations.items():
        if drug in named:
            return [hit for hit in once if hit.drug not in parts]
        if parts <= present and _JOINERS & set(words):
            rest = [hit for hit in once if hit.drug not in parts]
            return [Hit(drug, "name", 0, max((h.end for h in once), default=len(words))), *rest]
    return once


def _misspelt(words: list[str], known: Lexicon) -> list[Hit]:
    hits = [(known_name, at) for at, word in enumerate(words) if (known_name := _near(word, known))]
    drugs = {known.by_first_word[name][0].drug: at for name, at in reversed(hits)}
    return [Hit(drug, "fuzzy", at, at + 1) for drug, at in sorted(drugs.items(), key=lambda item: item[1])]


def _near(word: str, known: Lexicon) -> str | None:
    """The only name within one letter (5 to 7 letters) or two (8 and more), with the same first letter."""
    if len(word) <= SHORT_NAME or not word.isalpha() or word in known.never:
        return None
    allowed = 1 if len(word) < 8 else 2
    near = [
        (distance, name)
        for name in known.misspellable
        if name[0] == word[0] and (distance := OSA.distance(word, name, score_cutoff=allowed)) <= allowed
    ]
    near.sort()
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return None
    return near[0][1]
