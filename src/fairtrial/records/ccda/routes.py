"""How a medication is taken in."""

from __future__ import annotations

import re

from fairtrial.records.ccda.codes import concept
from fairtrial.records.ccda.elements import Element
from fairtrial.records.ccda.reading import Reading
from fairtrial.records.drug_names import DrugMatch

_NCI = {"C38288": "oral", "C38305": "transdermal", "C38284": "nasal", "C38276": "intravenous"}
"""NCI Thesaurus codes of the FDA route of administration list, as HL7's examples use them."""
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\boral(?:ly)?\b|\bmouth\b|\bp\.?o\b", re.IGNORECASE), "oral"),
    (re.compile(r"transdermal|\bpatch", re.IGNORECASE), "transdermal"),
    (re.compile(r"nasal|nostril", re.IGNORECASE), "nasal"),
    (re.compile(r"intravenous|\biv\b", re.IGNORECASE), "intravenous"),
)


def route(statement: Element, match: DrugMatch, reading: Reading) -> str | None:
    """oral, transdermal, nasal or intravenous: as recorded, or the only one the drug has; else null."""
    found = concept(statement.find("routeCode"), reading.narrative)
    for coding in found.codings:
        if coding.code in _NCI:
            return _NCI[coding.code]
    told = next((way for pattern, way in _WORDS for text in found.texts if pattern.search(text)), None)
    only = reading.facts.drugs[match.drug].routes
    return told or (only[0] if not found.texts and len(only) == 1 else None)
