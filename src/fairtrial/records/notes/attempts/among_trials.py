"""An item of a list of past trials of which nothing else is said is a past trial, too."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from fairtrial.records.notes import ranks
from fairtrial.records.notes.models import Why
from fairtrial.records.notes.spans.note import Note
from fairtrial.records.notes.spans.reading import Reading

_MARK = re.compile(r"[ \t]*(?:[-*#>|+]+|\(?(?:\d{1,2}|[a-z])[.):])?[ \t]*(?:\[[x ]?\] ?)?")
_LEAST = 2
"""So many items told as past make a list of trials, when none is told as taken (our choice)."""


def past_like_their_list(note: Note) -> None:
    """Lines that follow each other and each open with a drug are one list; what is told with how often it is taken stays as it is."""
    for items in _lists(note):
        past = [r for r in items if r.status == "past" and r.rank >= ranks.TOLD]
        other = [r for r in items if r.status in ("current", "planned") and r.rank > ranks.PLACED]
        if len({r.place for r in past}) >= _LEAST and not other:
            for r in items:
                if r.status == "current" and r.frequency is None:
                    r.becomes("past", ranks.TOLD, Why("list.of_past_trials", "inferred", r.place, r.place))


def _lists(note: Note) -> Iterator[list[Reading]]:
    """The person's readings of lines that follow each other and each open with a drug, list by list."""
    by_line: dict[int, list[Reading]] = {}
    for r in note.readings:
        by_line.setdefault(_line(note, r.place), []).append(r)
    lines = sorted(line for line, rs in by_line.items() if any(_opens_its_line(note, r) for r in rs))
    if len(lines) <= _LEAST:
        return
    number = {line: n for n, line in enumerate(_line_starts(note.low))}
    for _, run in itertools.groupby(enumerate(lines), lambda pair: number[pair[1]] - pair[0]):
        found = [by_line[line] for _, line in run]
        if len(found) > _LEAST:
            yield [r for rs in found for r in rs if r.experiencer == "patient"]


def _line_starts(low: str) -> Iterator[int]:
    yield 0
    for found in re.finditer("\n", low):
        yield found.end()


def _line(note: Note, place: int) -> int:
    return note.low.rfind("\n", 0, place) + 1


def _opens_its_line(note: Note, r: Reading) -> bool:
    mark = _MARK.match(note.low, _line(note, r.place))
    return mark is not None and mark.end() == r.place
