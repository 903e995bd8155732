"""Drug names in a note: exact by one pass of a trie, misspelt by edit distance on words not yet known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from fairtrial.records.notes.models import Mention
from fairtrial.records.notes.words.lexicon import Lexicon, Name
from fairtrial.records.notes.words.text import written

_WORD = re.compile(r"[a-z]{5,}")
_AROUND = 24
"""Characters looked at on either side of a name for "level", "positive for" and the like (our choice)."""


_WORDS_KEPT = 200_000
"""Words remembered as no name, so that memory stays bounded on millions of notes (our choice)."""


def find_names(text: str, low: str, lex: Lexicon) -> list[Mention]:
    """Every name in reading order; laboratory values and street drugs are left out."""
    found = [_mention(text, low, m.start(), m.end(), m.group(), lex) for m in lex.name_pattern.finditer(low)]
    found += _misspelt(text, low, lex)
    found = [m for m in found if _is_treatment(text, low, m, lex)]
    found.sort(key=lambda m: (m.start, -m.end))
    return [m for i, m in enumerate(found) if i == 0 or m.start >= found[i - 1].end]


def _mention(text: str, low: str, start: int, end: int, word: str, lex: Lexicon) -> Mention:
    name = lex.names[word]
    form = lex.formulation.match(low, end)
    shown = written(text, *form.span(1)) if form and name.drug_class != "class_mention" else None
    return Mention(written(text, start, end), start, end, name.drug, name.drug_class, name.name_type, shown)


def _misspelt(text: str, low: str, lex: Lexicon) -> Iterator[Mention]:
    for word in set(_WORD.findall(low)) - lex.known_words:
        known = lex.misspellings.get(word) or _nearest(word, lex)
        if known is None:
            if len(lex.known_words) < _WORDS_KEPT:
                lex.known_words.add(word)
            continue
        lex.misspellings[word] = known
        for place in re.finditer(rf"(?<![a-z0-9]){word}(?![a-z])", low):
            yield _mention(text, low, place.start(), place.end(), known, lex)


def _nearest(word: str, lex: Lexicon) -> str | None:
    """The one drug name within the allowed slips that starts with the same letter, or None."""
    if word in lex.names or word in lex.fuzzy["stop"]:
        return None
    allowed = 1 if len(word) <= lex.fuzzy["one_slip_up_to_letters"] else lex.fuzzy["slips_in_longer"]
    pool = _pool(word[0], lex)
    best = process.extractOne(word, pool, scorer=OSA.distance, score_cutoff=allowed)
    return best[0] if best is not None and _near_enough(word, best[0], int(best[1]), lex) else None


def _pool(letter: str, lex: Lexicon) -> list[str]:
    """The names that a misspelling starting with this letter can mean."""
    if letter not in lex.pools:
        lex.pools[letter] = [n for n, name in lex.names.items() if n[0] == letter and _fuzzy(n, name, lex)]
    return lex.pools[letter]


def _fuzzy(word: str, name: Name, lex: Lexicon) -> bool:
    long = len(word) >= lex.fuzzy["shortest_token"] and word.isalpha() and word not in lex.spellings
    return long and name.drug_class in ("antidepressant", "adjunct")


def _near_enough(word: str, name: str, slips: int, lex: Lexicon) -> bool:
    """Two slips need a long name; a plural or a shortened form of the word is no misspelling of it."""
    if len(word) == lex.fuzzy["shortest_token"]:
        return len(name) > len(word)
    return slips == 1 or min(len(word), len(name)) > lex.fuzzy["one_slip_up_to_letters"]


def _is_treatment(text: str, low: str, m: Mention, lex: Lexicon) -> bool:
    rule = lex.not_a_treatment
    if low[m.start : m.end] in lex.capitals_only and not text[m.start : m.end].isupper():
        return text[m.start] == "r" and text[m.start + 1 : m.end].isupper()
    after, before = (
        low[m.end : m.end + _AROUND].lstrip(" -"),
        low[max(0, m.start - _AROUND) : m.start].rstrip(),
    )
    wanted = lex.only_when_followed.get(m.drug)
    if wanted is not None and not any(w in after for w in wanted):
        return False
    if m.drug_class in ("adjunct", "class_mention"):
        if low[m.start : m.end] in rule["street_forms"] or any(after.startswith(w) for w in rule["after"]):
            return False
        if low[m.start : m.end] in rule["street_drugs"] and any(before.endswith(w) for w in rule["before"]):
            return False
        if low[m.start : m.end].startswith("lithium") and re.search(
            r"(level|serum|check)\s+(of\s+)?$", before + " "
        ):
            return False
        if m.drug_class == "class_mention" and any(before.endswith(w) for w in rule["before"]):
            return False
    return True
