"""Whose resource it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fairtrial.records.fhir.entries import Entry
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.references import last_part, reference_of

NOBODY = ""
"""Person id of records that name nobody; it is for the caller to say whose they are."""
_PATIENT = re.compile(r"(?:.*/)?Patient/[^/#\s]+(?:/_history/.*)?|urn:(?:uuid|oid):[^\s/]+")


def person_of(entry: Entry, fields: Fields) -> str:
    """The person id of a resource, ``NOBODY`` when it names none.

    A Patient is called by the last part of its absolute address, so that references by both agree.
    """
    if entry.kind == "Patient":
        return last_part(entry.full_url) if entry.full_url else (entry.id or NOBODY)
    for key in ("subject", "patient", "beneficiary"):
        if fields.has(key):
            reference, _ = reference_of(fields, key)
            return last_part(reference) if _PATIENT.fullmatch(reference) else NOBODY
    return NOBODY


def only_person(persons: Sequence[str]) -> str:
    """The only person that these resources name, ``NOBODY`` when they name none or several."""
    named = set(persons) - {NOBODY}
    return named.pop() if len(named) == 1 else NOBODY


def name_parts(patient: Fields) -> re.Pattern[str] | None:
    """A pattern for the parts of a patient's names, so that no words shown carry them."""
    parts: set[str] = set()
    for name in patient.parts("name"):
        given = name.raw("given")
        texts = [name.raw("family"), name.raw("text"), *(given if isinstance(given, list) else [given])]
        parts |= {
            part for text in texts if isinstance(text, str) for part in re.findall(r"[^\W\d_]{3,}", text)
        }
    proper = sorted(
        (re.escape(part) for part in parts if part[0].isupper()), key=lambda part: (-len(part), part)
    )
    return re.compile(r"\b(?:" + "|".join(proper) + r")\b") if proper else None
