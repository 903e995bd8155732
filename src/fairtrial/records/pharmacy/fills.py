"""Rows of a pharmacy file to fills, each with what could not be read of it."""

from __future__ import annotations

import functools
import sys
from collections.abc import Mapping as Lookup
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Literal, TypeAlias

from fairtrial.facts import Facts
from fairtrial.records.directions import DailyDose, daily_dose
from fairtrial.records.doses import without_absurd
from fairtrial.records.drug_names import DrugMatch, find_drugs
from fairtrial.records.pharmacy.cells import (
    Cell,
    CellError,
    DateOrder,
    amount,
    day,
    has_two_digit_year,
    shown,
)
from fairtrial.records.pharmacy.formats import column_index, joined
from fairtrial.records.pharmacy.grid import Grid, Row
from fairtrial.records.pharmacy.mapping import Mapping
from fairtrial.records.pharmacy.ndc import NdcTexts, ndc11
from fairtrial.records.pharmacy.words import Field, PharmacyWords, State, pharmacy_words, plain_words
from fairtrial.records.purposes import purpose
from fairtrial.records.strengths import bare_number, masses

PRIVATE: frozenset[Field] = frozenset({"person_id", "person_name", "rx_number"})
"""Fields that are not repeated in the words of a record."""


Fate: TypeAlias = Literal["dispensed", "not_dispensed", "reversal", "unmatched", "twice", "unclear"]
"""What became of a row once reversals and rows given twice are settled."""

_KEPT_TEXTS = 512
_NO_DOSE = DailyDose()


@dataclass(slots=True)
class Fill:
    """One row; ``faults`` are (field, what could not be used), ``drugs`` all drugs that it names."""

    number: int
    person_id: str
    words: str
    label: str
    rx_number: str
    drugs: Sequence[DrugMatch]
    state: State | None
    filled_on: date | None = None
    stopped_on: date | None = None
    quantity: float | None = None
    days_supply: float | None = None
    dose: DailyDose = _NO_DOSE
    purpose: str | None = None
    below_zero: bool = False
    two_digit_year: bool = False
    faults: tuple[tuple[str, str], ...] = ()
    fate: Fate = "dispensed"

    @property
    def drug(self) -> str:
        """The drug's id when the row names exactly one of ours, else ""."""
        return self.drugs[0].drug if len(self.drugs) == 1 else ""


class FillReader:
    """Reads the rows of one grid under one mapping. Raises ReadError when a column is not there."""

    def __init__(self, grid: Grid, mapping: Mapping, facts: Facts, codes: NdcTexts) -> None:
        self.mapping, self.facts, self.codes = mapping, facts, codes
        self.vocabulary: PharmacyWords = pharmacy_words(facts)
        self.places: dict[Field, tuple[int, ...]] = {
            name: tuple(column_index(grid, column) for column in source.column)
            for name, source in mapping.columns.items()
        }
        self.named = _one_person_by_name(grid, self.places)
        keep = functools.lru_cache(_KEPT_TEXTS)
        self._drugs = keep(lambda text: tuple(find_drugs(text, facts)))
        self._labels, self._doses, self._amounts = keep(plain_words), keep(_dose_of), keep(amount)
        self._days = keep(self._read_day)

    def read(self, row: Row) -> Fill:
        """One row. What cannot be read is empty and noted under ``faults``."""
        number, cells = row
        text, code = self._text(cells, "drug"), self._text(cells, "ndc")
        drugs = self._drugs_of(text, code)
        fill = Fill(
            number, self._person(cells), self._words(cells), ndc11(code) or self._labels(text),
            self._text(cells, "rx_number"), drugs, self._state(cells),
        )  # fmt: skip
        if fill.drug:
            self._read_cells(fill, cells)
        return fill

    def _cell(self, cells: tuple[Cell, ...], name: Field) -> Cell:
        places = self.places.get(name)
        return joined(cells, places) if places else ""

    def _text(self, cells: tuple[Cell, ...], name: Field) -> str:
        return shown(self._cell(cells, name))

    def _drugs_of(self, text: str, code: str) -> Sequence[DrugMatch]:
        """The drugs that the text names, or else those of the code in the site's list."""
        found = self._drugs(text) if text else ()
        listed = self.codes.text_of(code) if code else ""
        return found or (self._drugs(listed) if listed else ())

    def _person(self, cells: tuple[Cell, ...]) -> str:
        """The id, or a fingerprint of the name, so that no name becomes an id; "" when neither is there."""
        if "person_id" in self.places:
            return sys.intern(self._text(cells, "person_id"))
        name = "" if self.named else plain_words(self._text(cells, "person_name"))
        return sys.intern(f"name-{blake2b(name.encode(), digest_size=4).hexdigest()}") if name else ""

    def _words(self, cells: tuple[Cell, ...]) -> str:
        told = ((name, self._text(cells, name)) for name in self.places if name not in PRIVATE)
        return "; ".join(f"{name}: {text}" for name, text in told if text)

    def _state(self, cells: tuple[Cell, ...]) -> State | None:
        """What the row says became of the fill; null when its word is not known."""
        word = plain_words(self._text(cells, "status"))
        if not word:
            return "dispensed"
        return self.mapping.columns["status"].values.get(word) or self.vocabulary.states.get(word)

    def _read_cells(self, fill: Fill, cells: tuple[Cell, ...]) -> None:
        fill.filled_on = self._day(fill, cells, "filled_on")
        fill.stopped_on = self._day(fill, cells, "stopped_on")
        quantity, unit = self._amount(fill, cells, "quantity")
        days, _ = self._amount(fill, cells, "days_supply")
        fill.below_zero = min(quantity or 0, days or 0) < 0
        if fill.below_zero and fill.state in ("dispensed", None):
            fill.state = "taken_back"
        fill.quantity, fill.days_supply = _size(quantity), _size(days)
        counted = None if unit in self.vocabulary.not_countable else fill.quantity
        fill.dose = self._dose(fill, cells, counted)
        words = f"{self._text(cells, 'drug')}; {self._text(cells, 'directions')}"
        fill.purpose = purpose([], words, self.facts)

    def _day(self, fill: Fill, cells: tuple[Cell, ...], name: Field) -> date | None:
        cell = self._cell(cells, name)
        if cell == "":
            return None
        try:
            found = self._days(cell, self.mapping.columns[name].date)
        except CellError as error:
            fill.faults += ((name, f"{error}; left open"),)
            return None
        fill.two_digit_year = fill.two_digit_year or has_two_digit_year(cell)
        return found

    def _read_day(self, cell: Cell, order: DateOrder | None) -> date:
        first = self.vocabulary.limit("first_year_of_two_digits")
        return day(cell, order, first)

    def _amount(self, fill: Fill, cells: tuple[Cell, ...], name: Field) -> tuple[float | None, str]:
        cell = self._cell(cells, name)
        if cell == "":
            return None, ""
        try:
            value, unit = self._amounts(cell, self.mapping.columns[name].decimal)
        except CellError as error:
            fill.faults += ((name, f"{error}; left open"),)
            return None, ""
        if value == 0:
            fill.faults += ((name, "is zero; left open"),)
        return value, unit

    def _dose(self, fill: Fill, cells: tuple[Cell, ...], quantity: float | None) -> DailyDose:
        """Mg a day, by directions or by strength, quantity and days; one far above any dose is left out."""
        dose = self._doses(
            self._text(cells, "directions"), self._strength(fill, cells), quantity, fill.days_supply
        )
        dose, absurd = without_absurd(fill.drug, dose, self.facts)
        fill.faults += (("dose", absurd),) if absurd else ()
        return dose

    def _strength(self, fill: Fill, cells: tuple[Cell, ...]) -> float | None:
        """Mg in one unit, from the strength column or the drug's text; null when the two differ."""
        named, cell = fill.drugs[0].strength_mg, self._cell(cells, "strength")
        if cell == "":
            return named
        stated = self._stated(cell)
        if stated is None and shown(cell):
            return named
        if named is not None and stated is not None and abs(named - stated) > 0.01 * named:
            fill.faults += (("strength", "differs from the strength in the drug's name; left open"),)
            return None
        return stated

    def _stated(self, cell: Cell) -> float | None:
        """A strength: "50 MG", "50" or 50; null for a concentration and for two strengths."""
        text = shown(cell)
        if self.mapping.columns["strength"].decimal == ",":
            text = text.replace(".", "").replace(",", ".")
        found = [mg for _, mg in masses(text)]
        if found:
            return found[0] if len(found) == 1 else None
        return bare_number(text)


def _dose_of(words: str, strength_mg: float | None, quantity: float | None, days: float | None) -> DailyDose:
    return daily_dose(words=words, strength_mg=strength_mg, quantity=quantity, days_supply=days)


def _one_person_by_name(grid: Grid, places: Lookup[Field, tuple[int, ...]]) -> bool:
    """Whether only names tell persons and all rows bear one: the file then speaks of the person of this input."""
    if "person_id" in places or "person_name" not in places:
        return False
    names = {plain_words(shown(joined(cells, places["person_name"]))) for _, cells in grid.rows}
    return len(names - {""}) == 1


def _size(value: float | None) -> float | None:
    """How much, without the minus of a reversal; null for zero."""
    return abs(value) if value else None
