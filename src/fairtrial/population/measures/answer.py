"""What a measure says of each person, and rates of many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Measured:
    """``persons``: person_id, initial_population, denominator_exclusion, numerator_1 (and numerator_2), all
    yes or no.

    A numerator is asked only of persons in the denominator who are not excluded.
    """

    measure: str
    rates: int
    persons: pl.DataFrame
    assumed: tuple[str, ...] = ()

    def of_one(self) -> dict[str, object]:
        """The answer for a single person as 0 and 1."""
        row = self.persons.row(0, named=True)
        return {
            "initial_population": int(row["initial_population"]),
            "denominator_exclusion": int(row["denominator_exclusion"]),
            "numerator": [int(row[f"numerator_{rate}"]) for rate in self._numbers()],
        }

    def of_all(self) -> dict[str, object]:
        """Counts and, per rate, the share of the denominator that reached it; null when the denominator is
        empty."""
        counts = self.persons.select(pl.all().exclude("person_id").sum()).row(0, named=True)
        left = int(counts["initial_population"]) - int(counts["denominator_exclusion"])
        reached = [int(counts[f"numerator_{rate}"]) for rate in self._numbers()]
        return {
            "persons": self.persons.height,
            "initial_population": int(counts["initial_population"]),
            "denominator_exclusion": int(counts["denominator_exclusion"]),
            "denominator": left,
            "numerator": reached,
            "rate": [count / left if left else None for count in reached],
            "assumed": list(self.assumed),
        }

    def _numbers(self) -> range:
        return range(1, self.rates + 1)


def measured(
    measure: str, everybody: pl.DataFrame, inside: pl.DataFrame, out: pl.DataFrame,
    reached: Mapping[str, pl.DataFrame], assumed: tuple[str, ...],
) -> Measured:  # fmt: skip
    """From person ids in the initial population, excluded, and those who reached each numerator."""
    flags = everybody.select("person_id").unique().sort("person_id")
    sets = {"initial_population": inside, "denominator_exclusion": out, **reached}
    for name, ids in sets.items():
        marked = ids.select("person_id").unique().with_columns(pl.lit(True).alias(name))
        flags = flags.join(marked, on="person_id", how="left").with_columns(pl.col(name).fill_null(False))
    excluded = pl.col("denominator_exclusion") & pl.col("initial_population")
    asked = pl.col("initial_population") & ~excluded
    flags = flags.with_columns(excluded, *((pl.col(name) & asked) for name in reached))
    return Measured(measure, len(reached), flags.sort("person_id"), assumed)
