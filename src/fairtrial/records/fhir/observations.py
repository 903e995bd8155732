"""Observation: totals and items of rating scales, labs, vital signs and ECG values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from fairtrial.records.concepts import Concept
from fairtrial.records.days import NO_DAYS, Days
from fairtrial.records.fhir.concepts import concept
from fairtrial.records.fhir.days_of import day_of
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.genotypes import read_genotype
from fairtrial.records.fhir.reading import OF_A_RELATIVE, Reading
from fairtrial.records.fhir.totals import Answer, Answers
from fairtrial.records.fhir.values import Value, value_of
from fairtrial.records.noting import CONTEXT_ONLY, NOT_UNDERSTOOD
from fairtrial.records.scale_codes import NOT_USED, Item, ScaleCodes, names_a_scale, scale_codes

T = TypeVar("T")


def read_observation(reading: Reading, answers: Answers) -> None:
    """Add what the observation and its components measure; what we do not keep is context."""
    fields, codes = reading.fields, scale_codes(reading.facts)
    about = concept(fields, "code")
    reading.words = about.words
    if reading.left_out_by_status() or read_genotype(reading, about):
        return
    if any("RelatedPerson" in focus.text("reference") for focus in fields.parts("focus")):
        reading.became = OF_A_RELATIVE
        return
    meaning = _meaning(about, codes)
    scale = meaning.panel
    components = list(fields.parts("component"))
    on = _day(reading) if meaning.kept or components else NO_DAYS
    key = reading.place if components else _moment(reading)
    if scale:
        answers.sitting(reading, key).forms.append((scale, reading))
        reading.became = f"panel of {scale}; its parts are read by themselves"
    _read_value(reading, answers, meaning, fields, on, key)
    for component in components:
        asked = _meaning(concept(component, "code"), codes)
        _read_value(reading, answers, asked, component, on, key)
    if not meaning.kept and not components and names_a_scale(about.texts, reading.facts):
        _tell_of_unread_scale(reading)


def _tell_of_unread_scale(reading: Reading) -> None:
    """A number of a scale that is not read is named; without a number there is no score."""
    if value_of(reading.fields, scale_codes(reading.facts)).number is not None:
        reading.not_understood("code", NOT_USED)


@dataclass(frozen=True)
class _Meaning:
    """What a concept measures, each null or empty where it is something else."""

    panel: str | None
    total: str | None
    items: list[Item]
    measure: str | None

    @property
    def kept(self) -> bool:
        return bool(self.panel or self.total or self.items or self.measure)


def _meaning(about: Concept, codes: ScaleCodes) -> _Meaning:
    loinc = about.codes("loinc")
    panel, measure = _first(codes.panels, loinc), _first(codes.measures, loinc)
    return _Meaning(panel, total_of(about, codes), _first(codes.items, loinc) or [], measure)


def _first(known: Mapping[str, T], codes: list[str]) -> T | None:
    return next((known[code] for code in codes if code in known), None)


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


def total_of(about: Concept, codes: ScaleCodes) -> str | None:
    """The scale whose total a concept names, by code or, where no LOINC code is given, by name."""
    loinc = about.codes("loinc")
    if loinc:
        return _first(codes.totals, loinc)
    return next((scale for text in about.texts if (scale := codes.named(text))), None)


def _read_value(
    reading: Reading, answers: Answers, asked: _Meaning, holder: Fields, on: Days, key: str
) -> None:
    if not asked.kept:
        return
    value = value_of(holder, scale_codes(reading.facts))
    if value.number is None:
        if not asked.panel:
            _tell_of_no_value(reading, holder)
        return
    if asked.items:
        add_item(reading, answers, asked.items, value.number, on, key)
    elif asked.measure:
        _add_measure(reading, asked.measure, value, on)
    else:
        add_total(reading, answers, asked.total or asked.panel or "", value.number, on, key)


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
