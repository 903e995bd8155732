"""What remains of fills once reversals, returns to stock and rows given twice are settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from fairtrial.records.pharmacy.fills import Fill

Key: TypeAlias = tuple[object, ...]


@dataclass
class Settled:
    """Fills by what became of them, each in the order of rows."""

    dispensed: list[Fill] = field(default_factory=list)
    taken_back: list[Fill] = field(default_factory=list)
    not_dispensed: list[Fill] = field(default_factory=list)
    reversals: list[Fill] = field(default_factory=list)
    unmatched: list[Fill] = field(default_factory=list)
    twice: list[Fill] = field(default_factory=list)
    unclear: list[Fill] = field(default_factory=list)


def settle(fills: Iterable[Fill], looks_back_days: int) -> Settled:
    """Sort fills out. The order of rows decides nothing but which of two equal rows is named.

    A reversal takes back a fill of its own day, of the same person, product and quantity; one with a quantity
    below zero also the latest fill before, at most ``looks_back_days`` older. One of the same prescription
    number goes first. A row that is only marked as reversed, without such a fill, speaks of itself. Of fills
    that agree in everything one counts.
    """
    settled = Settled()
    out: dict[Key, list[Fill]] = {}
    back: list[Fill] = []
    for fill in sorted(fills, key=_in_time):
        if fill.state == "dispensed":
            out.setdefault(_product(fill), []).append(fill)
        elif fill.state == "taken_back":
            back.append(fill)
        else:
            (settled.not_dispensed if fill.state else settled.unclear).append(fill)
    for reversal in back:
        _take_back(reversal, out, settled, looks_back_days)
    for group in out.values():
        _once(group, settled)
    return settled


def _in_time(fill: Fill) -> tuple[date, str, str, int]:
    """By day, then by content, so that the number of a row decides between equal rows only."""
    return fill.filled_on or date.min, fill.words, fill.rx_number, fill.number


def _product(fill: Fill) -> Key:
    return fill.person_id, fill.drug, fill.label, fill.quantity


def _take_back(reversal: Fill, out: dict[Key, list[Fill]], settled: Settled, looks_back_days: int) -> None:
    group = out.get(_product(reversal), [])
    undone = [i for i, fill in enumerate(group) if _undoes(reversal, fill, looks_back_days)]
    if not undone:
        settled.unmatched.append(reversal)
        return
    chosen = max(undone, key=lambda i: (group[i].rx_number == reversal.rx_number, i))
    settled.taken_back.append(group.pop(chosen))
    settled.reversals.append(reversal)


def _undoes(reversal: Fill, fill: Fill, looks_back_days: int) -> bool:
    if reversal.filled_on == fill.filled_on or None in (reversal.filled_on, fill.filled_on):
        return reversal.filled_on == fill.filled_on
    if not reversal.below_zero or reversal.filled_on is None or fill.filled_on is None:
        return False
    return 0 <= (reversal.filled_on - fill.filled_on).days <= looks_back_days


def _once(group: list[Fill], settled: Settled) -> None:
    """Of fills that agree in everything, the first counts; without a day, also the words must agree."""
    seen: set[Key] = set()
    for fill in group:
        key = (
            fill.rx_number,
            fill.filled_on or fill.words,
            fill.days_supply,
            fill.dose.least,
            fill.dose.most,
            fill.stopped_on,
        )
        (settled.twice if key in seen else settled.dispensed).append(fill)
        seen.add(key)
