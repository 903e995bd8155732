"""Labs, blood pressure and ECG values in a note: "TSH 6.2", "BP 142/90", "QTc was 462 ms on 3/4"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from fairtrial.facts import Facts
from fairtrial.records.notes.models import Finding, Why
from fairtrial.records.notes.spans.times import find_times
from fairtrial.records.notes.stated.said_before import said_before
from fairtrial.records.notes.words.lexicon import notes_yaml
from fairtrial.records.notes.words.trie import trie_pattern

TOPIC = "measure"
_PRESSURE = ("systolic_blood_pressure", "diastolic_blood_pressure")
_A_DOSE = r" ?(?:mg|mcg|ug|g|units?|iu|tabs?|tablets?|caps?|capsules?|daily|weekly|monthly|bid|injections?|shots?)\b(?!/)"
_NUMBER = (
    rf"(\d{{1,4}}(?:,\d{{3}}|\.\d{{1,3}})?)(?:/(\d{{2,3}}))?(?![\d/]|\.\d| ?- ?\d| ?(?:to|x) ?\d|{_A_DOSE})"
)
""" "Vitamin B12 1000 mcg" and "levothyroxine sodium 112 mcg" are doses; "0.6-1.0" is a range."""
_NEAR = 25
"""Characters before a name in which a goal or a bound may be told (our choice)."""


class _Words(NamedTuple):
    """``value``: name, number, perhaps a second one, perhaps a unit; ``measure_of`` and ``unit_of`` by word.

    ``bound`` before a number, or ``goal`` after it ("TSH 2.5 goal"), makes it no value.
    """

    value: re.Pattern[str]
    bound: re.Pattern[str]
    goal: re.Pattern[str]
    measure_of: dict[str, str]
    unit_of: dict[str, str]


def measures(text: str, low: str, note_id: str, facts: Facts) -> Iterator[Finding]:
    """Values with the unit as written, or the usual one where none is; goals, bounds and ranges are none.

    The finding's ``value`` holds measure, number, unit and, where one is told, the day as written, parted by tabs.
    """
    words = _words(facts)
    for m in words.value.finditer(low):
        if words.bound.search(said_before(low, m.start(), m.start(2), _NEAR)) or words.goal.match(
            low, m.end()
        ):
            continue
        day = _day(text, low, m.end())
        for measure, number, unit in _told(m, words, facts):
            why = Why(f"measure.{measure}", "explicit", m.start(), m.end())
            value = "\t".join([measure, number, unit, day])
            yield Finding(
                note_id, TOPIC, text[m.start() : m.end()], m.start(), m.end(), False, "patient", value, why
            )


def _told(m: re.Match[str], words: _Words, facts: Facts) -> Iterator[tuple[str, str, str]]:
    """measure, number, unit of a match; none where the number can not be a value of the measure."""
    name, first, second, unit = m.groups()
    measure = words.measure_of[name]
    pairs = list(zip(_PRESSURE, (first, second), strict=True)) if measure in _PRESSURE else [(measure, first)]
    if (second is not None) != (measure in _PRESSURE):
        return
    for each, number in pairs:
        fact = facts.measures[each]
        written, plain = words.unit_of.get(unit or ""), number.replace(",", "")
        usual = written in (None, fact.unit)
        if usual and fact.plausible and not fact.plausible[0] <= float(plain) <= fact.plausible[1]:
            continue
        yield each, plain, written or str(fact.unit)


def _day(text: str, low: str, after: int) -> str:
    """The day that follows a value within its clause, as written, or nothing."""
    clause = re.split(r"[.;,]\s|\n|\)", low[after : after + 40])[0]
    told = find_times(text, low, after, after + len(clause))
    return told.started[0] if told.started else ""


@functools.lru_cache(maxsize=4)
def _words(facts: Facts) -> _Words:
    data: Any = notes_yaml(facts, "measures")
    measure_of = {word: name for name, fact in facts.measures.items() for word in fact.written}
    unit_of = {word: unit for unit, written in data["units"].items() for word in written}
    units = "|".join(re.escape(word) for word in sorted(unit_of, key=len, reverse=True))
    value = rf"(?<![a-z0-9])({trie_pattern(measure_of)})(?![a-z0-9]){data['gap']} ?{_NUMBER}(?: ?({units})(?![a-z]))?"
    before, after = "|".join(data["no_value_before"]), "|".join(data["no_value_after"])
    bound, goal = re.compile(rf"\b(?:{before})\b|[<>]"), re.compile(rf" (?:{after})\s*(?:[.;,)\n]|$)")
    return _Words(re.compile(value), bound, goal, measure_of, unit_of)
