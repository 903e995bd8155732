"""What kind of evidence a medication entry is, and what it says of the use."""

from __future__ import annotations

import re

from fairtrial.records.ccda.codes import concept
from fairtrial.records.ccda.elements import Element, attribute, is_true, templates
from fairtrial.records.ccda.reading import Reading
from fairtrial.records.ccda.sections import Kind
from fairtrial.records.ccda.times import Span
from fairtrial.records.days import NO_DAYS

_STATUS = {
    "active": "active", "normal": "active", "held": "on_hold", "suspended": "on_hold", "new": "planned",
    "cancelled": "not_taken", "aborted": "ended", "completed": "completed", "obsolete": "ended",
}  # fmt: skip
_ORDERS = frozenset({"INT", "RQO", "PRMS", "PRP", "ARQ", "APT"})
_PLANS = frozenset({"PRMS", "PRP", "ARQ", "APT"})
_STATUS_CODE = "33999-4"
_STATUS_TEMPLATES = frozenset({"2.16.840.1.113883.10.20.1.47", "2.16.840.1.113883.10.20.22.4.47"})
_STATUS_COLUMN = re.compile(r"\bstatus\b")
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(words, re.IGNORECASE), status)
    for words, status in (
        (r"not taking|never (?:took|taken|started)|refused|declined|cancell?ed|not started", "not_taken"),
        (
            r"no longer|inactive|not active|discontinued|stopped|completed|ended|past\b|former|expired"
            r"|aborted",
            "ended",
        ),
        (r"on hold|\bheld\b|suspended|paused", "on_hold"),
        (r"planned|pending|proposed|intended", "planned"),
        (r"active|current|taking|ordered|continue|ongoing|prescribed", "active"),
    )
)


def status_in_words(words: str) -> str | None:
    """The status that short words state.

    >>> status_in_words("No Longer Active"), status_in_words("Active"), status_in_words("?")
    ('ended', 'active', None)
    """
    return next((status for pattern, status in _WORDS if pattern.search(words)), None)


def kind_of_use(statement: Element, section: Kind) -> str:
    """administered, prescribed or reported."""
    if section == "administered":
        return "administered"
    return (
        "prescribed"
        if attribute(statement, "moodCode").upper() in _ORDERS or section == "planned"
        else "reported"
    )


def status_of_use(statement: Element, section: Kind, taken: Span, reading: Reading) -> str:
    """One of tables.STATUSES. "completed" without an end says no more than that the order was written."""
    if is_true(statement, "negationInd"):
        return "not_taken"
    if attribute(statement, "moodCode").upper() in _PLANS or section == "planned":
        return "planned"
    written = attribute(statement.find("statusCode"), "code").lower()
    status = _STATUS.get(written)
    if status is None:
        told = "is not a status that we know" if written else "is missing"
        reading.problem("statusCode", f"{told}; taken from the words beside it, else as unknown")
    if status in (None, "completed"):
        return _stated(statement, reading) or ("ended" if taken.stop != NO_DAYS else "unknown")
    return status


def _stated(statement: Element, reading: Reading) -> str | None:
    """The status in a status observation, or in the narrative row."""
    for inner in statement.iterfind("entryRelationship/observation"):
        if attribute(inner.find("code"), "code") == _STATUS_CODE or templates(inner) & _STATUS_TEMPLATES:
            found = status_in_words(concept(inner.find("value"), reading.narrative).words)
            if found:
                return found
    references = [statement.find("text"), *statement.iterfind(".//manufacturedMaterial/code/originalText")]
    for reference in references:
        row = reading.narrative.row(reference)
        cells = row.under(_STATUS_COLUMN) if row else []
        if cells and (found := status_in_words(cells[0])):
            return found
    return None
