"""What every reason looks at: the findings, the facts, the table of reasons and the trials by number."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import polars as pl

from fairtrial.facts import Facts
from fairtrial.findings import Findings
from fairtrial.outlook.findings_of_reasons import Group, grouped
from fairtrial.outlook.provenance import records_of_courses
from fairtrial.outlook.trial_phrases import trial_phrase


class Sight:
    """One person's findings with the reasons already decided."""

    def __init__(self, found: Findings, facts: Facts, table: pl.DataFrame) -> None:
        """``found`` holds one person; ``table`` is that of :func:`fairtrial.rules.reasons.reasons`."""
        self.found, self.facts = found, facts
        self._rows: dict[str, list[dict[str, Any]]] = {}
        for row in table.iter_rows(named=True):
            self._rows.setdefault(row["rule"], []).append(row)
        self.trials: Mapping[int, Mapping[str, Any]] = {row["trial"]: row for row in found.trials.to_dicts()}

    def groups(self, rule: str, merged: Mapping[str, str] | None = None) -> list[Group]:
        """Rows of one rule by topic and strength."""
        return grouped(self._rows.get(rule, []), merged)

    def phrases(self, topic: str, trials: list[int]) -> str:
        """The trials in words, with the numbers that the topic is about."""
        return "; ".join(trial_phrase(topic, self.trials[number]) for number in sorted(trials))

    def records_of(self, trials: list[int]) -> tuple[str, ...]:
        """Ids of the records from which trials were built, in order."""
        courses = [self.trials[number]["course"] for number in sorted(trials)]
        return tuple(dict.fromkeys(record for course in courses for record in self._records.get(course, ())))

    @functools.cached_property
    def _records(self) -> dict[object, tuple[str, ...]]:
        return records_of_courses(self.found)
