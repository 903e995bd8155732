"""A pharmacy or claims file to a history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from fairtrial.facts import Facts
from fairtrial.records.errors import ReadError
from fairtrial.records.pharmacy.fills import Fill, FillReader
from fairtrial.records.pharmacy.formats import grid_of, table_of
from fairtrial.records.pharmacy.grid import Grid
from fairtrial.records.pharmacy.mapping import Mapping, read_mapping
from fairtrial.records.pharmacy.ndc import NdcTexts, ndc_texts
from fairtrial.records.pharmacy.propose import Proposal, propose
from fairtrial.records.pharmacy.proposed import as_mapping
from fairtrial.records.pharmacy.settle import Settled, settle
from fairtrial.records.pharmacy.words import pharmacy_words
from fairtrial.records.rows import Rows
from fairtrial.tables import History

KIND = "pharmacy"

_CONFIRM = "confirm or correct them with `fairtrial map FILE`"
_FUZZY = "read as a misspelt name; check the drug"
_MANY = "names more than one drug; kept as context"
_TWICE = "agrees in everything with another row; counted once"
_UNMATCHED = "marked as reversed or returned, and no fill of that day goes with it; counted as not dispensed"
_UNCLEAR = "a word that is not known; the fill was left out; say what it means under values in the mapping"
_NO_DAY = "no day of the fill; kept without a date"


def read_pharmacy(
    name: str, data: bytes, facts: Facts, mapping: Mapping | None = None, folder: Path | None = None
) -> History:
    """Read a table of fills (CSV, TSV, XLSX, Parquet) under a mapping, or under a proposal that is certain.

    ``folder`` is where the mapping lies; its ``ndc_list`` is looked for there. Person "" is the person of
    this input. Raises ReadError when the file cannot be read, or has no mapping and no certain proposal.
    """
    grid = grid_of(name, data, facts, mapping)
    rows = Rows()
    used = mapping
    if used is None:
        proposal = propose(grid, facts)
        used = _used_without_asking(name, proposal)
        _tell_of_columns(name, proposal, rows)
    reader = FillReader(grid, used, facts, _codes(used, folder))
    _tell_of_file(grid, rows)
    _fill_rows(name, [reader.read(row) for row in grid.rows], rows, facts)
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
        data = path.read_bytes()
    except OSError:
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


def _fill_rows(name: str, fills: list[Fill], rows: Rows, facts: Facts) -> None:
    _Writer(name, rows).write(_one_person_by_name(fills), pharmacy_words(facts).limit("reversal_looks_back"))


def _one_person_by_name(fills: list[Fill]) -> list[Fill]:
    """When only names tell persons and all rows bear one, the file speaks of the person of this input."""
    names = {fill.person_id for fill in fills}
    if len(names - {""}) == 1 and next(iter(names - {""})).startswith("name-"):
        return [replace(fill, person_id="") for fill in fills]
    return fills


@dataclass(frozen=True)
class _Writer:
    """Writes settled fills as history rows."""

    file: str
    rows: Rows

    def write(self, fills: list[Fill], looks_back_days: int) -> None:
        """Every row becomes a record; the fills of our drugs become uses."""
        self._others([fill for fill in fills if not fill.drug])
        settled = settle((fill for fill in fills if fill.drug), looks_back_days)
        told = sorted(self._told(settled), key=lambda item: item[0].number)
        for fill, write in told:
            write(fill)
        if any(fill.two_digit_year for fill, _ in told):
            told_years = "years of two digits were read as 1970 to 2069"
            self.rows.problem(None, None, self.file, "file", "filled_on", told_years, False)

    def _told(self, settled: Settled) -> list[tuple[Fill, Callable[[Fill], object]]]:
        kinds: list[tuple[list[Fill], Callable[[Fill], object]]] = [
            (settled.dispensed, lambda fill: self._use(fill, "unknown")),
            (settled.taken_back + settled.not_dispensed, lambda fill: self._use(fill, "not_taken")),
            (settled.unmatched, self._unmatched),
            (settled.reversals, lambda fill: self._context(fill, None, None)),
            (settled.twice, lambda fill: self._context(fill, None, _TWICE)),
            (settled.unclear, lambda fill: self._context(fill, "status", _UNCLEAR)),
        ]
        return [(fill, write) for group, write in kinds for fill in group]

    def _use(self, fill: Fill, status: str) -> str:
        record = self._record(fill, "use")
        self.rows.add(
            "uses", person_id=fill.person_id, drug=fill.drug, kind="dispensed", status=status,
            started_on_least=fill.filled_on, started_on_most=fill.filled_on, stopped_on_least=fill.stopped_on,
            stopped_on_most=fill.stopped_on, days_supply=fill.days_supply, record=record,
            dose_mg_per_day_least=fill.dose.least, dose_mg_per_day_most=fill.dose.most,
        )  # fmt: skip
        if fill.drugs[0].how == "fuzzy":
            self._problem(fill, record, "drug", _FUZZY, False)
        if fill.filled_on is None and not any(field == "filled_on" for field, _ in fill.faults):
            self._problem(fill, record, "filled_on", _NO_DAY, False)
        for field, what in fill.faults:
            self._problem(fill, record, field, what, False)
        return record

    def _unmatched(self, fill: Fill) -> None:
        self._problem(fill, self._use(fill, "not_taken"), "status", _UNMATCHED, False)

    def _context(self, fill: Fill, field: str | None, told: str | None) -> None:
        record = self._record(fill, "context only")
        if told:
            self._problem(fill, record, field, told, True)

    def _record(self, fill: Fill, became: str) -> str:
        return self.rows.record(fill.person_id, self.file, f"row {fill.number}", KIND, fill.words, became)

    def _problem(self, fill: Fill, record: str, field: str | None, what: str, left_out: bool) -> None:
        self.rows.problem(fill.person_id, record, self.file, f"row {fill.number}", field, what, left_out)

    def _others(self, fills: list[Fill]) -> None:
        """Rows without a drug of ours: most of a pharmacy's rows; listed one by one and told as one line."""
        for fill in fills:
            self._context(fill, "drug", _MANY if fill.drugs else None)
        for person_id, count in sorted(Counter(fill.person_id for fill in fills if not fill.drugs).items()):
            told = f"{count} rows name no drug that we know; kept as context"
            self.rows.problem(person_id, None, self.file, "rows", "drug", told, True)
