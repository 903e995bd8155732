"""What remains of fills once reversals, returns to stock and rows given twice are settled."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeAlias

import polars as pl

from fairtrial.records.pharmacy.fills import Fill

Key: TypeAlias = tuple[object, ...]
_MOST_NUMBER = 2**64 - 1


class Concerned:
    """Whether other rows may decide what becomes of a fill: one of its day and product, or a reversal.

    Fills that nothing concerns need not wait for the others. All fills are gone through once, and of each only
    a number is kept.
    """

    def __init__(self, fills: Iterable[Fill]) -> None:
        self._reversed: set[Key] = set()
        numbers = array("Q", self._numbers(fills))
        days = pl.Series(numbers, dtype=pl.UInt64)
        self._shared = set(days.filter(days.is_duplicated()).to_list())

    def __contains__(self, fill: Fill) -> bool:
        return fill.state == "taken_back" or _day(fill) in self._shared or _product(fill) in self._reversed

    def _numbers(self, fills: Iterable[Fill]) -> Iterator[int]:
        for fill in fills:
            if fill.drug and fill.state == "taken_back":
                self._reversed.add(_product(fill))
            elif fill.drug:
                yield _day(fill)


def _day(fill: Fill) -> int:
    """A number for product and day; fills that share it only by chance wait as well, and no harm is done."""
    return hash((*_product(fill), fill.filled_on)) & _MOST_NUMBER


def by_itself(fill: Fill) -> Fill:
    """The fill with the fate that its own row states."""
    if fill.state != "dispensed":
        fill.fate = "not_dispensed" if fill.state else "unclear"
    return fill


def settle(fills: Sequence[Fill], looks_back_days: int) -> None:
    """Set the ``fate`` of each fill. The order of rows decides nothing but which of two equal rows is named.

    A reversal takes back a fill of its own day, of the same person, product and quantity; one with a quantity
    below zero also the latest fill before, at most ``looks_back_days`` older. One of the same prescription
    number goes first. A row that is only marked as reversed, without such a fill, speaks of itself. Of fills
    that agree in everything one counts.
    """
    for fill in fills:
        by_itself(fill)
    _take_back([fill for fill in fills if fill.state == "taken_back"], fills, looks_back_days)
    _once([fill for fill in fills if fill.fate == "dispensed"])


def _in_time(fill: Fill) -> tuple[date, str, str, int]:
    """By day, then by content, so that the number of a row decides between equal rows only."""
    return fill.filled_on or date.min, fill.words, fill.rx_number, fill.number


def _product(fill: Fill) -> Key:
    return fill.person_id, fill.drug, fill.label, fill.quantity


def _take_back(reversals: list[Fill], fills: Sequence[Fill], looks_back_days: int) -> None:
    out: dict[Key, list[Fill]] = {_product(reversal): [] for reversal in reversals}
    for fill in fills:
        if out and fill.fate == "dispensed" and (group := out.get(_product(fill))) is not None:
            group.append(fill)
    for group in out.values():
        group.sort(key=_in_time)
    for reversal in sorted(reversals, key=_in_time):
        _take_one_back(reversal, out[_product(reversal)], looks_back_days)


def _take_one_back(reversal: Fill, group: list[Fill], looks_back_days: int) -> None:
    undone = [i for i, fill in enumerate(group) if _undoes(reversal, fill, looks_back_days)]
    if not undone:
        reversal.fate = "unmatched"
        return
    chosen = max(undone, key=lambda i: (group[i].rx_number == reversal.rx_number, i))
    group.pop(chosen).fate = "not_dispensed"
    reversal.fate = "reversal"


def _undoes(reversal: Fill, fill: Fill, looks_back_days: int) -> bool:
    if reversal.filled_on == fill.filled_on or None in (reversal.filled_on, fill.filled_on):
        return reversal.filled_on == fill.filled_on
    if not reversal.below_zero or reversal.filled_on is None or fill.filled_on is None:
        return False
    return 0 <= (reversal.filled_on - fill.filled_on).days <= looks_back_days


def _once(fills: list[Fill]) -> None:
    """Of fills that agree in everything, the first counts; without a day, also the words must agree."""
    fills.sort(key=_in_time)
    for _, same_day in itertools.groupby(fills, key=lambda fill: fill.filled_on):
        seen: set[Key] = set()
        for fill in same_day:
            key = _everything(fill)
            fill.fate = "twice" if key in seen else "dispensed"
            seen.add(key)


def _everything(fill: Fill) -> Key:
    words = fill.words if fill.filled_on is None else None
    return (
        *_product(fill), fill.rx_number, words, fill.days_supply, fill.dose.least, fill.dose.most, fill.stopped_on,
    )  # fmt: skip
