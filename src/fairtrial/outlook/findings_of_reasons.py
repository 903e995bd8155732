"""Rows of the table of reasons that say the same of several trials or records become one finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fairtrial.facts.models import Sourced

Row = Mapping[str, Any]
ORDER = ("recorded", "suggested", "cannot_tell", "ruled_out")


@dataclass(frozen=True)
class Cited:
    """A sentence with the fact it was read from."""

    sentence: str
    fact: Sourced


@dataclass(frozen=True)
class Finding:
    """One possible contributor: its name, how sure the record is, a sentence, and what it rests on.

    ``trials``: numbers of trials. ``evidence``: what is known about it in general. ``check``: what to look
    at.
    """

    topic: str
    name: str
    strength: str
    sentence: str
    trials: tuple[int, ...] = ()
    records: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    evidence: tuple[Cited, ...] = ()


@dataclass
class Group:
    """Rows of one topic and strength."""

    topic: str
    strength: str
    trials: list[int] = field(default_factory=list)
    by: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)


def grouped(rows: Iterable[Row], merged: Mapping[str, str] | None = None) -> list[Group]:
    """Rows of one rule by topic and strength, the surest first; ``merged`` names a topic for a whole
    strength."""
    found: dict[tuple[str, str], Group] = {}
    for row in rows:
        name = (merged or {}).get(row["strength"], row["topic"])
        group = found.setdefault((name, row["strength"]), Group(name, row["strength"]))
        _once(row["trial"], group.trials)
        _once(row["by"], group.by)
        _once(row["record"], group.records)
    return sorted(found.values(), key=lambda g: ORDER.index(g.strength))


def _once(value: Any, values: list[Any]) -> None:
    if value is not None and value not in values:
        values.append(value)
