"""QuestionnaireResponse: the answers and the total of a rating scale."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fairtrial.records.days import NO_DAYS, Days
from fairtrial.records.fhir.days_of import day_of
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.observations import add_item, add_total
from fairtrial.records.fhir.reading import Reading
from fairtrial.records.fhir.references import reference_of
from fairtrial.records.fhir.totals import Answers
from fairtrial.records.fhir.values import value_of
from fairtrial.records.scale_codes import NOT_USED, ScaleCodes, names_a_scale, scale_codes

_LOINC = re.compile(r"(?<![0-9])([0-9]{3,6}-[0-9])(?![0-9])")


def read_questionnaire_response(reading: Reading, answers: Answers) -> None:
    """Add the items and the total of a scale we know; any other form is context."""
    fields, codes = reading.fields, scale_codes(reading.facts)
    if reading.left_out_by_status():
        return
    on = day_of(fields, "authored")
    if on == NO_DAYS and fields.has("authored"):
        on = fields.days("authored")
    scale = _form(fields, codes)
    reading.words = f"{scale} form" if scale else "form"
    if scale:
        answers.sitting(reading, reading.place).forms.append((scale, reading))
    for item in _items(fields):
        _read_item(reading, answers, item, on, codes)
    if reading.became == "context only" and answers.sitting(reading, reading.place).answers:
        reading.became = "score"


def _form(fields: Fields, codes: ScaleCodes) -> str | None:
    """The scale of the form: by the address of its questionnaire (R4, R5) or the reference to it (STU3)."""
    address = fields.raw("questionnaire")
    if isinstance(address, dict):
        reference, display = reference_of(fields, "questionnaire")
        return codes.in_address(reference) or codes.named(display)
    return codes.in_address(address) if isinstance(address, str) else None


def _items(fields: Fields) -> Iterator[Fields]:
    """Every item, also those inside items and answers; without recursion, so that no depth is too deep."""
    waiting = list(fields.parts("item"))[::-1]
    while waiting:
        item = waiting.pop()
        yield item
        inside = [
            *item.parts("item"),
            *(deep for answer in item.parts("answer") for deep in answer.parts("item")),
        ]
        waiting.extend(inside[::-1])


def _read_item(reading: Reading, answers: Answers, item: Fields, on: Days, codes: ScaleCodes) -> None:
    found = list(item.parts("answer"))
    code, text = _code(item), item.text("text")
    scale = codes.totals.get(code) or codes.named(text)
    items = codes.items.get(code) or codes.items_saying(text)
    if not found:
        return
    if not (scale or items):
        if names_a_scale([text], reading.facts) and value_of(found[0], codes).number is not None:
            reading.problem(item.path, NOT_USED)
        return
    value = value_of(found[0], codes)
    if value.number is None:
        reading.problem(item.path, "an answer holds no value that can be read; left out")
    elif items:
        add_item(reading, answers, items, value.number, on, reading.place)
    elif scale:
        add_total(reading, answers, scale, value.number, on, reading.place)


def _code(item: Fields) -> str:
    """The LOINC code of an item: in its link id or its definition."""
    for key in ("linkId", "definition"):
        match = _LOINC.search(item.text(key))
        if match:
            return match[1]
    return ""
