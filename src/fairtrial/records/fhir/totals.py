"""Answers to items brought together: which scale they are of, and whether they add up to the stated total."""

from __future__ import annotations

from dataclasses import dataclass, field

from fairtrial.facts.models import Scale
from fairtrial.records.days import Days
from fairtrial.records.fhir.reading import Reading
from fairtrial.records.scale_codes import Item

_COMPUTED = "score (total computed from its items, none is stated)"


@dataclass(frozen=True)
class Answer:
    """One answered item; it may be an item of several scales (PHQ-2 and PHQ-9 share two)."""

    reading: Reading
    items: list[Item]
    value: float
    on: Days


@dataclass
class Sitting:
    """Answers given at one time: those of one form, or single observations of one moment."""

    answers: list[Answer] = field(default_factory=list)
    stated: list[tuple[str, float, Reading]] = field(default_factory=list)
    forms: list[tuple[str, Reading]] = field(default_factory=list)


class Answers:
    """Every answer and stated total of a file, by person and sitting."""

    def __init__(self) -> None:
        self._sittings: dict[tuple[str, str], Sitting] = {}

    def sitting(self, reading: Reading, key: str) -> Sitting:
        """The sitting of a person under a key (the form's place, or the moment)."""
        return self._sittings.setdefault((reading.person_id, key), Sitting())

    def finish(self) -> None:
        """Add the item rows, and totals where every item is there and no total is stated."""
        for sitting in self._sittings.values():
            left = sitting.answers
            while left:
                scale = _best_scale(left, sitting)
                own = [(answer, _number_in(scale, answer)) for answer in left]
                taken = [(answer, number) for answer, number in own if number is not None]
                _add_items(scale, taken)
                _add_total(scale, taken, sitting)
                left = [answer for answer, number in own if number is None]


def _number_in(scale: str, answer: Answer) -> int | None:
    return next((number for name, number in answer.items if name == scale), None)


def _best_scale(answers: list[Answer], sitting: Sitting) -> str:
    """The scale that the form names, or else the one with most of these items; a whole one goes before."""
    scales = sorted({name for answer in answers for name, _ in answer.items})
    named = {name for name, _ in sitting.forms} | {name for name, _, _ in sitting.stated}
    facts = answers[0].reading.facts.scales

    def rank(scale: str) -> tuple[bool, int, bool, int]:
        items = {_number_in(scale, answer) for answer in answers} - {None}
        whole = len(items) == len(facts[scale].items)
        return scale not in named, -len(items), not whole, facts[scale].preference

    return min(scales, key=rank)


def _add_items(scale: str, taken: list[tuple[Answer, int]]) -> None:
    for answer, number in taken:
        on = answer.on
        answer.reading.add(
            "scores", scale=scale, item=number, on_least=on[0], on_most=on[1], total=answer.value
        )
        _tell_of_item(answer, scale, number)


def _tell_of_item(answer: Answer, scale: str, number: int) -> None:
    reading = answer.reading
    if reading.became != _COMPUTED:
        reading.became = "score"
    if reading.entry.kind == "Observation" and not reading.fields.has("component"):
        reading.words = f"{scale} item {number}: {answer.value:g}"


def _add_total(scale: str, taken: list[tuple[Answer, int]], sitting: Sitting) -> None:
    """The sum of the items, compared with the stated total or standing in for it."""
    reading = taken[0][0].reading
    values = {number: answer.value for answer, number in taken}
    if len(values) != len(taken) or not _complete(reading.facts.scales[scale], values):
        return
    total = sum(values.values())
    stated = [(said, by) for name, said, by in sitting.stated if name == scale]
    for said, by in stated:
        if said != total:
            by.problem("total", "the stated total is not the sum of its items; the stated total was kept")
    if not stated:
        holder = next((form for name, form in sitting.forms if name == scale), reading)
        on = taken[0][0].on
        holder.add("scores", scale=scale, on_least=on[0], on_most=on[1], total=total)
        holder.became = _COMPUTED


def _complete(scale: Scale, values: dict[int, float]) -> bool:
    """Whether all items are there and their plain sum is the total (for the QIDS it is not)."""
    numbers = {item.number for item in scale.items}
    summed = scale.item_most is not None and scale.most == scale.item_most * len(numbers)
    return bool(numbers) and summed and set(values) == numbers
