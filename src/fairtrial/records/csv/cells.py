"""What a CSV cell may hold. Each kind of cell says what it takes; a refusal never repeats the value."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

from fairtrial.records.days import day_interval

Value_co = TypeVar("Value_co", covariant=True)

_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}", re.ASCII)
_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?"
_RANGE = re.compile(rf"({_NUMBER})(?:\s*(?:-|–|to)\s*({_NUMBER}))?", re.ASCII)
_LONGEST_NUMBER = 30


class CellError(ValueError):
    """A cell does not hold what its column takes; the message says what it takes, never what stands there."""


class Cell(Protocol[Value_co]):
    """One kind of cell: ``takes`` in plain words, ``read`` from stripped text that is not empty."""

    @property
    def takes(self) -> str:
        """What may stand in the cell, in plain words."""

    def read(self, text: str) -> Value_co:
        """The value. Raises CellError."""


@dataclass(frozen=True)
class FreeText:
    """Any words."""

    takes: str = "any text"

    def read(self, text: str) -> str:
        """The text itself, runs of white space made one blank."""
        return " ".join(text.split())


@dataclass(frozen=True)
class Days:
    """A calendar day, month or year, read as its first and last possible day."""

    takes: str = "a date: 2019, 2019-03 or 2019-03-14"

    def read(self, text: str) -> tuple[date, date]:
        """First and last day (both included).

        >>> Days().read("2019-02")
        (datetime.date(2019, 2, 1), datetime.date(2019, 2, 28))
        """
        if not _DAY.fullmatch(text):
            raise CellError(self.takes)
        try:
            return day_interval(text)
        except ValueError as error:
            raise CellError(f"{self.takes} ({error})") from None


@dataclass(frozen=True)
class Amount:
    """A number, or a range where ``ranges`` is set, from ``least`` to ``most`` (both included)."""

    what: str
    least: float = 0.0
    most: float = math.inf
    ranges: bool = True
    whole: bool = False
    above_zero: bool = False

    @property
    def takes(self) -> str:
        """What may stand in the cell, in plain words."""
        return self.what

    def read(self, text: str) -> tuple[float, float]:
        """Least and most; equal for a single number.

        >>> Amount("weeks").read("6-8")
        (6.0, 8.0)
        """
        match = _RANGE.fullmatch(text) if len(text) <= _LONGEST_NUMBER else None
        if match is None or (match[2] and not self.ranges):
            raise CellError(self.takes)
        least, most = float(match[1]), float(match[2] or match[1])
        if not self._fits(least, most):
            raise CellError(self.takes)
        return least, most

    def _fits(self, least: float, most: float) -> bool:
        in_order = self.least <= least <= most <= self.most
        whole = not self.whole or (least.is_integer() and most.is_integer())
        return in_order and whole and (not self.above_zero or least > 0)


@dataclass(frozen=True)
class Words:
    """One word of a fixed list; ``also`` maps other spellings to a word of the list."""

    allowed: tuple[str, ...]
    also: Mapping[str, str] = field(default_factory=dict)

    @property
    def takes(self) -> str:
        """What may stand in the cell, in plain words."""
        return "one of " + ", ".join(self.allowed)

    def read(self, text: str) -> str:
        """The word of the list.

        >>> Words(("side_effect",)).read("Side effect")
        'side_effect'
        """
        word = plain(text)
        if word in self.allowed:
            return word
        if word in self.also:
            return self.also[word]
        raise CellError(self.takes)


def plain(text: str) -> str:
    """Lower case, words joined by one underscore: how fixed words and column names are compared.

    >>> plain(" Started-on ")
    'started_on'
    """
    return re.sub(r"[\s_\-]+", "_", text.strip()).lower()
