"""Other facts in a note, with negation and person: scores, measurements, psychotherapy, suicidality, conditions to look at first."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from fairtrial.facts import Facts
from fairtrial.records.notes.models import Finding, Why
from fairtrial.records.notes.spans.note import sentence_at
from fairtrial.records.notes.spans.sections import find_sections, section_at
from fairtrial.records.notes.spans.times import find_times
from fairtrial.records.notes.stated.measures import measures
from fairtrial.records.notes.stated.mentions import Kind, is_another_word, meant, other_conditions
from fairtrial.records.notes.stated.mentions import words_of as mentions_of
from fairtrial.records.notes.stated.said_before import said_before
from fairtrial.records.notes.stated.substances import DENIES, is_little_or_over
from fairtrial.records.notes.words.lexicon import Lexicon, lexicon, notes_yaml
from fairtrial.records.notes.words.names import find_names
from fairtrial.records.notes.words.text import lowered
from fairtrial.records.notes.words.trie import trie_pattern

_CHANGE = re.compile(r"\s*(?:->|to|down to|from)\s*(\d{1,2})(?![\d/%])")


_EARLIER = re.compile(
    r"\b(?:baseline|intake|previous|prior|last|was|were|initial|initially|\d{4}|ago|admission)\b"
)


def findings(text: str, note_id: str, facts: Facts) -> list[Finding]:
    """Facts other than treatments, in reading order; offsets are characters of ``text``.

    >>> from fairtrial.facts import load
    >>> [(f.topic, f.negated) for f in findings("She denies suicidal ideation.", "a", load())]
    [('suicidal_ideation', True)]
    """
    low, lex, words = lowered(text), lexicon(facts), _words(facts)
    found = [
        *_scores(text, low, note_id, words),
        *measures(text, low, note_id, facts),
        *_topics(text, low, note_id, facts, lex, words),
    ]
    return sorted(found, key=lambda f: (f.start, f.topic, f.value or ""))


@functools.lru_cache(maxsize=4)
def _words(facts: Facts) -> dict[str, Any]:
    data = notes_yaml(facts, "findings")
    named = {w: t for group in ("topics", "therapies") for t, ws in data[group].items() for w in ws}
    mentions, others = mentions_of(facts), other_conditions(facts)
    scales = {n.lower(): s for s, scale in facts.scales.items() for n in scale.names}
    return {
        "named": {**others, **named, **mentions},
        "mentioned": frozenset(mentions.values()),
        "conditions": frozenset((*mentions.values(), *others.values())),
        "topic": re.compile(rf"(?<![a-z0-9])(?:{trie_pattern({**others, **named, **mentions})})(?![a-z])"),
        "scales": scales,
        "score": re.compile(
            rf"(?<![a-z0-9])({trie_pattern(scales)})(?![a-z0-9]){data['scale_gap']} ?(\d{{1,2}})(?!\d|%|\.\d)"
        ),
        "most": {s: scale.most for s, scale in facts.scales.items()},
    }


def _scores(text: str, low: str, note_id: str, words: dict[str, Any]) -> Iterator[Finding]:
    for m in words["score"].finditer(low):
        scale = words["scales"][m.group(1)]
        places = [m.span(2)]
        more = _CHANGE.match(low, m.end())
        places += [more.span(1)] if more else []
        for start, end in places:
            topic = (
                "score"
                if (start, end) == places[-1] and not _EARLIER.search(said_before(low, m.start(), start))
                else "earlier_score"
            )
            if float(low[start:end]) <= words["most"][scale]:
                why = Why(f"score.{scale}", "explicit", m.start(), end)
                yield Finding(
                    note_id,
                    topic,
                    text[m.start() : end],
                    m.start(),
                    end,
                    False,
                    "patient",
                    f"{scale} {low[start:end]}",
                    why,
                )


def _topics(
    text: str, low: str, note_id: str, facts: Facts, lex: Lexicon, words: dict[str, Any]
) -> Iterator[Finding]:
    sections = None
    for m in words["topic"].finditer(low):
        if is_another_word(text, low, m.start(), m.end(), facts):
            continue
        if sections is None:
            sections = find_sections(text, low, find_names(text, low, lex), lex, whole=True)
        section = section_at(m.start(), sections)
        yield _topic(text, low, note_id, m, section.kind if section else "", lex, words)


def _topic(
    text: str, low: str, note_id: str, m: re.Match[str], section: str, lex: Lexicon, words: dict[str, Any]
) -> Finding:
    topic, (start, end) = words["named"][m.group()], sentence_at(text, low, m.start(), lex)
    kind: Kind = "condition" if topic in words["conditions"] else "circumstance"
    kind = "therapy" if topic == "psychotherapy" else kind
    said = meant(low, start, end, m.span(), lex, section, kind)
    named = text[m.start() : m.end()]
    if said == "stated" and is_little_or_over(topic, low, start, end, m.span()):
        said, named = "denied", f"{DENIES[topic]} ({named})"
    why = Why(
        f"{'mention' if topic in words['mentioned'] else 'words'}.{topic}", "explicit", m.start(), m.end()
    )
    value = _response(low, m.end(), end, lex) if kind == "therapy" else _since(text, low, m.end(), end)
    return Finding(
        note_id, topic, named, m.start(), m.end(), said == "denied",
        "other" if said == "someone_elses" else "patient", value, why, said == "left_open",
    )  # fmt: skip


def _since(text: str, low: str, start: int, end: int) -> str | None:
    times = find_times(text, low, start, end)
    return times.started[0] if times.started else None


def _response(low: str, start: int, end: int, lex: Lexicon) -> str | None:
    hits = [
        h for h in lex.cues.find(low, start, end) if "response" in h.cue.sets and not h.cue.sets.get("bare")
    ]
    return str(max(hits, key=lambda h: h.cue.rank).cue.sets["response"]) if hits else None
