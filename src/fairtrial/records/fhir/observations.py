"""Observation: totals and items of rating scales, labs, vital signs and ECG values."""

from __future__ import annotations

from fairtrial.records.fhir.concepts import Concept, concept
from fairtrial.records.fhir.days_of import day_of
from fairtrial.records.fhir.fields import NO_DAYS, Days, Fields
from fairtrial.records.fhir.genotypes import read_genotype
from fairtrial.records.fhir.reading import CONTEXT_ONLY, NOT_UNDERSTOOD, Reading
from fairtrial.records.fhir.scale_codes import ScaleCodes, scale_codes
from fairtrial.records.fhir.totals import Answer, Answers
from fairtrial.records.fhir.values import Value, value_of


def read_observation(reading: Reading, answers: Answers) -> None:
    """Add what the observation and its components measure; what we do not keep is context."""
    fields, codes = reading.fields, scale_codes(reading.facts)
    about = concept(fields, "code")
    reading.words = about.words
    if reading.left_out_by_status() or read_genotype(reading, about):
        return
    scale = _panel(about, codes)
    components = list(fields.parts("component"))
    on = _day(reading) if scale or _kept(about, codes) or components else NO_DAYS
    key = reading.place if components else _moment(reading)
    if scale:
        answers.sitting(reading, key).forms.append((scale, reading))
        reading.became = f"panel of {scale}; its parts are read by themselves"
    _read_value(reading, answers, about, fields, on, key)
    for component in components:
        _read_value(reading, answers, concept(component, "code"), component, on, key)


def _moment(reading: Reading) -> str:
    """What single observations of one sitting share: the moment, as written."""
    stated = reading.fields.raw("effectiveDateTime") or reading.fields.raw("effectivePeriod")
    return f"moment {stated}" if stated else reading.place


def _day(reading: Reading) -> Days:
    """The day it speaks of; the day of issue where that is missing."""
    on = day_of(reading.fields, "effective")
    if on == NO_DAYS and reading.fields.has("issued"):
        reading.problem("effective", "is missing; the day of issue was used")
        return reading.fields.days("issued")
    return on


def _panel(about: Concept, codes: ScaleCodes) -> str | None:
    return next((codes.panels[code] for code in about.codes("loinc") if code in codes.panels), None)


def total_of(about: Concept, codes: ScaleCodes) -> str | None:
    """The scale whose total a concept names, by code or, where no LOINC code is given, by name."""
    coded = (codes.totals.get(code) for code in about.codes("loinc"))
    named = (codes.named(text) for text in about.texts) if not about.codes("loinc") else iter(())
    return next((scale for scale in coded if scale), None) or next((s for s in named if s), None)


def _items(about: Concept, codes: ScaleCodes) -> list[tuple[str, int]]:
    return next((codes.items[code] for code in about.codes("loinc") if code in codes.items), [])


def _measure(about: Concept, codes: ScaleCodes) -> str | None:
    return next((codes.measures[code] for code in about.codes("loinc") if code in codes.measures), None)


def _kept(about: Concept, codes: ScaleCodes) -> bool:
    return bool(total_of(about, codes) or _items(about, codes) or _measure(about, codes))


def _read_value(
    reading: Reading, answers: Answers, about: Concept, holder: Fields, on: Days, key: str
) -> None:
    codes = scale_codes(reading.facts)
    items, measure, panel = _items(about, codes), _measure(about, codes), _panel(about, codes)
    scale = total_of(about, codes)
    if not (items or measure or panel or scale):
        return
    value = value_of(holder, codes)
    if value.number is None:
        if not panel:
            _tell_of_no_value(reading, holder)
        return
    if items:
        add_item(reading, answers, items, value.number, on, key)
    elif measure:
        _add_measure(reading, measure, value, on)
    else:
        add_total(reading, answers, scale or panel or "", value.number, on, key)


def _tell_of_no_value(reading: Reading, holder: Fields) -> None:
    """A value that is stated to be absent is no fault; one that cannot be read is."""
    if holder.has("dataAbsentReason"):
        became = "left out: no value recorded"
    else:
        became = NOT_UNDERSTOOD
        reading.problem(holder.path or "value", "holds no value that can be read; left out", left_out=True)
    reading.became = became if reading.became == CONTEXT_ONLY else reading.became


def add_item(
    reading: Reading, answers: Answers, items: list[tuple[str, int]], value: float, on: Days, key: str
) -> None:
    """Keep an answer until all answers of its sitting are known."""
    fact = reading.facts.scales[items[0][0]]
    least, most = fact.item_least or 0, fact.item_most
    if value != int(value) or value < least or (most is not None and value > most):
        reading.problem("value", "an item's score is not one of its scale; left out", left_out=True)
        return
    answers.sitting(reading, key).answers.append(Answer(reading, items, value, on))


def add_total(reading: Reading, answers: Answers, scale: str, value: float, on: Days, key: str) -> None:
    """Add a stated total; one that the scale cannot have is left out."""
    fact = reading.facts.scales[scale]
    reading.words = f"{scale} total {value:g}"
    if not fact.least <= value <= fact.most:
        reading.not_understood("value", "the total is outside the range of its scale; left out")
        return
    if value != int(value):
        reading.problem("value", "the total is not a whole number; kept as stated")
    reading.add("scores", scale=scale, on_least=on[0], on_most=on[1], total=value)
    answers.sitting(reading, key).stated.append((scale, value, reading))
    reading.became = "score"


def _add_measure(reading: Reading, measure: str, value: Value, on: Days) -> None:
    unit = value.unit
    reading.add("measurements", measure=measure, on_least=on[0], on_most=on[1], value=value.number, unit=unit)
    reading.became = "measurement"
