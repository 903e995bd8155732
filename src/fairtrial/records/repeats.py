"""The same FHIR resource in several files is one record: read twice, a fill would last twice as long."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from fairtrial.tables import HISTORY_TABLES, PROBLEMS, History, frame

_SAME = ("person_id", "place", "kind", "words", "became")
_CONTENT = [name for name in HISTORY_TABLES if name not in ("records", "problems")]


def read_once(history: History) -> History:
    """Keep one of the records that have the same type, id and content in different files, and say so.

    CSV rows have no id of their own and are never taken for repeats.
    """
    groups = _alike(history)
    content = _content(history, [record for group in groups for record in group])
    dropped = {record for group in groups for record in _repeats(group, content)}
    if not dropped:
        return history
    kept = {name: _without(getattr(history, name), dropped) for name in HISTORY_TABLES}
    return _told(replace(history, **kept), history, dropped)


def _alike(history: History) -> list[list[str]]:
    """Records that agree on person, type, id and words and stand in different files, in order of file."""
    named = history.records.filter(pl.col("place").str.contains(r"^[A-Za-z]+/\S"))
    groups = named.sort("file", "record").group_by(_SAME, maintain_order=True).agg("record", "file")
    return groups.filter(pl.col("file").list.n_unique() > 1)["record"].to_list()


def _content(history: History, records: list[str]) -> dict[str, list[str]]:
    """Record -> what was read from it, without the record's own id."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in _CONTENT if records else ():
        rows = getattr(history, name).filter(pl.col("record").is_in(records))
        for row in rows.rows(named=True):
            found[row.pop("record")].append(repr((name, row)))
    return found


def _repeats(group: list[str], content: dict[str, list[str]]) -> Iterator[str]:
    """Records whose content an earlier one of the group has too."""
    seen: list[list[str]] = []
    for record in group:
        mine = sorted(content.get(record, []))
        if mine in seen:
            yield record
        seen.append(mine)


def _without(table: pl.DataFrame, dropped: set[str]) -> pl.DataFrame:
    return table.filter(~pl.col("record").is_in(list(dropped)).fill_null(False))


def _told(kept: History, history: History, dropped: set[str]) -> History:
    files = history.records.filter(pl.col("record").is_in(list(dropped)))["file"].to_list()
    rows: list[dict[str, object]] = [
        {"file": file, "place": "file", "problem": _problem(count), "left_out": False}
        for file, count in sorted(Counter(files).items())
    ]
    return replace(kept, problems=pl.concat([kept.problems, frame(rows, PROBLEMS)]))


def _problem(count: int) -> str:
    stand = "1 resource stands" if count == 1 else f"{count} resources stand"
    return f"{stand} in another file too, with the same content; read once"
