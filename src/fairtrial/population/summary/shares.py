"""Shares with their intervals, and agreement beyond chance."""

from __future__ import annotations

from math import sqrt

Z_95 = 1.959963984540054
"""Two-sided 95 % of the normal distribution."""


def wilson(count: int, of: int) -> tuple[float, float] | None:
    """Wilson's 95 % interval of a share; None without anybody.

    >>> [round(edge, 3) for edge in wilson(10, 100)]
    [0.055, 0.174]
    """
    if of == 0:
        return None
    share, z2 = count / of, Z_95**2
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z_95 * sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def kappa(both: int, first_only: int, second_only: int, neither: int) -> float | None:
    """Cohen's kappa of two yes-or-no answers; None when both give one answer to everybody.

    >>> kappa(20, 5, 10, 15)
    0.4
    """
    n = both + first_only + second_only + neither
    if n == 0:
        return None
    yes_one, yes_two = (both + first_only) / n, (both + second_only) / n
    chance = yes_one * yes_two + (1 - yes_one) * (1 - yes_two)
    return None if chance == 1 else round(((both + neither) / n - chance) / (1 - chance), 4)
