"""A pharmacy or claims file to a history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fairtrial.facts import Facts
from fairtrial.records.errors import ReadError
from fairtrial.records.pharmacy.fills import Fate, Fill, FillReader
from fairtrial.records.pharmacy.formats import grid_of, table_of
from fairtrial.records.pharmacy.grid import Grid
from fairtrial.records.pharmacy.mapping import Mapping, read_mapping
from fairtrial.records.pharmacy.ndc import NdcTexts, ndc_texts
from fairtrial.records.pharmacy.propose import Proposal, propose
from fairtrial.records.pharmacy.proposed import as_mapping
from fairtrial.records.pharmacy.settle import Concerned, by_itself, settle
from fairtrial.records.pharmacy.words import pharmacy_words
from fairtrial.records.regular import bytes_of
from fairtrial.records.rows import Rows
from fairtrial.tables import History

KIND = "pharmacy"

_CONFIRM = "confirm or correct them with `fairtrial map FILE`"
_FUZZY = "read as a misspelt name; check the drug"
_MANY = "names more than one drug; kept as context"
_TWICE = "agrees in everything with another row; counted once"
_UNMATCHED = "marked as reversed or returned, and no fill of that day goes with it; counted as not dispensed"
_UNCLEAR = "a word that is not known; the fill was left out; say what it means under values in the mapping"
_CONTEXT: dict[Fate, tuple[str | None, str | None]] = {
    "reversal": (None, None), "twice": (None, _TWICE), "unclear": ("status", _UNCLEAR),
}  # fmt: skip
"""Rows that are no use of their own: the field and what is told of it."""
_NO_DAY = "no day of the fill; kept without a date"


def read_pharmacy(
    name: str, data: bytes, facts: Facts, mapping: Mapping | None = None, folder: Path | None = None
) -> History:
    """Read a table of fills (CSV, TSV, XLSX, Parquet) under a mapping, or under a proposal that is certain.

    ``folder`` is where the mapping lies; its ``ndc_list`` is looked for there. Person "" is the person of
    this input. Raises ReadError when the file cannot be read, or has no mapping and no certain proposal.
    """
    grid, words = grid_of(name, data, facts, mapping), pharmacy_words(facts)
    rows = Rows()
    used = mapping
    if used is None:
        proposal = propose(grid, facts)
        used = _used_without_asking(name, proposal)
        _tell_of_columns(name, proposal, rows)
    reader = FillReader(grid, used, facts, _codes(used, folder))
    _tell_of_file(grid, rows)
    concerned = Concerned(map(reader.read, grid.rows))
    _Writer(name, rows, concerned, words.limit("reversal_looks_back")).write(map(reader.read, grid.rows))
    return rows.history()


def read_fills(name: str, data: bytes, facts: Facts, mapping: Path | None) -> History:
    """Read a table of fills under the mapping in a file, or without one. Raises ReadError."""
    used = read_mapping(mapping) if mapping else None
    return read_pharmacy(name, data, facts, used, mapping.parent if mapping else None)


def _used_without_asking(name: str, proposal: Proposal) -> Mapping:
    if proposal.certain:
        return as_mapping(proposal, certain_only=True)
    found = {
        field: guess.why for field, guess in proposal.guesses.items() if field in ("drug", "ndc", "filled_on")
    }
    known = "; ".join(f"{field} {why}" for field, why in found.items()) or "none"
    what = f"it is not certain which columns hold the drug and the day of the fill (found: {known})"
    raise ReadError(name, what, "Run `fairtrial map FILE -o FILE.mapping.yaml`, correct it and try again.")


def _codes(mapping: Mapping, folder: Path | None) -> NdcTexts:
    """The site's list of NDC codes, when the mapping names one."""
    if mapping.ndc_list is None:
        return NdcTexts({})
    path = (folder or Path()) / mapping.ndc_list.file
    try:
        data = bytes_of(path, "ndc_list")
    except ReadError:
        do = "Give its path from the folder of the mapping."
        raise ReadError("mapping", "the file of ndc_list cannot be opened", do) from None
    columns = frozenset([mapping.ndc_list.ndc, *mapping.ndc_list.drug])
    return ndc_texts(table_of(path.name, data, columns), mapping.ndc_list.ndc, mapping.ndc_list.drug)


def _tell_of_columns(name: str, proposal: Proposal, rows: Rows) -> None:
    read = [
        f"{field} (column {', '.join(str(i + 1) for i in guess.columns)})"
        for field, guess in proposal.guesses.items()
        if guess.confidence == "certain"
    ]
    told = f"columns read as {', '.join(read)}; {_CONFIRM}"
    rows.problem(None, None, name, "header", None, told, False)
    for field, guess in proposal.guesses.items():
        if guess.confidence != "certain":
            told = f"found {guess.why}; not certain and not read; {_CONFIRM}"
            rows.problem(None, None, name, "header", field, told, False)


def _tell_of_file(grid: Grid, rows: Rows) -> None:
    for told in grid.told:
        rows.problem(None, None, grid.name, "file", None, told, False)


@dataclass(frozen=True)
class _Writer:
    """Writes settled fills as history rows."""

    file: str
    rows: Rows
    concerned: Concerned
    looks_back_days: int

    def write(self, fills: Iterable[Fill]) -> None:
        """Every row becomes a record; those that other rows may concern wait until all rows are known."""
        waiting: list[Fill] = []
        two_digit_years = False
        for fill in self._without_others(fills):
            two_digit_years = two_digit_years or fill.two_digit_year
            if fill in self.concerned:
                waiting.append(fill)
            else:
                self._settled(by_itself(fill))
        settle(waiting, self.looks_back_days)
        for fill in waiting:
            self._settled(fill)
        if two_digit_years:
            told_years = "years of two digits were read as 1970 to 2069"
            self.rows.problem(None, None, self.file, "file", "filled_on", told_years, False)

    def _settled(self, fill: Fill) -> None:
        if fill.fate in _CONTEXT:
            self._context(fill, *_CONTEXT[fill.fate])
            return
        record = self._use(fill, "unknown" if fill.fate == "dispensed" else "not_taken")
        if fill.fate == "unmatched":
            self._problem(fill, record, "status", _UNMATCHED, False)

    def _use(self, fill: Fill, status: str) -> str:
        record = self._record(fill, "use")
        self.rows.add(
            "uses", person_id=fill.person_id, drug=fill.drug, kind="dispensed", status=status,
            started_on_least=fill.filled_on, started_on_most=fill.filled_on, stopped_on_least=fill.stopped_on,
            stopped_on_most=fill.stopped_on, days_supply=fill.days_supply, record=record,
            dose_mg_per_day_least=fill.dose.least, dose_mg_per_day_most=fill.dose.most,
            purpose=fill.purpose,
        )  # fmt: skip
        if fill.drugs[0].how == "fuzzy":
            self._problem(fill, record, "drug", _FUZZY, False)
        if fill.filled_on is None and not any(field == "filled_on" for field, _ in fill.faults):
            self._problem(fill, record, "filled_on", _NO_DAY, False)
        for field, what in fill.faults:
            self._problem(fill, record, field, what, False)
        return record

    def _context(self, fill: Fill, field: str | None, told: str | None) -> None:
        record = self._record(fill, "context only")
        if told:
            self._problem(fill, record, field, told, True)

    def _record(self, fill: Fill, became: str) -> str:
        return self.rows.record_once(
            fill.person_id, self.file, f"row {fill.number}", KIND, fill.words, became
        )

    def _problem(self, fill: Fill, record: str, field: str | None, what: str, left_out: bool) -> None:
        self.rows.problem(fill.person_id, record, self.file, f"row {fill.number}", field, what, left_out)

    def _without_others(self, fills: Iterable[Fill]) -> Iterator[Fill]:
        """Fills of our drugs. Rows without one, most of a pharmacy's, are listed here and told as one line."""
        others = Counter[str]()
        for fill in fills:
            if fill.drug:
                yield fill
            else:
                self._context(fill, "drug", _MANY if fill.drugs else None)
                others[fill.person_id] += not fill.drugs
        for person_id, count in sorted((+others).items()):
            told = f"{count} rows name no drug that we know; kept as context"
            self.rows.problem(person_id, None, self.file, "rows", "drug", told, True)
