"""Topics of a coded condition: by its codes first, then by its words."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.records.concepts import Concept
from fairtrial.records.topics import denied, topics_in, topics_of_code

_CODED = ("icd10cm", "snomed", "icd9cm")


def named_topics(found: Concept, facts: Facts) -> list[tuple[str | None, str, str | None]]:
    """(topic, system, code) of every topic that codes or, without known codes, words name; never empty."""
    coded: dict[str, tuple[str | None, str, str | None]] = {}
    for system in _CODED:
        for code in found.codes(system):
            for topic in topics_of_code(system, code, facts):
                coded.setdefault(topic, (topic, system, code))
    if coded:
        return list(coded.values())
    first = next(((None, s, code) for s in _CODED for code in found.codes(s)), None)
    told = [] if first else [(topic, "text", None) for topic in _told(found, facts)]
    return [*told] or [first or (None, "text", None)]


def _told(found: Concept, facts: Facts) -> list[str]:
    """Topics whose words stand in the text, unless it speaks of somebody else or of absence."""
    text = " ".join(dict.fromkeys(found.texts))
    return [] if denied(text) else topics_in(text, facts)
