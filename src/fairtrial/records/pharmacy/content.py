"""What a column holds, told from its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fairtrial.facts import Facts
from fairtrial.records.drug_names import find_drugs
from fairtrial.records.pharmacy.cells import (
    Cell,
    CellError,
    DateOrder,
    DecimalMark,
    amount,
    day,
    has_two_digit_year,
    shown,
)
from fairtrial.records.pharmacy.ndc import looks_like_ndc
from fairtrial.records.pharmacy.words import PharmacyWords

ORDERS: tuple[DateOrder, ...] = ("ymd", "mdy", "dmy")
MOST_OFF = 0.05
"""Share of cells that may be something else (a dash, a remark) and leave a column what it is (our choice)."""
SERIALS = (20_000, 60_000)
"""Day counts of spreadsheets from 1954 to 2064: a number in this range may be a day."""
_SAMPLE_DRUGS = 200

_COMMA_DECIMAL = re.compile(
    r"[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})\s*[a-z.]*|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+.*", re.I | re.A
)
_COMMA_THREE = re.compile(r"-?[0-9]{1,3},[0-9]{3}\s*[a-z.]*", re.I | re.A)


@dataclass(frozen=True)
class Dates:
    """The orders in which every cell of a column is a day. Empty: not a column of days."""

    orders: tuple[DateOrder, ...]

    @property
    def order(self) -> DateOrder | None:
        """The order when only one fits."""
        return self.orders[0] if len(self.orders) == 1 else None


def filled(cells: Sequence[Cell]) -> list[Cell]:
    """Cells that are not empty."""
    return [cell for cell in cells if cell != ""]


def dates_in(cells: Sequence[Cell], words: PharmacyWords) -> Dates:
    """In which order the cells are days; all three where cells need none (days of the file format, ISO).

    >>> from fairtrial.facts import load
    >>> from fairtrial.records.pharmacy.words import pharmacy_words
    >>> dates_in(["3/14/2019", "4/2/2019"], pharmacy_words(load())).orders
    ('mdy',)
    """
    fits = tuple(order for order in ORDERS if _share(cells, order, words) >= 1 - MOST_OFF)
    if fits:
        best = max(_share(cells, order, words) for order in fits)
        return Dates(_likely(cells, tuple(order for order in fits if _share(cells, order, words) == best)))
    return Dates(("excel",)) if _serials(cells) else Dates(())


def _likely(cells: Sequence[Cell], orders: tuple[DateOrder, ...]) -> tuple[DateOrder, ...]:
    """Nobody writes ``19/3/14`` with slashes for a year that stands first."""
    slashed = any(has_two_digit_year(cell) and "/" in shown(cell) for cell in filled(cells))
    return tuple(order for order in orders if order != "ymd") or orders if slashed else orders


def _share(cells: Sequence[Cell], order: DateOrder, words: PharmacyWords) -> float:
    """The share of filled cells that are a day in this order."""
    given = filled(cells)
    return sum(_is_day(cell, order, words) for cell in given) / len(given) if given else 0.0


def _is_day(cell: Cell, order: DateOrder, words: PharmacyWords) -> bool:
    if isinstance(cell, float) and not _compact_day(cell):
        return False
    try:
        day(cell, order, words.limit("first_year_of_two_digits"))
    except CellError:
        return False
    return True


def _compact_day(cell: float) -> bool:
    return len(shown(cell)) == len("20190314")


def _serials(cells: Sequence[Cell]) -> bool:
    """Whether the cells count days as spreadsheets do."""
    given = filled(cells)
    texts = [shown(cell).partition(".")[0] for cell in given]
    return bool(given) and all(
        t.isascii() and t.isdigit() and SERIALS[0] <= int(t[:9]) <= SERIALS[1] for t in texts
    )


def needs_order(cells: Sequence[Cell], words: PharmacyWords) -> bool:
    """Whether the order of day and month matters; cells that are no day in any order do not ask."""
    return any(
        not _is_day_without(cell, words)
        and (_serials([cell]) or any(_is_day(cell, o, words) for o in ORDERS))
        for cell in filled(cells)
    )


def _is_day_without(cell: Cell, words: PharmacyWords) -> bool:
    try:
        day(cell, None, words.limit("first_year_of_two_digits"))
    except CellError:
        return False
    return True


def decimal_mark(cells: Sequence[Cell], semicolons: bool) -> tuple[DecimalMark, bool]:
    """The decimal mark of a column, and whether it is certain.

    ``30,000`` alone is thirty in a file that separates cells by semicolons, and otherwise not certain.

    >>> decimal_mark(["37,5", "30"], False), decimal_mark(["30,000"], False), decimal_mark(["30.000"], False)
    ((',', True), ('.', False), ('.', True))
    """
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    if any(_COMMA_DECIMAL.fullmatch(text) for text in texts):
        return ",", True
    if any(_COMMA_THREE.fullmatch(text) for text in texts):
        return (",", True) if semicolons else (".", False)
    return ".", True


def numbers_in(cells: Sequence[Cell], mark: DecimalMark) -> bool:
    """Whether nearly all filled cells are numbers."""
    return _nearly_all([_is_number(cell, mark) for cell in filled(cells)])


def _is_number(cell: Cell, mark: DecimalMark) -> bool:
    try:
        amount(cell, mark)
    except CellError:
        return False
    return True


def ndcs_in(cells: Sequence[Cell]) -> bool:
    """Whether nearly all filled cells are written as NDC codes."""
    return _nearly_all([looks_like_ndc(cell) for cell in filled(cells)])


def _nearly_all(flags: list[bool]) -> bool:
    return bool(flags) and sum(flags) >= (1 - MOST_OFF) * len(flags)


def names_drugs(cells: Sequence[Cell], words: PharmacyWords, facts: Facts) -> bool:
    """Whether a fair share of the different texts of a column name drugs of ours."""
    texts = sorted({shown(cell) for cell in cells if isinstance(cell, str) and cell})[:_SAMPLE_DRUGS]
    named = sum(bool(find_drugs(text, facts)) for text in texts)
    return bool(named) and named >= words.limits["named_drugs_share"] * len(texts)
