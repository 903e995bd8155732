"""What a record says that a medicine was given for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from fairtrial.facts import Facts
from fairtrial.records.purpose_phrases import is_watched_for, phrases
from fairtrial.records.stop_words import any_of
from fairtrial.records.topics import denied, topics_of_code


def purpose(reasons: Iterable[str], words: str, facts: Facts) -> str | None:
    """``depression`` or ``other``, by the stated reasons, or else by product and directions; null when
    neither says. Depression named in any of them goes first.

    >>> from fairtrial.facts import load
    >>> purpose([], "trazodone 50 mg; 1 tablet at bedtime for sleep", load())
    'other'
    >>> purpose(["Major depressive disorder with insomnia"], "", load())
    'depression'
    """
    stated = " ; ".join(reasons)
    named, told = _named(stated, facts), _in_directions(words, facts)
    return "depression" if "depression" in (named, told) else named if stated else told


def names_a_purpose(reason: str, facts: Facts) -> bool:
    """Whether a stated reason names something that medicines are known to be for, and denies nothing.

    >>> from fairtrial.facts import load
    >>> [names_a_purpose(said, load()) for said in ("anxiety", "not for depression", "my dog")]
    [True, False, False]
    """
    words, lower = _words(facts), reason.lower()
    known = any(words[key].search(lower) for key in ("depression", "other", "beside", "named"))
    return known and not denied(reason)


def reasons_of_codes(codes: Iterable[tuple[str, str]], facts: Facts) -> list[str]:
    """The topics of (system, code) as words."""
    return [topic.replace("_", " ") for code in codes for topic in topics_of_code(*code, facts)]


def _named(text: str, facts: Facts) -> str | None:
    named = {name for name, words in _words(facts).items() if words.search(text.lower())}
    if "depression" in named:
        return "depression"
    return "other" if "other" in named and "beside" not in named else None


@functools.lru_cache(maxsize=1024)  # a file says the same few directions again and again
def _in_directions(words: str, facts: Facts) -> str | None:
    lower = words.lower()
    found = phrases(lower, 0, len(lower), facts)
    meant = [lower[a:b] for cue, a, b in found if not is_watched_for(lower, 0, cue, facts)]
    named = _named(" ; ".join(meant), facts)
    return named or ("other" if _words(facts)["product"].search(lower) else None)


@functools.lru_cache(maxsize=4)
def _words(facts: Facts) -> dict[str, re.Pattern[str]]:
    return {name: any_of(cue.words) for name, cue in facts.purpose_cues.items()}
