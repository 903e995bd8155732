"""The words of the notes reader, from knowledge/notes and the drug files, compiled once per Facts."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fairtrial.facts import Facts
from fairtrial.facts.files import read
from fairtrial.records.notes.words.cues import Cue, CueIndex, compile_cues
from fairtrial.records.notes.words.score_change import ScoreChanges
from fairtrial.records.notes.words.trie import trie_pattern


@dataclass(frozen=True)
class Name:
    """A way to write a drug: which drug, its class in notes, and brand, generic or class."""

    drug: str
    drug_class: str
    name_type: str


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Names, cues and word lists ready for use."""

    names: dict[str, Name]
    name_pattern: re.Pattern[str]
    capitals_only: frozenset[str]
    formulation: re.Pattern[str]
    cues: CueIndex
    side_effects: re.Pattern[str]
    not_alone: frozenset[str]
    section_kinds: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]
    words: dict[str, Any]
    not_a_treatment: dict[str, Any]
    only_when_followed: dict[str, Any]
    fuzzy: dict[str, Any]
    maximum_mg: dict[str, float]
    spellings: frozenset[str]
    score_changes: ScoreChanges
    facts: Facts

    @functools.cached_property
    def misspellings(self) -> dict[str, str]:
        """Words already found to be a misspelt name: the name meant."""
        return {}

    @functools.cached_property
    def known_words(self) -> set[str]:
        """Words already found to be no misspelt name."""
        return set()

    @functools.cached_property
    def pools(self) -> dict[str, list[str]]:
        """Names by first letter, for the fuzzy reading."""
        return {}

    @functools.cached_property
    def titles(self) -> dict[str, str | None]:
        """Headings already classified."""
        return {}

    @functools.cached_property
    def sets(self) -> dict[str, frozenset[str]]:
        """The word lists as sets."""
        return {
            key: frozenset(map(str, words)) for key, words in self.words.items() if isinstance(words, list)
        }

    def set_of(self, key: str) -> frozenset[str]:
        """A word list as a set."""
        return self.sets[key]


@functools.lru_cache(maxsize=4)
def lexicon(facts: Facts) -> Lexicon:
    """The lexicon for these facts; compiled on first use."""
    folder = facts.folder / "notes"
    data = {
        name: read(folder / f"{name}.yaml") for name in ("names", "cues", "side_effects", "sections", "words")
    }
    names = _names(data["names"], facts)
    effects = [t for group in data["side_effects"]["terms"].values() for t in group]
    return Lexicon(
        names=names,
        name_pattern=re.compile(rf"(?<![a-z0-9])(?:{trie_pattern(names)})(?![a-z])"),
        capitals_only=frozenset(
            n.lower() for g in data["names"]["devices"].values() for n in g if n.isupper()
        ),
        formulation=re.compile(rf"[\s-]{{0,2}}({'|'.join(data['names']['formulations'])})(?![a-z])"),
        cues=compile_cues(data["cues"]["cues"], _macros(data)),
        side_effects=_effects_pattern(effects),
        not_alone=frozenset(data["side_effects"]["not_reactions_alone"]),
        section_kinds=tuple(
            (k["section"], tuple(re.compile(w) for w in k["words"])) for k in data["sections"]["kinds"]
        ),
        words=data["words"],
        not_a_treatment=data["names"]["not_a_treatment"],
        only_when_followed=data["names"]["only_when_followed"],
        fuzzy={**data["names"]["limits"], "stop": frozenset(data["names"]["fuzzy_stop"])},
        maximum_mg=_maxima(facts),
        facts=facts,
        score_changes=ScoreChanges(facts),
        spellings=frozenset(data["names"]["spellings"]),
    )


def _macros(data: dict[str, Any]) -> dict[str, list[str]]:
    """The macros of the cues; relatives are those of the word lists and a few words more."""
    macros: dict[str, list[str]] = data["cues"]["macros"]
    return {**macros, "kin": [*data["words"]["kin"], *macros["kin"]]}


def notes_yaml(facts: Facts, name: str) -> Any:
    """A file of knowledge/notes."""
    return read(facts.folder / "notes" / f"{name}.yaml")


def _effects_pattern(terms: list[str]) -> re.Pattern[str]:
    plain = [t for t in terms if "\\" not in t and "(" not in t]
    shaped = [t for t in terms if t not in plain]
    return re.compile(rf"(?<![a-z])(?:{'|'.join(shaped)}|{trie_pattern(plain)})(?![a-z])")


def _names(data: dict[str, Any], facts: Facts) -> dict[str, Name]:
    """Every way to write a drug; of two that are alike the first holds, and a name with its formulation is none."""
    left_out = set(data["leave_out"])
    forms = tuple(" " + f for f in [*data["formulations"], "mycite", "maintena", "sprinkle"])
    found: dict[str, Name] = {}
    for word, name in (*_names_of_notes(data), *_names_of_drugs(facts), *_classes_and_devices(data)):
        if word.lower() not in left_out and not word.lower().endswith(forms):
            found.setdefault(word.lower(), name)
    return found


def _names_of_notes(data: dict[str, Any]) -> Iterator[tuple[str, Name]]:
    for word, meant in data["spellings"].items():
        yield word, Name(meant["drug"], meant["drug_class"], meant["name_type"])
    for group, drug_class in (("antidepressants", "antidepressant"), ("adjuncts", "adjunct")):
        for drug, ways in data[group].items():
            yield from ((word, Name(drug, drug_class, "generic")) for word in ways["generic"])
            yield from ((word, Name(drug, drug_class, "brand")) for word in ways["brands"])


def _names_of_drugs(facts: Facts) -> Iterator[tuple[str, Name]]:
    for drug, file in facts.drugs.items():
        if file.role != "off_label":
            drug_class = "adjunct" if file.role == "adjunct" else "antidepressant"
            yield from ((word, Name(drug, drug_class, "generic")) for word in (drug, *file.names.other))
            yield from ((word, Name(drug, drug_class, "brand")) for word in file.names.brands)


def _classes_and_devices(data: dict[str, Any]) -> Iterator[tuple[str, Name]]:
    for group, drug_class, kind in (
        ("classes", "class_mention", "class"),
        ("devices", "neurostim", "device"),
    ):
        for drug, ways in data[group].items():
            yield from ((word, Name(drug, drug_class, kind)) for word in ways)


def _maxima(facts: Facts) -> dict[str, float]:
    return {
        drug: file.doses.labelled_maximum_mg_per_day.value
        for drug, file in facts.drugs.items()
        if file.doses.labelled_maximum_mg_per_day is not None
    }


__all__ = ["Cue", "Lexicon", "Name", "lexicon", "notes_yaml"]
