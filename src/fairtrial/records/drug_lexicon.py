"""Every name and code by which records call a drug, built once from the facts."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from fairtrial.facts import Facts

Words = tuple[str, ...]

_WORD = re.compile(r"[a-z][a-z0-9]*(?:[-'][a-z0-9]+)*|[0-9]+(?:[.,][0-9]+)*|[^\sa-z0-9]", re.ASCII)
_RELEASE_HYPHEN = re.compile(r"(?<=[a-z])-(?=(?:xr|xl|sr|er|cr|la|dr|odt|[0-9]+)\b)", re.ASCII)
SHORT_NAME = 4
"""Names shorter than this ("T3") count only when they are the first word of the text (our choice)."""


@dataclass(frozen=True)
class Name:
    """One way to write a drug: its words, whose they are, and whether they are a brand."""

    words: Words
    drug: str
    brand: bool


@dataclass
class Lexicon:
    """Names by first word (longest first), products and codes."""

    by_first_word: dict[str, list[Name]] = field(default_factory=dict)
    combinations: dict[frozenset[str], str] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()
    products: dict[str, tuple[str, float | None, str | None, str | None]] = field(default_factory=dict)
    product_names: dict[str, str] = field(default_factory=dict)
    codes: dict[tuple[str, str], str] = field(default_factory=dict)
    misspellable: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()


def words_of(text: str) -> list[str]:
    """Lower-case words, numbers and signs of a text; a hyphen inside a word stays inside it,
    unless release letters or a number follow.

    >>> words_of("Zoloft 50mg tabs, Celexa-like, Wellbutrin-XL")
    ['zoloft', '50', 'mg', 'tabs', ',', 'celexa-like', ',', 'wellbutrin', 'xl']
    """
    return _WORD.findall(_RELEASE_HYPHEN.sub(" ", text.lower()))


@functools.lru_cache(maxsize=4)
def lexicon(facts: Facts) -> Lexicon:
    """The lexicon of these facts."""
    found = Lexicon()
    _add_names(found, facts)
    _add_products(found, facts)
    _add_codes(found, facts)
    single = {
        name.words[0] for names in found.by_first_word.values() for name in names if len(name.words) == 1
    }
    found.misspellable = tuple(sorted(name for name in single if len(name) > SHORT_NAME))
    found.never = frozenset(word for cue in facts.not_drugs.values() for word in cue.words)
    return found


def _add_names(found: Lexicon, facts: Facts) -> None:
    for drug, fact in facts.drugs.items():
        parts = drug.split("-")
        if len(parts) > 1:
            found.combinations[frozenset(parts)] = drug
        brands, others = ((n, True) for n in fact.names.brands), ((n, False) for n in fact.names.other)
        for text, brand in ((" ".join(parts), False), *brands, *others):
            words = tuple(words_of(text))
            found.by_first_word.setdefault(words[0], []).append(Name(words, drug, brand))
    found.parts = frozenset(part for parts in found.combinations for part in parts)
    for candidates in found.by_first_word.values():
        candidates.sort(key=lambda name: (-len(name.words), name.brand, name.drug))


def _add_products(found: Lexicon, facts: Facts) -> None:
    columns = ("rxcui", "name", "drug", "strength_mg", "release", "form")
    for rxcui, name, drug, strength, release, form in facts.products.select(columns).iter_rows():
        found.products[rxcui] = (drug or "", strength, release, form)
        found.product_names[" ".join(words_of(name))] = rxcui


def _add_codes(found: Lexicon, facts: Facts) -> None:
    for drug, fact in facts.drugs.items():
        for system, code in (("rxnorm", fact.codes.rxcui), ("atc", fact.codes.atc)):
            if code is not None:
                found.codes[system, code.value] = drug
