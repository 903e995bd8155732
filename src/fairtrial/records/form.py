"""Answers that `fairtrial ask` wrote: each completes the records it was asked about, as its own record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import orjson
import polars as pl

from fairtrial.facts import Facts
from fairtrial.outlook.answers import OF_A_TRIAL, TOPICS, Answer, effect, with_answer
from fairtrial.records.csv.cells import Amount, Cell, CellError, Days, Words
from fairtrial.records.errors import ReadError
from fairtrial.records.persons import WILDCARD
from fairtrial.records.rows import Rows
from fairtrial.tables import HISTORY_TABLES, RESPONSES, STOP_REASONS, History, joined

SCHEMA = "fairtrial.answers/1"
KIND = "answer"
TOLD_BY = ("person", "family", "clinician")
_START = re.compile(rb'"schema"\s*:\s*"fairtrial\.answers/')
_YES_NO = {"y": "yes", "true": "yes", "n": "no", "false": "no"}
_CELLS: Mapping[str, Cell[Any]] = {
    "dose_mg_per_day": Amount("mg a day above 0: a number such as 150, or a range 75-150", above_zero=True),
    "weeks": Amount("weeks: a number such as 6, or a range such as 6-8"),
    "started_on": Days(), "stopped_on": Days(), "episode_start": Days(),
    "response": Words(RESPONSES), "stop_reason": Words(STOP_REASONS),
    "still_taken": Words(("yes", "no"), _YES_NO), "for_depression": Words(("yes", "no"), _YES_NO),
    "topic": Words(("yes", "no"), _YES_NO),
    "score": Amount("the total score", ranges=False),
    "settled_dose": Amount("mg a day above 0: a number such as 150, or a range 75-150", above_zero=True),
    "settled_start": Days(), "settled_stop": Days(), "settled_response": Words(RESPONSES),
    "settled_stop_reason": Words(STOP_REASONS),
}  # fmt: skip
_BECAME = {"episode_start": "context", "score": "score", "topic": "condition"}


@dataclass(frozen=True)
class Given:
    """One answer as it was given: in words, by whom and on which day."""

    field: str
    answer: str
    told_by: str
    told_on: date
    question: str = ""
    about: str | None = None
    records: tuple[str, ...] = ()

    def parsed(self) -> Answer:
        """The answer as bounds. Raises CellError that says what is taken, without the value."""
        return value_of(self.field, self.answer, self.records, self.about)


def value_of(field: str, text: str, records: tuple[str, ...] = (), about: str | None = None) -> Answer:
    """What somebody answered, as bounds or a word. Raises CellError that says what is taken.

    >>> value_of("weeks", "6-8")
    Answer(field='weeks', least=6.0, most=8.0, records=(), about=None)
    """
    found = _CELLS[field].read(text.strip())
    least, most = found if isinstance(found, tuple) else (found, None)
    return Answer(field, least, most, records, about)


def looks_like_answers(head: bytes) -> bool:
    """Whether the beginning of a JSON file is that of answers.

    >>> looks_like_answers(b'{"schema": "fairtrial.answers/1"'), looks_like_answers(b'{"resourceType": 1')
    (True, False)
    """
    return bool(_START.search(head))


def parse_answers(name: str, data: bytes, facts: Facts) -> list[Given]:
    """The answers of a file. Raises ReadError that names the place; no value from it is shown."""
    try:
        found = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        raise ReadError(name, "it is not whole JSON", "Run `fairtrial ask` again.") from None
    entries = found.get("answers") if isinstance(found, dict) else None
    if not isinstance(entries, list):
        raise ReadError(name, "it holds no list of answers", "Run `fairtrial ask` again.")
    return [_given(f"{name}, answer {n}", entry, facts) for n, entry in enumerate(entries, start=1)]


def _given(where: str, entry: Any, facts: Facts) -> Given:
    do = "Correct it, or delete this answer and run `fairtrial ask` again."
    if not isinstance(entry, dict) or str(entry.get("field")) not in _CELLS:
        raise ReadError(where, f"'field' is not one of {', '.join(_CELLS)}", do)
    try:
        given = _made(entry)
        given.parsed()
    except (KeyError, TypeError, ValueError) as error:
        what = str(error) if isinstance(error, CellError) else "it lacks answer, told_by or told_on (a day)"
        raise ReadError(where, f"it cannot be used: wanted {what}", do) from None
    _has_subject(where, given, facts)
    return given


def _made(entry: dict[str, Any]) -> Given:
    if entry["told_by"] not in TOLD_BY or not isinstance(entry["answer"], str):
        raise TypeError
    return Given(
        entry["field"], entry["answer"], entry["told_by"], date.fromisoformat(entry["told_on"]),
        str(entry.get("question") or ""), _word(entry.get("about")),
        tuple(map(str, entry.get("records") or ())),
    )  # fmt: skip


def _word(value: Any) -> str | None:
    """What a question is about, or null. Raises TypeError when it is no text."""
    if value is not None and not isinstance(value, str):
        raise TypeError
    return value


def _has_subject(where: str, given: Given, facts: Facts) -> None:
    subjects: dict[str, list[str]] = {"score": list(facts.scales), "topic": list(TOPICS)}
    known = subjects.get(given.field)
    if known is not None and given.about not in known:
        raise ReadError(
            where, f"'about' is not one of {', '.join(known)}", "Correct it or delete this answer."
        )
    try:
        in_range(given, facts)
    except CellError as error:
        raise ReadError(
            where, f"it cannot be used: wanted {error}", "Correct it or delete this answer."
        ) from None


def in_range(given: Given, facts: Facts) -> None:
    """Raise CellError when the answer is not what the question takes, or is no total of its scale."""
    answer = given.parsed()
    scale = facts.scales.get(given.about or "") if given.field == "score" else None
    if scale is not None and not scale.least <= answer.least <= scale.most:
        raise CellError(f"a total from {scale.least:g} to {scale.most:g}")


def answers_file(answers: list[Given]) -> bytes:
    """The file that holds these answers."""
    entries = [
        {
            "field": a.field, "about": a.about, "records": list(a.records), "question": a.question,
            "answer": a.answer, "told_by": a.told_by, "told_on": a.told_on.isoformat(),
        }
        for a in answers
    ]  # fmt: skip
    return orjson.dumps(
        {"schema": SCHEMA, "answers": entries}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    )


def with_answers(history: History, name: str, answers: list[Given]) -> History:
    """The history with every answer in it; those that complete no record are listed as not understood.

    What completes a record completes the earlier answers about it too: they stand for the same treatment.
    """
    rows, stands_again = Rows(), dict[str, list[str]]()
    for number, given in enumerate(answers, start=1):
        again = [record for each in given.records for record in stands_again.get(each, ())]
        whole = replace(given, records=tuple(dict.fromkeys([*given.records, *again])))
        history, record = _with_one(history, name, f"answer {number}", whole, rows)
        for each in given.records:
            stands_again.setdefault(each, []).append(record)
    return joined([history, rows.history()])


def _with_one(history: History, name: str, place: str, given: Given, rows: Rows) -> tuple[History, str]:
    """The history with one answer in it, and the answer's own record."""
    answer, person = given.parsed(), _only_person(history)
    if given.field in OF_A_TRIAL:
        mine = history.uses.filter(pl.col("record").is_in(list(given.records)))
        if mine.is_empty():
            return _no_record(history, name, place, given, rows)
        person = mine["person_id"].item(0)
    record = rows.record(person, name, place, KIND, _words(given), _BECAME.get(given.field, "use"))
    if (
        given.field in OF_A_TRIAL
        and effect(history.uses.to_dicts(), answer, person, record, given.told_on).contradicts
    ):
        told = "the answer and the record it completes contradict each other; both are allowed for"
        rows.problem(person, record, name, place, given.field, told, False)
    return with_answer(history, answer, person, record, given.told_on), record


def _only_person(history: History) -> str:
    """The one person of the history; where ids are still to be told apart, the answer names nobody."""
    ids = {
        each for name in HISTORY_TABLES for each in getattr(history, name)["person_id"].drop_nulls().unique()
    }
    named = ids - {WILDCARD}
    return named.pop() if len(named) == 1 else WILDCARD


def _no_record(history: History, name: str, place: str, given: Given, rows: Rows) -> tuple[History, str]:
    record = rows.record(WILDCARD, name, place, KIND, _words(given), "not understood")
    told = "it completes no record of these inputs; give the records it was asked about as well"
    rows.problem(WILDCARD, record, name, place, given.field, told, True)
    return history, record


def _words(given: Given) -> str:
    told = f"(told by the {given.told_by} on {given.told_on.isoformat()})"
    return f"{given.question} {given.answer} {told}".strip()
