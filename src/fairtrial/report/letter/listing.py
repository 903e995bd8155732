"""Names in a row."""

from __future__ import annotations

from collections.abc import Sequence

from fairtrial.facts import Facts
from fairtrial.facts.letter import LetterWords


def named(drugs: Sequence[str], facts: Facts, words: LetterWords) -> str:
    """Drugs once each with commas and "and"; of too many the first ones "and others"."""
    names = [drug.replace("_", " ") for drug in dict.fromkeys(drugs)]
    most = facts.letter_page.named_most.value
    shown = names[:most] + ([words.words["more"]] if len(names) > most else [])
    return listed(shown, words)


def listed(names: Sequence[str], words: LetterWords) -> str:
    """Words with commas and "and".

    >>> from fairtrial.facts import load
    >>> listed(["a", "b", "c"], load().letter_words["es"])
    'a, b y c'
    """
    *first, last = names
    return f"{', '.join(first)} {words.words['and']} {last}" if first else last
