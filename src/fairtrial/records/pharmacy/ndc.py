"""National Drug Codes as pharmacies write them, and a site's own list of them."""

from __future__ import annotations

import re
from collections.abc import Mapping as Lookup
from dataclasses import dataclass

from fairtrial.records.errors import ReadError
from fairtrial.records.pharmacy.cells import Cell, shown
from fairtrial.records.pharmacy.grid import Grid

_DASHED = re.compile(r"([0-9]{4,5})-([0-9]{3,4})-([0-9]{1,2})", re.ASCII)
_DIGITS = re.compile(r"[0-9]{8,11}", re.ASCII)
_LENGTHS = (5, 4, 2)
_BILLING_DIGITS = 11


def ndc11(cell: Cell) -> str | None:
    """The eleven digits of the billing form (5-4-2); null when the cell is no code.

    Dashes tell where a leading zero is missing. Without dashes, fewer than eleven digits are taken for
    a number whose leading zeros a spreadsheet dropped.

    >>> ndc11("0049-4900-30"), ndc11("50090-123-1"), ndc11(49490030.0), ndc11("none")
    ('00049490030', '50090012301', '00049490030', None)
    """
    text = shown(cell).upper().removeprefix("NDC").strip(" :-")
    if match := _DASHED.fullmatch(text):
        return "".join(part.zfill(length) for part, length in zip(match.groups(), _LENGTHS, strict=True))
    return text.zfill(_BILLING_DIGITS) if _DIGITS.fullmatch(text) else None


def looks_like_ndc(cell: Cell) -> bool:
    """Whether a cell is written as an NDC: with dashes, or in eleven digits.

    >>> looks_like_ndc("0049-4900-30"), looks_like_ndc("00049490030"), looks_like_ndc("20190314")
    (True, True, False)
    """
    text = shown(cell)
    return bool(_DASHED.fullmatch(text)) or (len(text) == _BILLING_DIGITS and bool(_DIGITS.fullmatch(text)))


@dataclass(frozen=True)
class NdcTexts:
    """Code in eleven digits -> the text that names its drug. A code with two texts holds both."""

    texts: Lookup[str, str]

    def text_of(self, cell: Cell) -> str:
        """The text that a list gives for a code, or "" when it has none."""
        code = ndc11(cell)
        return self.texts.get(code, "") if code else ""


def ndc_texts(grid: Grid, code: str, names: list[str]) -> NdcTexts:
    """A site's list as look-up. Raises ReadError when a column is not there."""
    wanted = [_index(grid, column) for column in (code, *names)]
    found: dict[str, str] = {}
    for _, cells in grid.rows:
        key, *texts = (shown(cells[i]) if i < len(cells) else "" for i in wanted)
        number, text = ndc11(key), " ".join(t for t in texts if t)
        if number and text:
            found[number] = text if found.get(number, text) == text else f"{found[number]}; {text}"
    return NdcTexts(found)


def _index(grid: Grid, column: str) -> int:
    if grid.header.count(column) != 1:
        what = "ndc_list names a column that is not there once"
        raise ReadError(grid.name, what, "Correct ndc and drug under ndc_list in the mapping.")
    return grid.header.index(column)
