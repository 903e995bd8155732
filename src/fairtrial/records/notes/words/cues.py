"""Cues: phrases of knowledge/notes/cues.yaml as patterns, found by their first word."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from fairtrial.records.notes.words.trie import trie_pattern

_BLANK = r"[\s\-]{1,4}"
_TOKEN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: what it sets, which names it reaches, and how it ranks against others."""

    id: str
    reach: str
    layer: str
    rank: int
    sets: dict[str, Any]
    lasting: bool = False
    close: bool = False


def derived(name: str, sets: dict[str, Any], rank: int) -> Cue:
    """A cue that follows from another one."""
    return Cue(name, "forward", "event", rank, sets)


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in a text, with offsets."""

    start: int
    end: int
    cue: Cue


@dataclass
class CueIndex:
    """All phrases under their first word; a stem stands under its own letters."""

    sources: dict[str, list[tuple[str, Cue]]] = field(default_factory=dict)
    by_word: dict[str, list[tuple[re.Pattern[str], Cue]]] = field(default_factory=dict)

    def find(self, low: str, start: int, end: int, names: Sequence[int] = ()) -> list[Hit]:
        """Every cue between two places of a lowered text; of two in one layer the longer stays.

        No cue spans one of ``names`` (where drugs are named, in order): "will stop Zoloft and start" is two cues.
        """
        hits: list[Hit] = []
        for token in self.first_words.finditer(low, start, end):
            word, at = token.group(), token.start()
            for pattern, cue in self.by_word.get(word) or self._compiled(word):
                match = pattern.match(low, at, end)
                if match and names:
                    match = pattern.match(low, at, min(match.end(), _first_after(names, at, end)))
                if match:
                    hits.append(Hit(at, match.end(), cue))
        return _longest(hits)

    @functools.cached_property
    def first_words(self) -> re.Pattern[str]:
        """Every word that opens a cue."""
        return re.compile(rf"(?<![a-z0-9])(?:{trie_pattern(self.sources)})(?![a-z0-9])")

    def _compiled(self, word: str) -> list[tuple[re.Pattern[str], Cue]]:
        """Patterns are compiled when their first word is first met: a short note needs few."""
        self.by_word[word] = [(re.compile(source), cue) for source, cue in self.sources[word]]
        return self.by_word[word]


def _first_after(names: Sequence[int], place: int, end: int) -> int:
    at = bisect.bisect_right(names, place)
    return names[at] if at < len(names) else end


def _longest(hits: list[Hit]) -> list[Hit]:
    """Drop what lies inside a longer cue, but let link words and what they join stand side by side."""
    kept: list[Hit] = []
    for group in _touching(hits):
        kept += group if len(group) == 1 else _not_hidden(group)
    return kept


def _touching(hits: list[Hit]) -> Iterator[list[Hit]]:
    """Groups of cues that share letters, in order; cues of two groups have none in common."""
    group: list[Hit] = []
    end = 0
    for hit in sorted(hits, key=lambda h: (h.start, h.end)):
        if group and hit.start >= end:
            yield group
            group = []
        group.append(hit)
        end = max(end, hit.end)
    if group:
        yield group


def _not_hidden(hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start, not h.cue.sets.get("harmless"))):
        if not any(_hides(other, hit) for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: (h.start, h.end))


def _hides(longer: Hit, hit: Hit) -> bool:
    if longer.cue.layer == "link" or hit.cue.layer == "link":
        return longer.cue.id == hit.cue.id and longer.start <= hit.start and hit.end <= longer.end
    if longer.start <= hit.start and hit.end <= longer.end:
        same = longer.start == hit.start and longer.end == hit.end
        if not same:
            return longer.cue.layer != "time" or hit.cue.layer == "time"
        return longer.cue.id == hit.cue.id or bool(longer.cue.sets.get("harmless"))
    return longer.cue.layer == hit.cue.layer and longer.start < hit.end and hit.start < longer.end


def compile_cues(entries: list[dict[str, Any]], macros: dict[str, list[str]]) -> CueIndex:
    """The index of all cues of a cue file, whose macros stand for their phrases."""
    index = CueIndex()
    for entry in entries:
        cue = Cue(
            entry["id"], entry["reach"], entry["layer"], entry["rank"], entry["sets"],
            entry.get("list", False), entry.get("close", False) or entry.get("adjacent", False),
        )  # fmt: skip
        for word, pattern in _by_first_word(entry["say"], macros).items():
            index.sources.setdefault(word, []).append((pattern, cue))
    return index


def _by_first_word(phrases: list[str], macros: dict[str, list[str]]) -> dict[str, str]:
    """One pattern per first word, the longest phrase tried first."""
    under: dict[str, list[tuple[int, str]]] = {}
    for phrase in phrases:
        first, *rest = phrase.split()
        tail = "".join(_element(part, macros) for part in rest)
        for word in _alternatives(first, macros):
            pattern = _BLANK.join(map(re.escape, word.split())) + tail
            under.setdefault(_TOKEN.match(word).group(), []).append((len(rest), pattern))  # type: ignore[union-attr]
    return {word: _longest_first(found) for word, found in under.items()}


def _longest_first(found: list[tuple[int, str]]) -> str:
    ordered = sorted({p for _, p in found}, key=lambda p: (-len(p), p))
    return rf"(?:{'|'.join(ordered)})(?![a-z0-9])"


@functools.lru_cache(maxsize=4096)
def _joined(words: tuple[str, ...]) -> str:
    longest = sorted(words, key=len, reverse=True)
    return "|".join(_BLANK.join(map(re.escape, w.split())) for w in longest)


def _alternatives(element: str, macros: dict[str, list[str]]) -> list[str]:
    if element.startswith("<"):
        return macros[element.strip("<>?")]
    return element.rstrip("?").split("|")


def _element(element: str, macros: dict[str, list[str]]) -> str:
    if element == "...":
        return rf"(?:{_BLANK}[^\s.;:,\-][^\s.;:,]*){{0,3}}?"
    return rf"(?:{_BLANK}(?:{_joined(tuple(_alternatives(element, macros)))}))" + (
        "?" if element.endswith("?") else ""
    )
