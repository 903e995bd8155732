"""The collector that every reader fills: rows, the records they came from, and problems."""

from __future__ import annotations

from hashlib import blake2b

import polars as pl

from fairtrial.tables import HISTORY_TABLES, History, schema

_ID_BYTES = 8
_BLOCK_ROWS = 512
"""So many rows wait as Python objects before they become a frame, which takes a tenth of the memory (our choice)."""


def record_id(file: str, place: str) -> str:
    """The id of a record: the same for the same file and place, whatever is read before it.

    >>> record_id("a.csv", "row 2") == record_id("a.csv", "row 2") != record_id("a.csv", "row 3")
    True
    """
    return blake2b(f"{file}\0{place}".encode("utf-8", "replace"), digest_size=_ID_BYTES).hexdigest()


class Rows:
    """Collects history rows as plain lists that become a frame block by block, so that memory stays small.

    >>> rows = Rows()
    >>> record = rows.record("p", "scores.csv", "row 2", "scores", "PHQ-9 total 18", "score")
    >>> rows.add("scores", person_id="p", scale="phq9", total=18.0, record=record)
    >>> rows.history()
    History(people 0, uses 0, scores 1, conditions 0, therapies 0, measurements 0, genotypes 0, context 0, \
records 1, problems 0)
    """

    def __init__(self) -> None:
        self._columns: dict[str, dict[str, list[object]]] = {
            name: {column: [] for column in columns} for name, columns in HISTORY_TABLES.items()
        }
        self._blocks: dict[str, list[pl.DataFrame]] = {name: [] for name in HISTORY_TABLES}
        self._taken: set[int] = set()

    def record(self, person_id: str, file: str, place: str, kind: str, words: str, became: str) -> str:
        """List one source item and return its id. A place taken in this file before gets ``(2)``, ``(3)``."""
        place = self.free_place(file, place)
        record = self.record_once(person_id, file, place, kind, words, became)
        self._taken.add(int(record, 16))
        return record

    def record_once(self, person_id: str, file: str, place: str, kind: str, words: str, became: str) -> str:
        """The same for a place that no other record of the file can have, such as the number of a row."""
        row = {"file": file, "place": place, "kind": kind, "words": words, "became": became}
        record = record_id(file, place)
        self.add("records", person_id=person_id, record=record, **row)
        return record

    def free_place(self, file: str, place: str) -> str:
        """``place``, or ``place (2)`` and so on when a record of this file already stands there."""
        free, count = place, 1
        while int(record_id(file, free), 16) in self._taken:
            count += 1
            free = f"{place} ({count})"
        return free

    def add(self, table_name: str, **columns: object) -> None:
        """Add one row to a history table; what is not named is null. KeyError for an unknown column."""
        table = self._columns[table_name]
        if not columns.keys() <= table.keys():
            raise KeyError(f"{table_name} has no column {', '.join(columns.keys() - table.keys())}")
        for name, values in table.items():
            values.append(columns.get(name))
        if len(table["person_id"]) >= _BLOCK_ROWS:
            self._close_block(table_name)

    def _close_block(self, table_name: str) -> None:
        table = self._columns[table_name]
        self._blocks[table_name].append(
            pl.DataFrame(table, schema=schema(HISTORY_TABLES[table_name]), strict=True)
        )
        for values in table.values():
            values.clear()

    def problem(
        self, person_id: str | None, record: str | None, file: str, place: str, field: str | None,
        problem: str, left_out: bool,
    ) -> None:  # fmt: skip
        """List what could not be used: what is wrong and what was done, without any patient value."""
        where = {"record": record, "file": file, "place": place, "field": field}
        self.add("problems", person_id=person_id, **where, problem=problem, left_out=left_out)

    def history(self) -> History:
        """What was collected, as history tables in the order it was read."""
        for name in HISTORY_TABLES:
            self._close_block(name)
        return History(**{name: pl.concat(blocks) for name, blocks in self._blocks.items()})
