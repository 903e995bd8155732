"""Random numbers that belong to a person: the same whatever the block they are drawn in.

Each kind of draw is a counter-based stream (Philox) keyed by the seed and the draw's name; person i owns
the i-th numbers
of it. Drawing persons 5000 to 5999 alone therefore gives what drawing everybody gives.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from fairtrial.facts.models import Range

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

PER_COUNTER = 4
"""Numbers that Philox gives per step of its counter."""
FRACTION_BITS = 53
"""Bits of a double's fraction."""


@dataclass(frozen=True)
class Streams:
    """Draws for the persons ``first`` to ``first + count - 1``."""

    seed: int
    first: int
    count: int

    def uniform(self, name: str, width: int = 1) -> Floats:
        """Numbers in [0, 1): one row per person, ``width`` columns."""
        start = self.first * width
        key = np.array([self.seed, _number(name)], dtype=np.uint64)
        source = np.random.Philox(key=key, counter=[start // PER_COUNTER, 0, 0, 0])
        skip = start % PER_COUNTER
        raw = source.random_raw(self.count * width + skip)[skip:]
        return np.asarray((raw >> (64 - FRACTION_BITS)) * 2.0**-FRACTION_BITS, np.float64).reshape(
            self.count, width
        )

    def one(self, name: str) -> Floats:
        """One number in [0, 1) for each person."""
        return self.uniform(name)[:, 0]

    def normal(self, name: str, width: int = 1) -> Floats:
        """Numbers of the standard normal distribution (Box-Muller)."""
        both = self.uniform(name, 2 * width)
        radius = np.sqrt(-2.0 * np.log1p(-both[:, :width]))
        return np.asarray(radius * np.cos(2.0 * np.pi * both[:, width:]))

    def happens(self, name: str, percent: float) -> Flags:
        """True for about ``percent`` of the persons."""
        return np.asarray(self.one(name) * 100.0 < percent)

    def within(self, name: str, span: Range, width: int = 1) -> Whole:
        """Whole numbers from the least to the most of a span, both included."""
        return spread(self.uniform(name, width), span)


def spread(uniform: Floats, span: Range) -> Whole:
    """Numbers in [0, 1) as whole numbers from the least to the most of a span, both included."""
    least, most = int(span.least or 0), int(span.most or 0)
    return (least + np.floor(uniform * (most - least + 1))).astype(np.int64)


def _number(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")


_STEP, _MIX_1, _MIX_2 = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xBF58476D1CE4E5B9),
    np.uint64(0x94D049BB133111EB),
)
"""The constants of SplitMix64."""


def for_rows(seed: int, name: str, person: Whole, row: Whole) -> Floats:
    """A number in [0, 1) for each row of a table, from the person's number and the row's place in that
    person.

    SplitMix64 over the three: the same row gets the same number in every block.
    """
    start = np.array([seed ^ _number(name)], dtype=np.uint64)
    mixed = _mixed(_mixed(start + person.astype(np.uint64) * _STEP) + row.astype(np.uint64) * _STEP)
    return np.asarray((mixed >> np.uint64(64 - FRACTION_BITS)) * 2.0**-FRACTION_BITS)


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    bits = (bits ^ (bits >> np.uint64(30))) * _MIX_1
    bits = (bits ^ (bits >> np.uint64(27))) * _MIX_2
    return bits ^ (bits >> np.uint64(31))
