"""`fairtrial records`: each record of the inputs, what became of it, and why."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fairtrial.cli import show
from fairtrial.cli.options import Inputs, Mapping, Person, SamePerson

if TYPE_CHECKING:
    from fairtrial.tables import History

WIDTH = 100
"""Characters of a line (our choice)."""
_WORDS, _WHY = "    ", "    why: "


def records(
    inputs: Inputs, person: Person = None, same_person: SamePerson = False, mapping: Mapping = None
) -> None:
    """Show what became of each record, and why.

    Lists what could not be used, too. Prints what the records say: it is for the person's own eyes.
    """
    from fairtrial.records.door import read

    history = read(*inputs, person=person, same_person=same_person, mapping=mapping)
    show.lines(*_told(history))
    show.lines(
        "", f"{_counted(history.records.height, 'record')}; {_counted(history.problems.height, 'problem')}"
    )


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _told(history: History) -> Iterator[str]:
    """File by file: its records in order of place with words and problems; then problems of the file."""
    why = _problems(history)
    listed = history.records.sort("file", "place").select(
        "record", "file", "place", "kind", "became", "words"
    )
    files = sorted({*listed["file"], *history.problems["file"].drop_nulls()})
    for number, file in enumerate(files):
        yield from ("", file) if number else (file,)
        for record, of, place, kind, became, words in listed.iter_rows():
            if of == file:
                yield from _record(place, kind, became, words, why.get(record, []))
        yield from (line for problem in why.get(file, []) for line in _folded(problem, "  why: "))


def _record(place: str, kind: str, became: str, words: str, why: list[str]) -> Iterator[str]:
    yield from _folded(f"{place} ({kind}): {became}", "  ")
    yield from _folded(words, _WORDS)
    for problem in why:
        yield from _folded(problem, _WHY)


def _problems(history: History) -> dict[str, list[str]]:
    """Record, or file where a problem is of no single record -> what is told."""
    known, found = set(history.records["record"]), dict[str, list[str]]()
    columns = ("record", "file", "place", "field", "problem", "left_out")
    for record, file, place, field, problem, left_out in (
        history.problems.sort("file", "place").select(columns).rows()
    ):
        of = record if record in known else file or ""
        at = ", ".join(part for part in (None if of == record else place, field) if part)
        out = " (left out)" if left_out and "left out" not in problem else ""
        found.setdefault(of, []).append(f"{at}: {problem}{out}" if at else f"{problem}{out}")
    return found


def _folded(text: str, before: str) -> list[str]:
    """Text in lines of at most ``WIDTH`` characters; none for no text."""
    return textwrap.wrap(
        " ".join(text.split()), WIDTH, initial_indent=before, subsequent_indent=" " * (len(before) + 2)
    )
