"""Directions in words that belong to a medication entry, wherever the vendor put them."""

from __future__ import annotations

import re

from fairtrial.records.ccda.elements import Element, attribute, templates
from fairtrial.records.ccda.narrative import Row
from fairtrial.records.ccda.reading import LONGEST_WORDING, Reading
from fairtrial.records.directions_words import dose_in_words

_SIG = "76662-6"
_INSTRUCTION_TEMPLATE = "2.16.840.1.113883.10.20.22.4.20"
_COMMENT = "48767-8"
_COMMENT_TEMPLATE = "2.16.840.1.113883.10.20.22.4.64"
DIRECTIONS = re.compile(r"\bsig\b|direction|instruction|dos(?:e|age|ing)\b|frequency|how to take|details")


def directions(statement: Element, row: Row | None, reading: Reading) -> list[str]:
    """Every wording of how to take it, the most explicit first."""
    found = [reading.narrative.said(inner.find("text")) for inner in _inside(statement) if _tells_how(inner)]
    if row is not None:
        cells = row.under(DIRECTIONS)
        found += [*cells, " ".join(cells)]
    found.append(reading.narrative.said(statement.find("text")))
    if row is not None and not row.cells:
        found.append(row.text)
    return list(dict.fromkeys(text for text in found if 0 < len(text) <= LONGEST_WORDING))


def with_a_dose(wordings: list[str], strength_mg: float | None) -> str:
    """The first wording that states a daily dose, or nothing."""
    return next((text for text in wordings if dose_in_words(text, strength_mg) is not None), "")


def comments(statement: Element, reading: Reading) -> str:
    """Free comments attached to the entry."""
    told = [reading.narrative.said(inner.find("text")) for inner in _inside(statement) if _is_comment(inner)]
    return ". ".join(dict.fromkeys(text for text in told if text))


def _inside(statement: Element) -> list[Element]:
    """Statements related to an entry, and to its supplies."""
    related = [inner for relation in statement.iterchildren("entryRelationship") for inner in relation]
    return [
        *related,
        *(i for s in related if s.tag == "supply" for r in s.iterchildren("entryRelationship") for i in r),
    ]


def _tells_how(inner: Element) -> bool:
    if attribute(inner.find("code"), "code") == _SIG:
        return True
    return inner.tag == "act" and _INSTRUCTION_TEMPLATE in templates(inner)


def _is_comment(inner: Element) -> bool:
    return attribute(inner.find("code"), "code") == _COMMENT or _COMMENT_TEMPLATE in templates(inner)
