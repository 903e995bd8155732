"""One person as the criteria of policies see them, and what is decided about a criterion."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from fairtrial.facts import Facts
from fairtrial.facts.policies import AnyCriterion
from fairtrial.findings import Findings
from fairtrial.outlook.recorded import Recorded
from fairtrial.outlook.things import Thing
from fairtrial.rules.policies import OverTrials
from fairtrial.timeline.day_numbers import day_number
from fairtrial.timeline.intervals import days

Row = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """What was decided: ``met`` yes, no or null; ``told`` says what it rests on or what is missing."""

    met: bool | None
    told: str
    trials: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    parts: tuple[Decided, ...] = ()


@dataclass(frozen=True)
class Decided:
    """A criterion with the answer to it."""

    criterion: AnyCriterion
    rule: str
    shown: Shown


@dataclass(frozen=True)
class OfTrials:
    """How a criterion over trials came out: trials that count, that may, and the numbers reached."""

    met: bool | None
    counted: tuple[str, ...]
    possible: tuple[str, ...]
    told: str


@dataclass(frozen=True)
class Case:
    """One person as the criteria see them."""

    found: Findings
    facts: Facts
    of_trials: Callable[[OverTrials], OfTrials]
    trial_records: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @functools.cached_property
    def recorded(self) -> Recorded:
        """What the records say of circumstances."""
        return Recorded(self.found, self.facts)

    @functools.cached_property
    def therapies(self) -> list[Row]:
        """Treatments other than medicines, with their bounds as whole days."""
        frame = self.found.history.therapies
        bounds = [f"{name}_{side}" for name in ("started_on", "stopped_on") for side in ("least", "most")]
        return frame.with_columns(days(bound).alias(bound) for bound in bounds).to_dicts()

    @functools.cached_property
    def totals(self) -> list[Row]:
        """Total scores with a day, in order of day."""
        rows = [row for row in self.found.history.scores.to_dicts() if row["item"] is None]
        whole = [row for row in rows if row["total"] is not None and row["on_least"] is not None]
        return sorted(whole, key=lambda row: (row["on_least"], row["total"], row["record"] or ""))

    @functools.cached_property
    def words(self) -> dict[str, str]:
        """Record id -> its words, lower case."""
        rows = self.found.history.records.select("record", "words").rows()
        return {record: (words or "").lower() for record, words in rows}

    @property
    def today(self) -> int:
        """The day of the review as whole days."""
        return day_number(self.found.as_of)

    def episode(self, side: str) -> int | None:
        """First day of the current episode, at least or at most."""
        rows = self.found.episodes[f"episode_start_{side}"].to_list()
        return rows[0] if rows else None


def any_of(answers: list[bool | None]) -> bool | None:
    """Kleene's or."""
    return True if True in answers else None if None in answers else False


def all_of(answers: list[bool | None]) -> bool | None:
    """Kleene's and.

    >>> all_of([True, None]), all_of([None, False]), all_of([])
    (None, False, True)
    """
    return False if False in answers else None if None in answers else True


def records_of_rows(rows: Iterable[Row]) -> tuple[str, ...]:
    """The records of rows, once each."""
    return tuple(dict.fromkeys(row["record"] for row in rows if row["record"]))


def records_of_things(things: Iterable[Thing]) -> tuple[str, ...]:
    """The records of things, once each."""
    return tuple(dict.fromkeys(record for thing in things for record in thing.records))


def joined(many: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """All of them, once each."""
    return tuple(dict.fromkeys(each for some in many for each in some))
