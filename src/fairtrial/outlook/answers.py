"""What an answer does to a history: it completes rows of uses, or adds a row of its own.

The same functions put in a possible answer, to see what it would settle, and an answer that somebody gave.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from fairtrial.outlook.settled import SETTLES, decided, told_in
from fairtrial.rules.mentions import ANSWERED
from fairtrial.rules.safety import ESKETAMINE, PERINATAL
from fairtrial.tables import HISTORY_TABLES, History, frame
from fairtrial.timeline.day_numbers import DAYS_PER_WEEK
from fairtrial.timeline.trials import EPISODE_START

Row = dict[str, Any]
OF_A_TRIAL = (
    "dose_mg_per_day", "weeks", "started_on", "stopped_on", "response", "stop_reason", "still_taken",
    "for_depression", *SETTLES,
)  # fmt: skip
"""Fields that complete rows of uses, or settle what they contradict each other about."""
TOPICS = {
    "bipolar": ("bipolar", "mania"), "psychosis": ("psychosis", "psychotic_depression"),
    "pregnancy": PERINATAL, "bleeding": (*ESKETAMINE, "intracranial_haemorrhage"),
}  # fmt: skip
"""What a question about a gate asks about -> the topics that its answer states."""
_BOUNDS = {
    "dose_mg_per_day": "dose_mg_per_day", "weeks": "days_reported",
    "started_on": "started_on", "stopped_on": "stopped_on",
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """One answer: ``least`` and ``most`` bound it (mg a day, weeks, days, points); a word is in ``least``.

    ``records`` are those whose rows it completes; ``about`` is the scale or what a gate asks about.
    """

    field: str
    least: Any
    most: Any = None
    records: tuple[str, ...] = ()
    about: str | None = None


@dataclass(frozen=True)
class Effect:
    """Rows of uses by their number as they become, and rows that are added, by table."""

    changed: dict[int, Row]
    added: dict[str, list[Row]]
    contradicts: bool = False


def effect(uses: list[Row], answer: Answer, person_id: str, record: str, told_on: date) -> Effect:
    """What the answer does. ``uses`` are the rows of the person; ``record`` is the answer's own record.

    A report that it completes stands a second time with that record; an order or a fill does not, since two
    last longer than one.
    """
    if answer.field not in OF_A_TRIAL:
        rows = _own_rows(answer, person_id, record, told_on)
        return Effect({}, {table: [each for name, each in rows if name == table] for table, _ in rows})
    named = {n: row for n, row in enumerate(uses) if row["record"] in answer.records}
    if answer.field in SETTLES:
        return _settled(named, answer, record)
    pairs = {n: _completed(row, answer, told_on) for n, row in named.items()}
    if not pairs:
        return Effect({}, {})
    changed = {n: row for n, (row, _) in pairs.items()}
    contradicts = any(apart for _, apart in pairs.values())
    first = next(iter(changed.values()))
    if first["kind"] != "reported" and not (contradicts and answer.field not in _BOUNDS):
        return Effect(changed, {}, contradicts)
    return Effect(changed, {"uses": [{**first, **_told(answer, first), "record": record}]}, contradicts)


def _settled(named: dict[int, Row], answer: Answer, record: str) -> Effect:
    """The answer decides; a report stands again with it, under the answer's own record."""
    changed = decided(named, answer.field, answer.least, answer.most)
    now = {**named, **changed}
    told = next((row for n, row in now.items() if row["kind"] == "reported"), None)
    if told is None:
        return Effect(changed, {})
    again = told_in(told, answer.field, answer.least, answer.most)
    return Effect(changed, {"uses": [{**again, "record": record}]})


def _completed(row: Row, answer: Answer, told_on: date) -> tuple[Row, bool]:
    """The row with the answer in it, and whether the two contradict each other; then both are allowed for."""
    if answer.field in _BOUNDS:
        return _bounded(row, answer)
    if answer.field == "still_taken":
        taken = {"status": "active", "asserted_on": told_on} if answer.least == "yes" else {"status": "ended"}
        contradicts = answer.least == "yes" and row["stopped_on_most"] is not None
        return (row if contradicts else {**row, **taken}), contradicts
    if answer.field == "for_depression":
        return {**row, "purpose": "depression" if answer.least == "yes" else "not_depression"}, False
    said = row[answer.field]
    if said in (None, "unknown"):
        return {**row, **_told(answer, row)}, False
    return row, said != answer.least


def _told(answer: Answer, row: Row) -> Row:
    """The word that was told, as a column; a reason for stopping says that it was stopped."""
    if answer.field not in ("response", "stop_reason"):
        return {}
    stopped = answer.field == "stop_reason" and row["status"] in (None, "unknown")
    return {answer.field: answer.least, **({"status": "ended"} if stopped else {})}


def _bounded(row: Row, answer: Answer) -> tuple[Row, bool]:
    """Bounds cut down to what record and answer share, or, when they share nothing, spanned over both."""
    name, factor = _BOUNDS[answer.field], DAYS_PER_WEEK if answer.field == "weeks" else None
    told = [value if factor is None else value * factor for value in (answer.least, answer.most)]
    low, high = row[f"{name}_least"], row[f"{name}_most"]
    least, most = _shared(low, told[0], max), _shared(high, told[1], min)
    apart = least > most
    if apart:
        least, most = min(low or told[0], told[0]), max(high or told[1], told[1])
    ended = {"status": "ended"} if answer.field == "stopped_on" and row["status"] in (None, "unknown") else {}
    return {**row, f"{name}_least": least, f"{name}_most": most, **ended}, apart


def _shared(one: Any, other: Any, pick: Any) -> Any:
    return other if one is None else pick(one, other)


def _own_rows(answer: Answer, person_id: str, record: str, told_on: date) -> list[tuple[str, Row]]:
    who = {"person_id": person_id, "record": record}
    if answer.field == EPISODE_START:
        row = {
            **who,
            "topic": EPISODE_START,
            "value": "as told",
            "on_least": answer.least,
            "on_most": answer.most,
        }
        return [("context", row)]
    if answer.field == "score":
        day = {"on_least": told_on, "on_most": told_on}
        return [("scores", {**who, "scale": answer.about, "total": float(answer.least), **day})]
    topics = TOPICS[str(answer.about)]
    certainty, meant = ("confirmed", topics[:1]) if answer.least == "yes" else ("refuted", topics)
    told = {"system": "text", "code": ANSWERED, "certainty": certainty, "status": "unknown"}
    return [("conditions", {**who, "topic": topic, **told}) for topic in meant]


def with_answer(history: History, answer: Answer, person_id: str, record: str, told_on: date) -> History:
    """The history with one answer in it.

    Rows that it completes keep their record; a report among them stands again with the answer's own.
    """
    uses = history.uses.to_dicts()
    done = effect(uses, answer, person_id, record, told_on)
    kept = history.uses.with_row_index("n").filter(~pl.col("n").is_in(list(done.changed))).drop("n")
    tables = {"uses": pl.concat([kept, _frame("uses", list(done.changed.values()))])}
    for table, rows in done.added.items():
        tables[table] = pl.concat([tables.get(table, getattr(history, table)), _frame(table, rows)])
    return replace(history, **tables)


def _frame(table: str, rows: list[Row]) -> pl.DataFrame:
    return frame([dict(row) for row in rows], HISTORY_TABLES[table])


def hypothetical(history: History, answers: list[Answer | None], as_of: date) -> History:
    """One person's history once for each answer, under person ids "0", "1" and so on: one review serves all.

    None leaves a copy as it is.
    """
    person = next(iter(history.uses["person_id"].to_list() + history.conditions["person_id"].to_list()), "")
    uses = history.uses.to_dicts()
    effects = [effect(uses, each, person, "as told", as_of) if each else Effect({}, {}) for each in answers]
    ids = pl.DataFrame({"copy": [str(n) for n in range(len(answers))]}, schema={"copy": pl.String()})
    tables = {
        name: _copies(getattr(history, name), ids)
        for name in ("people", "scores", "conditions", "therapies", "context")
    }
    tables["uses"] = _copies(history.uses, ids, _numbers(effects))
    rows: dict[str, list[Row]] = {}
    for n, each in enumerate(effects):
        for table, added in (("uses", list(each.changed.values())), *each.added.items()):
            rows.setdefault(table, []).extend({**row, "person_id": str(n)} for row in added)
    for table, added in rows.items():
        tables[table] = tables[table].vstack(_frame(table, added))
    return History(**tables)


def _numbers(effects: list[Effect]) -> pl.DataFrame:
    """Which row of uses gives way in which copy."""
    pairs = [(str(n), row) for n, each in enumerate(effects) for row in each.changed]
    return pl.DataFrame(pairs, schema={"copy": pl.String(), "n": pl.UInt32()}, orient="row")


def _copies(table: pl.DataFrame, ids: pl.DataFrame, without: pl.DataFrame | None = None) -> pl.DataFrame:
    if table.is_empty():
        return table
    each = table.with_row_index("n").join(ids, how="cross")
    if without is not None:
        each = each.join(without, on=["copy", "n"], how="anti")
    return each.with_columns(person_id="copy").select(table.columns)
