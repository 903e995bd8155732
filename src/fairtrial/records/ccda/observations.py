"""Scores of rating scales, and labs and vital signs, from any observation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fairtrial.facts import Facts
from fairtrial.facts.models import Scale
from fairtrial.records.ccda.codes import code_of, concept
from fairtrial.records.ccda.elements import Element, attribute, is_null, is_true, number, one_line
from fairtrial.records.ccda.narrative import Row
from fairtrial.records.ccda.reading import Reading, joined_words
from fairtrial.records.ccda.times import span
from fairtrial.records.ccda.written_days import written_days
from fairtrial.records.concepts import Concept
from fairtrial.records.days import NO_DAYS, Days
from fairtrial.records.noting import IN_ERROR
from fairtrial.records.scale_codes import NOT_USED, names_a_scale, scale_codes

_WRITTEN_NUMBER = re.compile(
    r"\s*([0-9]+(?:\.[0-9]+)?)\s*(?:/\s*[0-9]+|\(.*\)|points?)?\s*", re.IGNORECASE | re.DOTALL
)
_NOT_DONE = frozenset({"cancelled", "aborted", "held", "suspended"})
_LEFT_OUT = "lies outside the range of the scale; left out"


@dataclass(frozen=True)
class Asked:
    """What an observation code asks: a scale's total (item null) or one of its items."""

    scale: Scale
    item: int | None


@dataclass
class Given:
    """Totals already stated for a scale and day in one entry: a panel does not repeat its own."""

    totals: set[tuple[str, Days]] = field(default_factory=set)


def nested(entry: Element) -> list[Element]:
    """Every observation of an entry, inner ones first: a total goes before the value of its panel."""
    return list(entry.iter("observation"))[::-1]


def read_observation(observation: Element, given: Given, reading: Reading) -> None:
    """Add a score or a measurement; anything else is context."""
    code = concept(observation.find("code"), reading.narrative)
    values = list(observation.iterchildren("value"))
    shown = [concept(v, reading.narrative).words or attribute(v, "value") or one_line(v) for v in values]
    reading.words = joined_words(
        ": ".join(part for part in (code.words, next((s for s in shown if s), "")) if part)
    )
    status = code_of(observation.find("statusCode"))
    if status == "nullified":
        reading.became = IN_ERROR
        return
    if not _was_done(observation, status):
        return
    asked = _asked(code, reading.facts)
    measures = scale_codes(reading.facts).measures
    measure = next((measures[c] for c in code.codes("loinc") if c in measures), None)
    if asked:
        _add_score(observation, asked, values, given, reading)
    elif measure:
        _add_measurement(observation, measure, values, reading)
    elif names_a_scale(code.texts, reading.facts) and _score(values, reading) is not None:
        reading.not_understood("code", NOT_USED)


def _was_done(observation: Element, status: str) -> bool:
    mood = attribute(observation, "moodCode").upper()
    return mood in ("", "EVN") and not is_true(observation, "negationInd") and status not in _NOT_DONE


def _add_score(
    observation: Element, asked: Asked, values: list[Element], given: Given, reading: Reading
) -> None:
    scale, total = asked.scale, _score(values, reading)
    on = _on(observation, reading)
    if total is None:
        if not _holds_others(observation):
            reading.not_understood("value", "is not a number; left out")
        return
    if not _within(asked, total):
        reading.not_understood("value", _LEFT_OUT)
        return
    if asked.item is None:
        if (scale.scale, on) in given.totals:
            return
        given.totals.add((scale.scale, on))
    reading.add("scores", scale=scale.scale, item=asked.item, on_least=on[0], on_most=on[1], total=total)
    reading.became = "score"


def _holds_others(observation: Element) -> bool:
    return any(True for _ in observation.iterdescendants("observation"))


def _within(asked: Asked, total: float) -> bool:
    scale = asked.scale
    least, most = (scale.least, scale.most) if asked.item is None else (scale.item_least, scale.item_most)
    return (least is None or total >= least) and (most is None or total <= most)


def _score(values: list[Element], reading: Reading) -> float | None:
    """The first value that is a number, a known answer, or a text that is a number."""
    for value in values:
        found = number(value)
        if found is not None:
            return found
    for value in values:
        answers = (
            reading.facts.answers.get(coding.code) for coding in concept(value, reading.narrative).codings
        )
        answer = next((each for each in answers if each is not None), None)
        if answer is not None:
            return answer.value
        match = None if is_null(value) else _WRITTEN_NUMBER.fullmatch(one_line(value))
        if match:
            return float(match[1])
    return None


def _add_measurement(observation: Element, measure: str, values: list[Element], reading: Reading) -> None:
    value = next((found for each in values if (found := _score([each], reading)) is not None), None)
    if value is None:
        reading.not_understood("value", "is not a number; left out")
        return
    on = _on(observation, reading)
    unit = next((attribute(each, "unit") for each in values if attribute(each, "unit")), None)
    reading.add("measurements", measure=measure, on_least=on[0], on_most=on[1], value=value, unit=unit)
    reading.became = "measurement"


def _on(observation: Element, reading: Reading) -> Days:
    """The day of the observation, or of the panel it belongs to."""
    wrong: list[str] = []
    found = NO_DAYS
    for each in (observation, *observation.iterancestors("observation", "organizer")):
        found = found if found != NO_DAYS else span(each.find("effectiveTime"), wrong).start
    reading.about("effectiveTime", wrong)
    return found


def _asked(code: Concept, facts: Facts) -> Asked | None:
    codes = scale_codes(facts)
    for each in code.codes("loinc"):
        if each in codes.items:
            scale, item = codes.items[each][0]
            return Asked(facts.scales[scale], item)
        total = codes.totals.get(each) or codes.panels.get(each)
        if total:
            return Asked(facts.scales[total], None)
    named = (
        None if code.codes("loinc") else next((n for text in code.texts if (n := codes.named(text))), None)
    )
    return Asked(facts.scales[named], None) if named else None


def read_observation_row(row: Row, reading: Reading) -> None:
    """Add the score that a narrative row gives: a cell that names a scale, and one that is a number."""
    reading.words = row.text
    cells = [cell for _, cell in row.cells]
    named = next((found for cell in cells if (found := scale_codes(reading.facts).named(cell))), None)
    scale = reading.facts.scales[named] if named else None
    totals = [float(match[1]) for cell in cells if (match := _WRITTEN_NUMBER.fullmatch(cell))]
    if scale is None or not totals:
        if totals and names_a_scale(cells, reading.facts):
            reading.not_understood("text", NOT_USED)
        return
    if not _within(Asked(scale, None), totals[0]):
        reading.not_understood("value", _LEFT_OUT)
        return
    on = next((days for cell in cells for days in written_days(cell)[:1]), NO_DAYS)
    reading.add("scores", scale=scale.scale, on_least=on[0], on_most=on[1], total=totals[0])
    reading.became = "score (read from the narrative)"
