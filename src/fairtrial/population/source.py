"""Where a population's records live, and the little that a run asks of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from fairtrial.tables import History

Key = dict[str, str | int | None]
"""What a source needs to find a block again; JSON values. It never stands in a file name, message or log."""


@dataclass(frozen=True)
class Extent:
    """One block of persons: its number from 0, how many persons are planned in it, and its key."""

    number: int
    persons: int
    key: Key


@dataclass(frozen=True)
class Plan:
    """The whole input in blocks, and what is known of it before any block is read.

    ``records_conditions``: the input holds diagnoses at all; without them, what a definition asks of
    diagnoses is unknown
    rather than absent. ``notices``: what is left out of the whole input, in words and counts.
    """

    extents: Sequence[Extent]
    records_conditions: bool
    notices: Sequence[str] = ()

    @property
    def persons(self) -> int:
        """Persons in all blocks."""
        return sum(extent.persons for extent in self.extents)


class Source(Protocol):
    """A population's records. All errors are ReadError with where, what and what to do, and no patient
    value."""

    @property
    def kind(self) -> str:
        """tables, csv, omop, fhir or meds."""

    @property
    def name(self) -> str:
        """What is shown of where it lives: a file name, never a connection string."""

    def fingerprint(self) -> dict[str, str]:
        """What changes when the input changes; empty when that cannot be told without reading everything."""

    def plan(self, persons_per_block: int) -> Plan:
        """Divide the persons into blocks; every row of a person lies in one block."""

    def read(self, extent: Extent) -> History:
        """The records of one block."""
