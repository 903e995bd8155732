"""Medicines that have no drug file: rows of records whose words are matched against word lists.

What a record of medicines is and which words name a group are the rule of rules/reasons/presence.py; for one
person it is quicker to apply without a query.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fairtrial.facts import Facts
from fairtrial.outlook.rows import rows_of
from fairtrial.outlook.things import Thing
from fairtrial.rules.reasons.presence import (
    CONTEXT_ONLY,
    NOT_TAKEN,
    NOTED,
    OF_MEDICINES,
    in_plain,
    words_of_groups,
)
from fairtrial.tables import History

_KIND, _NOT_TAKEN = re.compile(OF_MEDICINES), re.compile(NOT_TAKEN)


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
    taken = [(r, value) for r, value, topic in noted if topic == NOTED and not _NOT_TAKEN.search(value or "")]
    return [(record, words) for record, words in (*kept, *taken) if record and words]


def _speaks_of_medicine(became: str | None, kind: str | None) -> bool:
    return bool(became and kind and became.startswith(CONTEXT_ONLY) and _KIND.search(kind))


def _hits(words: str, facts: Facts) -> Iterator[tuple[str, str]]:
    """(group, word) for every listed word that stands in ``words`` as whole words."""
    said, known = tuple(in_plain(words).split()), _by_first_token(facts)
    found = (
        (group, " ".join(phrase))
        for place, token in enumerate(said)
        for phrase, group in known.get(token, ())
        if said[place : place + len(phrase)] == phrase
    )
    yield from dict.fromkeys(found)


@functools.cache
def _by_first_token(facts: Facts) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First token of a listed word -> its tokens and its group."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for word, group in words_of_groups(facts):
        phrase = tuple(word.split())
        found.setdefault(phrase[0], []).append((phrase, group))
    return found
