"""An OMOP database to history tables: with the words of every record, or for a population without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from fairtrial.facts import Facts, load
from fairtrial.records.omop.meanings import Codebook, codebook
from fairtrial.records.omop.nobody import rows_of_nobody
from fairtrial.records.omop.reading import Read
from fairtrial.records.omop.source import EVERYBODY, OmopSource, Persons
from fairtrial.records.omop.tables import READERS
from fairtrial.records.omop.typed import pull
from fairtrial.records.weekly import with_weekly_doses
from fairtrial.tables import HISTORY_TABLES, History, empty, joined


def read_omop(
    source: OmopSource,
    persons: Persons | None,
    facts: Facts,
    *,
    with_words: bool = True,
    codes: Codebook | None = None,
) -> History:
    """The history of these persons, or of everybody.

    ``with_words=False`` is for populations: only rows that say something of use are fetched, ``records``
    stays empty, a row's ``record`` is ``table:id``, and ``problems`` holds one counted line for each kind.
    ``codes`` is worked out once with :func:`codebook` when a database is read in blocks.
    Raises ReadError when a table cannot be read.
    """
    chosen = persons if persons is not None else EVERYBODY
    known = codes if codes is not None else codebook(source, facts, chosen)
    read = Read(source, chosen, facts, known, with_words)
    pieces = [reader(read) for reader in READERS]
    if with_words:
        return joined([*pieces, rows_of_nobody(source) if chosen == EVERYBODY else History()])
    return with_weekly_doses(_together(pieces), facts)


def blocks(
    source: OmopSource, persons_per_block: int, facts: Facts | None = None, *, with_words: bool = False
) -> Iterator[History]:
    """The whole database, some persons at a time; every row of a person is in one block.

    Codes are worked out once, for all blocks. Rows that name no person are counted in the first block.
    """
    facts = facts if facts is not None else load()
    codes = codebook(source, facts)
    for number, persons in enumerate(person_ranges(source, persons_per_block)):
        history = read_omop(source, persons, facts, with_words=with_words, codes=codes)
        nobody = rows_of_nobody(source).problems if number == 0 else None
        yield history if nobody is None else replace(history, problems=pl.concat([history.problems, nobody]))


def person_ids(source: OmopSource) -> pl.Series:
    """Every id of the table ``person``, once, in order."""
    return pull(source, "person", ["person_id"])["person_id"].drop_nulls().unique().sort()


def person_ranges(source: OmopSource, persons_per_block: int) -> list[Persons]:
    """Ranges of ids that hold so many persons each; the outer ends are open, so that no id is left out."""
    if persons_per_block < 1:
        raise ValueError("persons_per_block is below 1; give at least 1")
    starts = person_ids(source)[::persons_per_block].to_list()
    lasts = [start - 1 for start in starts[1:]]
    return [Persons(least, most) for least, most in zip([None, *starts[1:]], [*lasts, None], strict=True)]


def _together(pieces: list[History]) -> History:
    tables = {name: [getattr(piece, name) for piece in pieces] for name in HISTORY_TABLES}
    held = {name: [frame for frame in frames if frame.height] for name, frames in tables.items()}
    return History(
        **{
            name: pl.concat(frames, rechunk=False) if frames else empty(HISTORY_TABLES[name])
            for name, frames in held.items()
        }
    )
