"""`fairtrial ask`: the questions that would change most, one after the other; answers become records."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from fairtrial.cli import show
from fairtrial.cli.errors import Refusal
from fairtrial.cli.naming import file_named
from fairtrial.cli.options import AsOf, Inputs, Mapping, Person, SamePerson
from fairtrial.cli.output import write_whole

if TYPE_CHECKING:
    from fairtrial.facts import Facts
    from fairtrial.outlook.questions import Question
    from fairtrial.records.form import Given
    from fairtrial.tables import History

_STOP = ("q", "quit", "stop")
_SKIP = ("", "s", "skip")
_ENDING = ".json"


def ask(
    inputs: Inputs,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            parser=file_named,
            help="The file of answers; beside the input if not given.",
        ),
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="How many questions at most.")] = 7,
    told_by: Annotated[
        Literal["person", "family", "clinician"], typer.Option("--told-by", help="Who answers.")
    ] = "person",
    as_of: AsOf = None,
    person: Person = None,
    same_person: SamePerson = False,
    mapping: Mapping = None,
) -> None:
    """Ask the few questions whose answers would change most.

    Each answer is kept with who told it and when, in a file that the next `fairtrial review` reads.
    Enter skips a question, q stops. No names are asked for.
    """
    from fairtrial.facts import load
    from fairtrial.records.door import read

    facts, today = load(), (as_of or datetime.now().astimezone()).date()
    path = output or _beside(inputs[0])
    _may_write(path)
    kept = _kept(path, facts)
    given = [*inputs, *([path] if kept and not _holds(inputs, path) else [])]
    history = read(*given, person=person, same_person=same_person, mapping=mapping, facts=facts)
    show.lines(*_before())
    told = _interview(history, today, told_by, most, facts, lambda new: _write(path, [*kept, *new]))
    show.lines(_summary(len(told), path, inputs))


def _before() -> list[str]:
    """What stands above the first question, whoever answers."""
    from fairtrial.report.words import words

    crisis = words()["crisis"]
    danger = f"Thoughts of death or of harming yourself? {crisis['line']}. {crisis['sentence']}"
    return [danger, "Do not stop a medicine suddenly; talk to your prescriber."]


def _interview(
    history: History, today: date, told_by: str, most: int, facts: Facts, keep: Callable[[list[Given]], None]
) -> list[Given]:
    """Ask the weightiest question, put the answer in, and look again which is the weightiest now."""
    told: list[Given] = []
    passed: set[str] = set()
    for number in range(1, most + 1):
        question = _next(history, told, passed, today, facts)
        if question is None:
            break
        passed.add(question.text)
        show.lines("", f"{number}. {question.text}", f"   {question.effect}")
        answer = _answered(question, told_by, today, facts)
        if answer == "stop":
            break
        if answer is not None and not isinstance(answer, str):
            told.append(answer)
            keep(told)
    return told


def _next(
    history: History, told: list[Given], passed: set[str], today: date, facts: Facts
) -> Question | None:
    from fairtrial.findings import examine
    from fairtrial.outlook.questions import questions
    from fairtrial.records.form import with_answers

    found = examine(with_answers(history, "answers", told), today, facts)
    every = questions(found, facts, most=len(passed) + 1 + sum(1 for _ in told))
    return next((question for question in every if question.text not in passed), None)


def _answered(question: Question, told_by: str, today: date, facts: Facts) -> Given | str | None:
    """The answer, "stop", or None when it is skipped. What cannot be used is asked for again."""
    from fairtrial.outlook.words import sentences
    from fairtrial.records.csv.cells import CellError

    takes = sentences("questions")["takes"][question.unknown.field]
    while True:
        text = _reply(f"   {takes} (Enter skips, q stops): ")
        if text is None or text.lower() in _STOP:
            return "stop"
        if text.lower() in _SKIP:
            return None
        try:
            return _given(question, text, told_by, today, facts)
        except (CellError, ValueError) as error:
            show.lines(f"   That cannot be used: wanted {error}.")


def _given(question: Question, text: str, told_by: str, today: date, facts: Facts) -> Given:
    from fairtrial.records.form import Given, in_range

    asked = question.unknown
    records = asked.answers[0][1].records
    given = Given(asked.field, text, told_by, today, question.text, asked.about, records)
    in_range(given, facts)
    return given


def _reply(prompt: str) -> str | None:
    """A line from the terminal or from what is piped in; None at its end."""
    if sys.stdin.isatty():
        from rich.prompt import Prompt

        try:
            return Prompt.ask(prompt.rstrip(": "), default="", show_default=False).strip()
        except EOFError:
            return None
    typer.echo(prompt, nl=False)
    line = sys.stdin.readline()
    typer.echo("")
    return line.strip() if line else None


def _beside(path: Path) -> Path:
    """answers.json in the folder, or beside the file under its name."""
    return path / f"answers{_ENDING}" if path.is_dir() else path.with_name(f"{path.stem}.answers{_ENDING}")


def _holds(inputs: list[Path], path: Path) -> bool:
    resolved = path.resolve()
    return any(resolved == given.resolve() or given.resolve() in resolved.parents for given in inputs)


def _may_write(path: Path) -> None:
    """Raise Refusal when the answers would end up where they cannot, or over something else."""
    if path.suffix.lower() != _ENDING:
        raise Refusal(f"answers are written as {_ENDING}. Name a file with that ending.")
    if path.is_dir() or not path.parent.is_dir():
        raise Refusal(f"{path} is a folder or lies in none. Name a file in a folder that is there.")
    if path.exists() and not _is_ours(path):
        raise Refusal(f"{path} is there and holds no answers; it would be lost. Name another file.")


def _is_ours(path: Path) -> bool:
    from fairtrial.records.form import looks_like_answers
    from fairtrial.records.regular import bytes_of

    return looks_like_answers(bytes_of(path, path.name))


def _kept(path: Path, facts: Facts) -> list[Given]:
    """Answers that were given before."""
    from fairtrial.records.form import parse_answers
    from fairtrial.records.regular import bytes_of

    return parse_answers(path.name, bytes_of(path, path.name), facts) if path.exists() else []


def _write(path: Path, answers: list[Given]) -> None:
    from fairtrial.records.form import answers_file

    write_whole(path, answers_file(answers))


def _summary(count: int, path: Path, inputs: list[Path]) -> str:
    if not count:
        return "Nothing was answered; nothing was written."
    which = "" if _holds(inputs, path) else f" {path}"
    return f"Written: {path} ({count} answered). Next: fairtrial review {' '.join(map(str, inputs))}{which}"
