"""Rating scales by LOINC code, name and item text."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from fairtrial.facts import Facts
from fairtrial.records.stop_words import any_of

Item = tuple[str, int]

_TOTAL_WORDS = re.compile(r"\b(?:total|sum|score|scores|panel|reported|questionnaire|result)\b")
_A_SCORE = re.compile(r"\b(?:total|sum|scores?)\b")
_BESIDE_A_SCORE = re.compile(
    r"\b(?:brief depression severity measure|depression|screening|screen|calculated|overall)\b"
)
"""What a name may say beside "score" and still be that of the total."""
NOT_USED = "names a rating scale, or a version of one, that is not read; the score was not used"
_BRACKETED, _INSIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]"), re.compile(r"\(([^)]*)\)")
_FEWEST_LETTERS = 40
"""So much of an item's text tells it from all others, when a form shortens it (our choice)."""
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass
class ScaleCodes:
    """What a code or a text stands for."""

    totals: dict[str, str] = field(default_factory=dict)
    panels: dict[str, str] = field(default_factory=dict)
    items: dict[str, list[Item]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    texts: dict[str, list[Item]] = field(default_factory=dict)
    measures: dict[str, str] = field(default_factory=dict)
    answers: dict[str, float] = field(default_factory=dict)

    def named(self, text: str) -> str | None:
        """The scale that a text names, apart from words such as "total score"."""
        shapes = (text, _BRACKETED.sub(" ", text), *_INSIDE.findall(text)) if text else ()
        return next((self.names[name] for shape in shapes if (name := _name(shape)) in self.names), None)

    def items_saying(self, text: str) -> list[Item]:
        """The items whose free text stands in this text (also with a number before or a time span after)."""
        letters = _letters(text)
        if letters in self.texts:
            return self.texts[letters]
        whole = (items for said, items in self.texts.items() if said in letters)
        begun = (items for said, items in self.texts.items() if said.startswith(letters))
        return next(whole, None) or (next(begun, []) if len(letters) >= _FEWEST_LETTERS else [])

    def in_address(self, address: str) -> str | None:
        """The scale whose panel code or name stands in the address of a questionnaire."""
        parts = re.split(r"[/|#?]", address.lower())
        coded = (self.panels.get(part.strip()) or self.totals.get(part.strip()) for part in parts)
        last = _letters(parts[-1]) if parts else ""
        named = (
            scale for name, scale in self.names.items() if name in last.replace(" ", "") and len(name) > 3
        )
        return next((scale for scale in coded if scale), None) or next(named, None)


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub(" ", text.lower()).strip()


def _name(text: str) -> str:
    said = _letters(text)
    said = _BESIDE_A_SCORE.sub("", said) if _A_SCORE.search(said) else said
    return _TOTAL_WORDS.sub("", said).replace(" ", "")


def names_a_scale(texts: Iterable[str], facts: Facts) -> bool:
    """Whether words name a rating scale of depression, also one that is not read.

    >>> from fairtrial.facts import load
    >>> names_a_scale(["HAM-D 21 item total"], load()), names_a_scale(["Body height"], load())
    (True, False)
    """
    return any(_scale_names(facts).search(text.lower()) for text in texts)


@functools.lru_cache(maxsize=4)
def _scale_names(facts: Facts) -> re.Pattern[str]:
    return any_of([word for cue in facts.unread_scales.values() for word in cue.words])


@functools.lru_cache(maxsize=4)
def scale_codes(facts: Facts) -> ScaleCodes:
    """The codes and names of these facts' scales, measures and answers."""
    found = ScaleCodes()
    for scale, fact in facts.scales.items():
        found.totals.update({each.value: scale for each in fact.loinc_total})
        found.panels.update({each.value: scale for each in fact.loinc_panel})
        found.names.update({_name(name): scale for name in (fact.name, *fact.names)})
        for item in fact.items:
            if item.loinc:
                found.items.setdefault(item.loinc, []).append((scale, item.number))
            if item.text:
                found.texts.setdefault(_letters(item.text), []).append((scale, item.number))
    found.measures = {code: measure for measure, fact in facts.measures.items() for code in fact.loinc}
    found.answers = {code: number.value for code, number in facts.answers.items()}
    found.answers |= {_letters(n.note): n.value for n in facts.answers.values() if n.note}
    return found


def answer_label(text: str) -> str:
    """An answer's words as they are compared."""
    return _letters(text)
