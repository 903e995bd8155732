"""A mapping proposed for a file: by its column names first, checked by its cells, then by the cells alone."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Literal

from fairtrial.facts import Facts
from fairtrial.records.pharmacy.cells import DateOrder, DecimalMark, shown
from fairtrial.records.pharmacy.content import (
    Dates,
    dates_in,
    decimal_mark,
    filled,
    names_drugs,
    ndcs_in,
    needs_order,
    numbers_in,
)
from fairtrial.records.pharmacy.grid import Grid
from fairtrial.records.pharmacy.words import Field, PharmacyWords, State, pharmacy_words, plain_words

Confidence = Literal["certain", "likely", "unsure"]
ORDER: tuple[Field, ...] = (
    "person_id", "person_name", "drug", "ndc", "filled_on", "stopped_on", "quantity", "days_supply",
    "strength", "directions", "status", "refills", "rx_number",
)  # fmt: skip
_DATES, _NUMBERS = ("filled_on", "stopped_on"), ("quantity", "days_supply")
_MOST_STATES = 30
_LONGEST_STATE = 40


@dataclass(frozen=True)
class Guess:
    """One field's column as proposed, how sure that is, and why."""

    columns: tuple[int, ...]
    confidence: Confidence
    why: str
    date: DateOrder | None = None
    decimal: DecimalMark = "."
    values: dict[str, State | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """What each column is taken for. ``others`` counts columns that are not read."""

    grid: Grid
    guesses: dict[Field, Guess]

    @property
    def certain(self) -> bool:
        """Whether drug and day of the fill are beyond doubt, so that it may be used without asking."""
        sure = {name for name, guess in self.guesses.items() if guess.confidence == "certain"}
        return {"drug", "filled_on"} <= sure

    @property
    def others(self) -> int:
        """How many columns are taken for nothing."""
        return len(self.grid.header) - len({i for guess in self.guesses.values() for i in guess.columns})


def propose(grid: Grid, facts: Facts) -> Proposal:
    """What each column of a table most likely holds."""
    return _Proposing(grid, facts, pharmacy_words(facts)).proposal()


class _Proposing:
    def __init__(self, grid: Grid, facts: Facts, words: PharmacyWords) -> None:
        self.grid, self.facts, self.words = grid, facts, words
        sample = list(itertools.islice(grid.rows, words.limit("sample_rows")))
        self.cells = [[row[i] for _, row in sample if i < len(row)] for i in range(len(grid.header))]
        self.guesses: dict[Field, Guess] = {}

    def proposal(self) -> Proposal:
        for name, ranked in self._by_header().items():
            self._take(name, ranked)
        self._by_content()
        self._settle_date_order()
        self._join_strength_unit()
        if "person_id" in self.guesses:
            self.guesses.pop("person_name", None)
        return Proposal(self.grid, {name: self.guesses[name] for name in ORDER if name in self.guesses})

    def _by_header(self) -> dict[Field, list[int]]:
        """Field -> its columns, best name first."""
        ranked: dict[Field, list[tuple[int, int]]] = {}
        for i, header in enumerate(self.grid.header):
            known = self.words.field_of(header) if self.grid.header.count(header) == 1 else None
            if known is not None:
                ranked.setdefault(known[0], []).append((known[1], i))
        return {name: [i for _, i in sorted(found)] for name, found in ranked.items()}

    def _take(self, name: Field, columns: list[int]) -> None:
        """The best named column whose cells agree with it; when none agrees, the field stays open."""
        for i in columns:
            guess = self._checked(name, i)
            if guess is not None:
                self.guesses[name] = guess
                return

    def _checked(self, name: Field, i: int) -> Guess | None:
        cells, by = self.cells[i], "by its name"
        if not filled(cells):
            return Guess((i,), "likely", f"{by}; all its cells are empty") if name not in _DATES else None
        if name in _DATES:
            return self._dates(i, by)
        if name in _NUMBERS:
            return self._numbers(i, by)
        if name == "ndc" and not ndcs_in(cells):
            return Guess((i,), "likely", f"{by}; not all its cells are written as NDC codes")
        if name == "drug":
            return self._drug(i, by)
        if name == "status":
            return self._status(i, by)
        return Guess((i,), "certain", by)

    def _drug(self, i: int, by: str) -> Guess | None:
        cells = filled(self.cells[i])
        if ndcs_in(cells) or numbers_in(cells, "."):
            return None
        return Guess((i,), "certain", by)

    def _dates(self, i: int, by: str) -> Guess | None:
        found = dates_in(self.cells[i], self.words)
        if not found.orders:
            return None
        if not needs_order(self.cells[i], self.words):
            return Guess((i,), "certain", by)
        if found.order:
            return Guess((i,), "certain", f"{by}; its days can be read in one order only", date=found.order)
        return Guess(
            (i,), "unsure", f"{by}; its days can be read as {' or '.join(found.orders)}", date=found.orders[0]
        )

    def _numbers(self, i: int, by: str) -> Guess | None:
        mark, sure = decimal_mark(self.cells[i], self.grid.separator == ";")
        if not numbers_in(self.cells[i], mark):
            return None
        why = by if sure else f"{by}; a comma before three digits is taken for thousands"
        return Guess((i,), "certain" if sure else "unsure", why, decimal=mark)

    def _status(self, i: int, by: str) -> Guess | None:
        found = sorted({plain_words(shown(cell)) for cell in filled(self.cells[i])})
        if len(found) > _MOST_STATES or any(len(word) > _LONGEST_STATE for word in found):
            return None
        values = {word: self.words.states.get(word) for word in found}
        unknown = sum(state is None for state in values.values())
        why = f"{by}; {unknown} of its {len(found)} words are not known" if unknown else by
        known = unknown < len(found)
        return Guess((i,), "certain" if known else "likely", why, values=values)

    def _by_content(self) -> None:
        """Fields that no column name told, from the cells of columns that are still free."""
        if "ndc" not in self.guesses:
            self._only("ndc", [i for i in self._free("drug") if ndcs_in(self.cells[i])])
        if "drug" not in self.guesses:
            self._only(
                "drug", [i for i in self._free() if names_drugs(self.cells[i], self.words, self.facts)]
            )
        if "filled_on" not in self.guesses:
            self._only("filled_on", [i for i in self._free() if dates_in(self.cells[i], self.words).orders])

    def _free(self, named: Field | None = None) -> list[int]:
        """Columns that are not taken and whose name says nothing, or this."""
        taken = {i for guess in self.guesses.values() for i in guess.columns}
        free = (i for i in range(len(self.grid.header)) if i not in taken and filled(self.cells[i]))
        return [i for i in free if self._says_nothing_but(self.grid.header[i], named)]

    def _says_nothing_but(self, header: str, named: Field | None) -> bool:
        known = self.words.field_of(header)
        return self.words.says_nothing(header) or (known is not None and known[0] == named)

    def _only(self, name: Field, columns: list[int]) -> None:
        if len(columns) == 1:
            found = dates_in(self.cells[columns[0]], self.words) if name == "filled_on" else Dates(())
            order = (
                found.orders[0] if found.orders and needs_order(self.cells[columns[0]], self.words) else None
            )
            self.guesses[name] = Guess((columns[0],), "likely", "by its cells", date=order)

    def _settle_date_order(self) -> None:
        """Days that can be read in two orders: another column of days, or NDC codes, decide."""
        decided: set[DateOrder | None] = {
            g.date for g in self.guesses.values() if g.confidence == "certain" and g.date in ("mdy", "dmy")
        }
        decided |= {d.order for i in self._free_dates() if (d := dates_in(self.cells[i], self.words)).order}
        ndc = self.guesses.get("ndc")
        for name, guess in list(self.guesses.items()):
            if guess.confidence != "unsure" or name not in _DATES:
                continue
            orders = dates_in(self.cells[guess.columns[0]], self.words).orders
            if len(decided) == 1 and decided & set(orders):
                self._decide(name, guess, decided.pop(), "as in another column of days")
                decided = {self.guesses[name].date}
            elif "mdy" in orders and ndc is not None and ndc.confidence == "certain":
                self._decide(name, guess, "mdy", "month first, since NDC codes are of the United States")

    def _free_dates(self) -> list[int]:
        taken = {i for guess in self.guesses.values() for i in guess.columns}
        return [i for i in range(len(self.grid.header)) if i not in taken]

    def _decide(self, name: Field, guess: Guess, order: DateOrder | None, why: str) -> None:
        self.guesses[name] = Guess(guess.columns, "certain", f"by its name; {why}", date=order)

    def _join_strength_unit(self) -> None:
        unit, strength = self.guesses.pop("strength_unit", None), self.guesses.get("strength")
        if unit and strength:
            joined = (*strength.columns, *unit.columns)
            self.guesses["strength"] = Guess(joined, strength.confidence, "by their names, joined")
