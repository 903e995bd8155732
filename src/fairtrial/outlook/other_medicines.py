"""Medicines that have no drug file: rows of records whose words are matched against word lists."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fairtrial.facts import Facts
from fairtrial.outlook.rows import rows_of
from fairtrial.outlook.things import Thing
from fairtrial.tables import History

_KIND = re.compile("medic|treatment|drug|dispens|prescri|fill", re.IGNORECASE)
"""What the kind of a record holds when it speaks of medicines: resource types, tables, sections."""
_CONTEXT, _NOTED = "context only", "other_medicine"
_NOT_TAKEN = ("negated", "allergy", "planned", "not_taken")
_TOKEN = re.compile(r"[a-z0-9][a-z0-9'.-]*")


@dataclass(frozen=True)
class OtherMedicines:
    """``by_group``: group id -> medicines found; ``unlisted``: records whose words are in no list."""

    by_group: Mapping[str, list[Thing]]
    unlisted: tuple[str, ...]


def other_medicines(history: History, facts: Facts) -> OtherMedicines:
    """Whether such a medicine is taken now is not recorded, so that each is at most possible."""
    found: dict[str, dict[str, list[str]]] = {}
    unlisted = []
    for record, words in _rows(history):
        hits = list(_hits(words, facts))
        for group, word in hits:
            found.setdefault(group, {}).setdefault(word, []).append(record)
        if not hits:
            unlisted.append(record)
    things = {group: [_thing(word, ids) for word, ids in named.items()] for group, named in found.items()}
    return OtherMedicines(things, tuple(unlisted))


def _thing(word: str, records: list[str]) -> Thing:
    told = f"{word}, named in the records; whether it is taken now is not recorded"
    return Thing(f"medicine:{word}", "possible", told, tuple(dict.fromkeys(records)))


def _rows(history: History) -> list[tuple[str, str]]:
    """Records of medicines that became nothing else, and medicines that a note names."""
    records = rows_of(history.records, "record", "words", "became", "kind")
    kept = [(record, words) for record, words, became, kind in records if _speaks_of_medicine(became, kind)]
    noted = rows_of(history.context, "record", "value", "topic")
    taken = [(r, value) for r, value, topic in noted if topic == _NOTED and not _not_taken(value)]
    return [(record, words.lower()) for record, words in (*kept, *taken) if record and words]


def _speaks_of_medicine(became: str | None, kind: str | None) -> bool:
    return bool(became and kind and became.startswith(_CONTEXT) and _KIND.search(kind))


def _not_taken(value: str | None) -> bool:
    return (value or "").endswith(_NOT_TAKEN)


def _hits(words: str, facts: Facts) -> Iterator[tuple[str, str]]:
    """(group, word) for every listed word that stands in ``words`` as a whole word."""
    said, known = tokens(words), _by_first_token(facts)
    for place, token in enumerate(said):
        for phrase, group, word in known.get(token, ()):
            if said[place : place + len(phrase)] == phrase:
                yield group, word


def tokens(words: str) -> tuple[str, ...]:
    """Lower-case words without the marks at their ends; "acetaminophen/hydrocodone" is two.

    >>> tokens("naltrexone / bupropion, 90 mg")
    ('naltrexone', 'bupropion', '90', 'mg')
    """
    return tuple(token.strip(".-'") for token in _TOKEN.findall(words))


@functools.cache
def _by_first_token(facts: Facts) -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """First token of a listed word -> its tokens, group and the word."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for group, entry in facts.medicines.items():
        for word in entry.words:
            phrase = tokens(word)
            found.setdefault(phrase[0], []).append((phrase, group, word))
    return found
