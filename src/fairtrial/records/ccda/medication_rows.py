"""Medications that stand only in the narrative: rows of a table or items of a list, as reported uses."""

from __future__ import annotations

import re

from fairtrial.records.ccda.directions_in_entry import DIRECTIONS, with_a_dose
from fairtrial.records.ccda.medication_status import status_in_words
from fairtrial.records.ccda.narrative import Row
from fairtrial.records.ccda.reading import LONGEST_WORDING, Reading
from fairtrial.records.ccda.written_days import written_days
from fairtrial.records.days import NO_DAYS, Days, day_after
from fairtrial.records.directions import DailyDose, daily_dose
from fairtrial.records.doses import without_absurd
from fairtrial.records.drug_names import DrugMatch, find_drugs
from fairtrial.records.purposes import purpose
from fairtrial.records.stop_words import improvement_of, stop_reason

_NAME = re.compile(r"medication|drug|\bname\b|product|description|prescription")
_BOTH = re.compile(r"effective|start.*(?:stop|end)|\bdates?\b|period")
_START = re.compile(r"start|begin|ordered|prescribed|filled|from")
_STOP = re.compile(r"stop|\bend|discontinu|until")
FOR = re.compile(
    r"\bindications?\b|diagnos|reason for (?:use|taking|med|prescri)|(?:taken|used|prescribed) for"
)
_STATUS = re.compile(r"\bstatus\b")
_REASON = re.compile(r"reason.*(?:stop|discontinu|end)|(?:stop|discontinu\w*|end) reason")
_STARTED_IN_TEXT = re.compile(r"\b(?:started|start|since|from|begun)\b[^0-9]{0,12}(.{4,20})", re.IGNORECASE)
_STOPPED_IN_TEXT = re.compile(
    r"\b(?:stopped|ended|end|until|discontinued)\b[^0-9]{0,12}(.{4,20})", re.IGNORECASE
)


def drugs_named(row: Row, reading: Reading) -> list[DrugMatch]:
    """Our drugs in the column of names, or else in the whole row."""
    if len(row.text) > LONGEST_WORDING:
        reading.not_understood("text", "is too long for one medication; left out")
        return []
    names = row.under(_NAME)
    told = next((found for text in names if (found := find_drugs(text, reading.facts))), [])
    return told or ([] if names else find_drugs(row.text, reading.facts))


def read_medication_row(row: Row, found: list[DrugMatch], section: str, reading: Reading) -> None:
    """Add a reported use for each drug that a row names."""
    reading.words = row.text
    started, stopped = _days(row)
    if started[0] and stopped[1] and stopped[1] < started[0]:
        reading.problem("dates", "the end lies before the start; the end was left out")
        stopped = NO_DAYS
    status = _status(row, section, stopped)
    if status in ("ended", "not_taken"):
        reading.add_told_in_reason(" ".join(row.under(_REASON)), stopped)
    why = _why_stopped(row, status, reading)
    for match in found:
        dose = _dose(row, match, reading)
        reading.add(
            "uses", drug=match.drug, status=status,
            kind="administered" if section == "administered" else "reported",
            started_on_least=started[0], started_on_most=started[1],
            stopped_on_least=stopped[0], stopped_on_most=stopped[1],
            asserted_on=reading.document.written_on[1],
            dose_mg_per_day_least=dose.least, dose_mg_per_day_most=dose.most,
            purpose=_purpose(row, reading), stop_reason=why, improvement_percent_most=improvement_of(why, reading.facts),
        )  # fmt: skip
    reading.became = "use (read from the narrative)"


def _status(row: Row, section: str, stopped: Days) -> str:
    if section == "planned":
        return "planned"
    cells = row.under(_STATUS)
    told = status_in_words(cells[0]) if cells else None
    told = told or _status_in_text(" ".join(row.under(_NAME)) if row.cells else row.text)
    return told or ("ended" if stopped != NO_DAYS else "unknown")


def _status_in_text(text: str) -> str | None:
    """Only words that take something back: "active" in free text may speak of anything."""
    found = status_in_words(text)
    return found if found in ("not_taken", "ended", "on_hold") else None


def _days(row: Row) -> tuple[Days, Days]:
    """First day and first day without, from columns with dates or from words beside dates."""
    for cell in row.under(_BOTH):
        if len(found := written_days(cell)) > 1:
            return found[0], day_after(found[1])
    starts = [d for cell in row.under(_START) for d in written_days(cell)[:1]]
    starts += [d for cell in row.under(_BOTH) for d in written_days(cell)[:1]]
    stops = [
        d
        for name, cell in row.cells
        if _STOP.search(name) and not _START.search(name)
        for d in written_days(cell)[:1]
    ]
    if not row.cells:
        starts, stops = _beside(_STARTED_IN_TEXT, row.text), _beside(_STOPPED_IN_TEXT, row.text)
    return (starts[0] if starts else NO_DAYS), (day_after(stops[0]) if stops else NO_DAYS)


def _beside(word: re.Pattern[str], text: str) -> list[Days]:
    return [days for match in word.finditer(text) for days in written_days(match[1])[:1]]


def _dose(row: Row, match: DrugMatch, reading: Reading) -> DailyDose:
    cells = row.under(DIRECTIONS)
    told = with_a_dose(
        [*cells, " ".join(cells), *row.under(_NAME), *([] if row.cells else [row.text])], match.strength_mg
    )
    dose = daily_dose(words=told, strength_mg=match.strength_mg)
    dose, absurd = without_absurd(match.drug, dose, reading.facts)
    if absurd:
        reading.problem("dose", absurd)
    return dose


def _purpose(row: Row, reading: Reading) -> str | None:
    """By a column that says what it is for, or else by the directions or the whole item."""
    told = [*row.under(DIRECTIONS), *row.under(_NAME)] if row.cells else [row.text]
    return purpose(row.under(FOR), "; ".join(told), reading.facts)


def _why_stopped(row: Row, status: str, reading: Reading) -> str | None:
    told = " ".join(row.under(_REASON)) if status in ("ended", "not_taken") else ""
    return stop_reason(told, reading.facts)
