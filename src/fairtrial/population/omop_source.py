"""An OMOP database as blocks of persons, through the OMOP reader."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

import polars as pl

from fairtrial.facts import Facts
from fairtrial.population import fingerprint
from fairtrial.population.source import Extent, Plan
from fairtrial.records.omop import (
    Codebook,
    OmopSource,
    Persons,
    codebook,
    person_ids,
    person_ranges,
    read_omop,
)
from fairtrial.records.omop.nobody import rows_of_nobody
from fairtrial.tables import History


class OmopPopulation:
    """Ranges of ``person.person_id``; ``place`` is the folder or file, None for a server."""

    kind = "omop"

    def __init__(self, database: OmopSource, place: Path | None, facts: Facts) -> None:
        self.database, self.place, self.facts = database, place, facts

    @property
    def name(self) -> str:
        """As the database shows itself: never a connection string."""
        return self.database.name

    @functools.cached_property
    def codes(self) -> Codebook:
        """Concepts and units, worked out once."""
        return codebook(self.database, self.facts)

    def fingerprint(self) -> dict[str, str]:
        """Digest of every file; empty for a server, whose blocks are compared by their rows."""
        if self.place is None:
            return {}
        files = [self.place] if self.place.is_file() else [p for p in self.place.rglob("*") if p.is_file()]
        return fingerprint.of_files(files, self.place.parent)

    def plan(self, persons_per_block: int) -> Plan:
        """Blocks as the reader ranges them."""
        count = person_ids(self.database).len()
        extents = [
            Extent(
                number,
                min(persons_per_block, count - number * persons_per_block),
                {"least": r.least, "most": r.most},
            )
            for number, r in enumerate(person_ranges(self.database, persons_per_block))
        ]
        return Plan(extents, "condition_occurrence" in self.database.tables())

    def read(self, extent: Extent) -> History:
        """The block's history; rows that name no person are told in the first block."""
        persons = Persons(_whole(extent.key["least"]), _whole(extent.key["most"]))
        history = read_omop(self.database, persons, self.facts, with_words=False, codes=self.codes)
        if extent.number:
            return history
        return replace(
            history, problems=pl.concat([history.problems, rows_of_nobody(self.database).problems])
        )


def _whole(value: str | int | None) -> int | None:
    return None if value is None else int(value)
