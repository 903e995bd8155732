"""The few words of directions or of a note that say what a medicine is for ("at bedtime for chronic insomnia")."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from fairtrial.facts import Facts

_CUE = (
    r"(?:\bfor\b|\bindications?\b(?:\s*(?:is|of|=))?|\btargeting|\b(?:prn|p\.r\.n\.?|as needed|if needed|when needed)(?:\s+for\b)?"
    r"|\bto (?:help|aid|assist|treat|target|manage|prevent|relieve|reduce|control|stop|quit|promote|improve|stimulate|increase|boost|induce)\b"
    r"|\bas an?\b|\bas\b(?=\s+[a-z]+\s+(?:prophyla|prevent)))"
)
"""What opens such words."""
_AND = r"(?:\s*(?:,\s*(?:and|or|&)|[,/&+]|-(?=\s))\s*|\s+(?:and|or|with|plus|as well as|and/or)\s+)"
_SAME = r"(?:\s+|\s*-(?!\s))"
"""What joins the words of one condition. No text may match both this and ``_AND``: trying both takes hours."""
_NO_PART = (
    r"(?!\s+(?:is|are|was|were|has|had|persist\w*|remain\w*|worse\w*|improv\w*|better|got|continue\w*)\b)"
)
"""Words after a condition that make it the subject of something new ("for pain, depression is worse")."""
_NOT = re.compile(
    r"(?:\b(?:not|never|nor|no longer|rather than|instead of|no good|contraindicated)|n't)\s+(?:\w+\s+){0,2}$"
)
_FAR = 40
"""Characters before such words that may turn their meaning (our choice)."""


def phrases(low: str, start: int, end: int, facts: Facts) -> Iterator[tuple[int, int, int]]:
    """Start of the cue, start and end of what is named, for each between two places of a lowered text.

    >>> from fairtrial.facts import load
    >>> text = "1 tablet at bedtime for chronic insomnia for 30 days"
    >>> [text[a:b] for _, a, b in phrases(text, 0, len(text), load())]
    ['chronic insomnia']
    """
    for match in _patterns(facts)[0].finditer(low, start, end):
        if not _NOT.search(low[max(start, match.start() - _FAR) : match.start()]):
            yield match.start(), match.start(1), match.end(1)


def is_watched_for(low: str, start: int, cue: int, facts: Facts) -> bool:
    """Whether words before the cue make it something to watch or call for ("call for chest pain")."""
    return _patterns(facts)[1].search(low[max(start, cue - _FAR) : cue]) is not None


def condition(facts: Facts) -> str:
    """A regular expression of one or more conditions, as they are named one after another: its only group."""
    cues = facts.purpose_cues
    names = _words([word for key in ("depression", "other", "beside", "named") for word in cues[key].words])
    small, describing, following = (_words(cues[key].words) for key in ("small", "describing", "following"))
    one = rf"(?:{describing}\s+(?:{small}\s+)*)*{names}(?:{_SAME}(?:{names}|{following}))*{_NO_PART}"
    return rf"(?:{small}\s+)*({one}(?:{_AND}(?:for\s+)?(?:{small}\s+)*{one})*)"


@functools.lru_cache(maxsize=4)
def _patterns(facts: Facts) -> tuple[re.Pattern[str], re.Pattern[str]]:
    watching = _words(facts.purpose_cues["watching"].words)
    return re.compile(rf"{_CUE}[\s:(]*{condition(facts)}"), re.compile(rf"{watching}[^.;]*$")


def _words(words: list[str]) -> str:
    """Any of these, longest first; ``*`` stands for any ending."""
    shapes = (re.escape(word).replace(r"\*", r"\w*") for word in sorted(words, key=len, reverse=True))
    return rf"(?:(?<!\w)(?:{'|'.join(shapes)})(?!\w))"
