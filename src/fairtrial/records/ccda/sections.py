"""Which part of the history a section tells: by its LOINC code, else its template, else its title."""

from __future__ import annotations

import re
from typing import Literal

from fairtrial.records.ccda.elements import Element, attribute, child, one_line, templates

Kind = Literal[
    "medications", "administered", "planned", "conditions", "observations", "procedures", "encounters",
    "social history", "allergies", "note", "not read",
]  # fmt: skip

_CODES: dict[str, Kind] = {
    "10160-0": "medications", "10183-2": "medications", "42346-7": "medications", "75311-1": "medications",
    "29549-3": "administered",
    "18776-5": "planned", "61149-1": "planned",
    "11450-4": "conditions", "11348-0": "conditions", "46241-6": "conditions", "11535-2": "conditions",
    "78375-3": "conditions", "57852-6": "conditions",
    "30954-2": "observations", "8716-3": "observations", "10190-7": "observations", "47420-5": "observations",
    "11506-3": "note", "11488-4": "note", "34117-2": "note", "18842-5": "note", "34109-9": "note",
    "28570-0": "note", "57133-1": "note", "10164-2": "note", "51848-0": "note", "51847-2": "note",
    "8648-8": "note", "46239-0": "note", "29299-5": "note", "42349-1": "note", "10154-3": "note",
    "11329-0": "note", "34111-5": "note", "34746-8": "note", "34748-4": "note", "34130-5": "note",
    "47519-4": "procedures", "46240-8": "encounters", "29762-2": "social history", "48765-2": "allergies",
    "10157-6": "not read", "11369-6": "not read", "42348-3": "not read", "46264-8": "not read",
    "48768-6": "not read",
}  # fmt: skip
"""LOINC codes of document sections (HL7 C-CDA R1.1 and R2.1)."""
_CCDA = "2.16.840.1.113883.10.20.22.2."
_TEMPLATES: dict[str, Kind] = {
    "1": "medications", "11": "medications", "44": "medications", "38": "administered", "10": "planned",
    "5": "conditions", "20": "conditions", "24": "conditions", "43": "conditions", "3": "observations",
    "4": "observations", "56": "observations", "14": "observations", "7": "procedures", "22": "encounters",
    "17": "social history", "6": "allergies", "65": "note", "8": "note", "9": "note", "15": "not read",
    "2": "not read",
}  # fmt: skip
"""Number of a C-CDA section template, without the ending for required entries."""
_CCD = "2.16.840.1.113883.10.20.1."
_OLD_TEMPLATES: dict[str, Kind] = {
    "8": "medications", "11": "conditions", "14": "observations", "16": "observations", "12": "procedures",
    "3": "encounters", "15": "social history", "2": "allergies", "10": "planned",
    "4": "not read", "6": "not read",
}  # fmt: skip
_TITLES: tuple[tuple[str, Kind], ...] = (
    (r"family|immuni[sz]ation|vaccin", "not read"),
    (r"allerg|adverse reaction", "allergies"),
    (r"medications? administered|administered medications?", "administered"),
    (r"medication|prescription|\bdrugs?\b", "medications"),
    (r"plan of|care plan|treatment plan", "planned"),
    (r"problem|diagnos|past medical history|condition", "conditions"),
    (r"result|laborator|vital sign|mental status|assessment scale", "observations"),
    (r"procedure|surger", "procedures"),
    (r"encounter|visits?$", "encounters"),
    (r"social history", "social history"),
    (r"\bnotes?\b|history of present|assessment|hospital course|consult|progress", "note"),
)


def code_and_kind(section: Element) -> tuple[str, Kind | None]:
    """The section's code ("" when missing) and what it tells; null when it is none that we know."""
    codes = [
        attribute(each, "code") for each in (section.find("code"), child(section, "code", "translation"))
    ]
    code = next((each for each in codes if each), "")
    kind = next((_CODES[each] for each in codes if each in _CODES), None)
    return code, kind or _by_template(section) or (None if kind else _by_title(section, code))


def _by_template(section: Element) -> Kind | None:
    for root in sorted(templates(section)):
        known, rest = (_TEMPLATES, root.removeprefix(_CCDA)) if root.startswith(_CCDA) else ({}, root)
        if root.startswith(_CCD):
            known, rest = _OLD_TEMPLATES, root.removeprefix(_CCD)
        kind = known.get(rest.removesuffix(".1")) if rest.count(".") <= 1 else None
        if kind:
            return kind
    return None


def _by_title(section: Element, code: str) -> Kind | None:
    """Only where no code says otherwise."""
    title = "" if code else one_line(section.find("title"))
    return next((kind for words, kind in _TITLES if re.search(words, title, re.IGNORECASE)), None)
