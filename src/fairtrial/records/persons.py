"""Whose records these are: one person told from several, the same person under several ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from fairtrial.records.errors import ReadError
from fairtrial.records.rows import Rows
from fairtrial.tables import HISTORY_TABLES, PEOPLE, PROBLEMS, History, frame, together

WILDCARD = ""
"""The id of records that name nobody: they belong to the only person of the inputs."""
ALL_INPUTS = "(inputs)"
README = "README"
"""Kind of the record that says that everybody of a folder is invented."""

_DO = "Choose one with --person ID, or say --same-person when all are one person."


@dataclass
class _Notes:
    """Problems found while persons are told apart."""

    rows: list[dict[str, object]] = field(default_factory=list)

    def add(self, person_id: str, field_name: str, problem: str, left_out: bool) -> None:
        row = {"person_id": person_id, "file": ALL_INPUTS, "place": "persons", "field": field_name}
        self.rows.append({**row, "problem": problem, "left_out": left_out})


def of_one_person(history: History, person: str | None, same_person: bool) -> History:
    """The history of one person.

    Ids are the same person when ``same_person`` says so, or when they come from different files and the exact
    birth date and the sex agree. Raises ReadError when several persons remain and none was chosen, or when
    ``person`` is not among them; the message counts persons and names none.
    """
    notes = _Notes()
    ids = _ids(history)
    who = dict.fromkeys(ids, ids[0]) if same_person and ids else _by_birth_and_sex(history, ids)
    chosen = _chosen(who, person)
    others = len(set(who.values()) - {chosen})
    _tell(notes, chosen, who, others, same_person)
    if others and _rows_of(history, WILDCARD):
        told = "records that name no person were left out, because there are several persons"
        notes.add(chosen, "person_id", told, True)
    names = [i for i in ids if who[i] == chosen] + ([] if others else [WILDCARD])
    mine = _readme_once(_under_one_id(history, names, chosen))
    return _with(_merged_people(mine, notes), notes)


def mark_synthetic(history: History, readme: str) -> History:
    """Everybody of this history marked as invented, when a README (its name, or "") says so."""
    if not readme:
        return history
    rows = Rows()
    for person_id in [*_ids(history), *([WILDCARD] if _rows_of(history, WILDCARD) else [])]:
        record = rows.record(person_id, readme, "line", README, "synthetic: yes", "person")
        rows.add("people", person_id=person_id, synthetic=True, record=record)
    return together([history, rows.history()])


def of_many_persons(history: History) -> History:
    """Every person under the id as it stands; one row in ``people`` for each."""
    notes = _Notes()
    return _with(_merged_people(history, notes), notes)


def _ids(history: History) -> list[str]:
    tables = (getattr(history, name)["person_id"] for name in HISTORY_TABLES)
    found = pl.concat(list(tables)).drop_nulls().unique().sort().to_list()
    return [person_id for person_id in found if person_id != WILDCARD]


def _by_birth_and_sex(history: History, ids: list[str]) -> dict[str, str]:
    """Id -> the first id of the same person; files that hold two of the ids keep them apart."""
    people = history.people.filter(
        (pl.col("born_on_least") == pl.col("born_on_most")) & pl.col("sex").is_not_null()
    )
    known = (
        people.select("person_id", "born_on_least", "sex").unique().filter(pl.col("person_id") != WILDCARD)
    )
    who = {person_id: person_id for person_id in ids}
    for _, group in known.sort("person_id").group_by("born_on_least", "sex", maintain_order=True):
        alike = group["person_id"].to_list()
        if _in_different_files(history, alike):
            who.update(dict.fromkeys(alike, alike[0]))
    return who


def _in_different_files(history: History, ids: list[str]) -> bool:
    places = history.records.filter(pl.col("person_id").is_in(ids)).select("person_id", "file").unique()
    return places["file"].is_unique().all()


def _chosen(who: Mapping[str, str], person: str | None) -> str:
    if person is not None and person not in who:
        what = f"the person asked for is not among the {persons_told(len(set(who.values())))} found"
        raise ReadError("inputs", what, "Give --person an id as it stands in the records.")
    if person is not None:
        return who[person]
    found = sorted(set(who.values())) or [WILDCARD]
    if len(found) > 1:
        raise ReadError("inputs", f"they hold records of {len(found)} persons", _DO)
    return found[0]


def persons_told(count: int) -> str:
    """A number of persons in words."""
    return "1 person" if count == 1 else f"{count} persons"


def _tell(notes: _Notes, chosen: str, who: Mapping[str, str], others: int, same_person: bool) -> None:
    joined = sum(1 for one in who.values() if one == chosen)
    if joined > 1:
        why = "as asked" if same_person else "because birth date and sex agree"
        notes.add(chosen, "person_id", f"{joined} ids were read as one person, {why}", False)
    if others:
        notes.add(chosen, "person_id", f"records of {persons_told(others)} were left out, as asked", True)


def _rows_of(history: History, person_id: str) -> bool:
    return bool((history.records["person_id"] == person_id).any())


def _under_one_id(history: History, names: list[str], chosen: str) -> History:
    """The rows of these ids under one id; problems of a whole file go with them."""
    mine = pl.col("person_id").is_in(names)
    tables = {
        name: getattr(history, name)
        .filter(mine | pl.col("person_id").is_null() if name == "problems" else mine)
        .with_columns(person_id=pl.lit(chosen, pl.String))
        for name in HISTORY_TABLES
    }
    return History(**tables)


def _readme_once(history: History) -> History:
    """A README's line once: it was listed for every id of the person."""
    listed = history.records.filter(pl.col("kind") == README).sort("file", "place")
    first = dict[str, str]()
    kept = {
        record: first.setdefault(file, record) for record, file in listed.select("record", "file").iter_rows()
    }
    dropped = [record for record, one in kept.items() if record != one]
    people = history.people.with_columns(pl.col("record").replace(kept)) if dropped else history.people
    return replace(history, people=people, records=history.records.filter(~pl.col("record").is_in(dropped)))


def _merged_people(history: History, notes: _Notes) -> History:
    """One row in ``people`` for each person; where sources disagree, what is open stays open and is told."""
    people = history.people
    twice = people["person_id"].is_duplicated()
    merged = [
        _one_row(rows.rows(named=True), notes)
        for _, rows in people.filter(twice).group_by("person_id", maintain_order=True)
    ]
    return replace(history, people=pl.concat([people.filter(~twice), frame(merged, PEOPLE)]))


def _one_row(rows: list[dict[str, Any]], notes: _Notes) -> dict[str, object]:
    person_id = rows[0]["person_id"]
    sexes = sorted({row["sex"] for row in rows if row["sex"]})
    if len(sexes) > 1:
        notes.add(person_id, "sex", "sources disagree; taken as not known", False)
    marks = [row["synthetic"] for row in rows if row["synthetic"] is not None]
    least, most = _born(rows, notes)
    return {
        "person_id": person_id,
        "born_on_least": least,
        "born_on_most": most,
        "sex": sexes[0] if len(sexes) == 1 else None,
        "synthetic": any(marks) if marks else None,
        "record": min((row["record"] for row in rows if row["record"]), default=None),
    }


def _born(rows: list[dict[str, Any]], notes: _Notes) -> tuple[object, object]:
    """The narrowest interval that all sources allow; when they disagree, the widest that any does."""
    known = [row for row in rows if row["born_on_least"] and row["born_on_most"]]
    if not known:
        return None, None
    least, most = [row["born_on_least"] for row in known], [row["born_on_most"] for row in known]
    if max(least) <= min(most):
        return max(least), min(most)
    notes.add(rows[0]["person_id"], "birth_date", "sources disagree; all of them are allowed for", False)
    return min(least), max(most)


def _with(history: History, notes: _Notes) -> History:
    return replace(history, problems=pl.concat([history.problems, frame(notes.rows, PROBLEMS)]))
