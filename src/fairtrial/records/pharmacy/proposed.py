"""A proposal as a mapping, and as the YAML text that a person edits."""

from __future__ import annotations

import json
from collections.abc import Iterator

from fairtrial.records.pharmacy.mapping import Mapping
from fairtrial.records.pharmacy.propose import Guess, Proposal
from fairtrial.records.pharmacy.words import Field

_TOP = """\
# Which column of the file holds what. Check each line, correct what is wrong, and keep this file.
# It is used by   fairtrial review FILE --mapping THIS_FILE
# and by itself when it lies beside the file and is named like it (fills.csv, fills.mapping.yaml).
#
# column: a column name, or #3 for the third column; several are joined: [Strength, Unit]
# date: mdy (3/14/2019), dmy (14/3/2019), ymd (20190314) or excel (a day count such as 43538); 2019-03-14 and
#       14-MAR-2019 need none
# decimal: "," when the file writes 37,5
# values: what each word of the status column means: dispensed, taken_back or not_dispensed
# Other fields that can be named: person_id, person_name, drug, ndc, filled_on, stopped_on, quantity,
#       days_supply, strength, directions, status, refills, rx_number. header_row: 0 says: no header.
# ndc_list: {file: codes.csv, ndc: NDC, drug: [Generic, Brand]} names a list of your own
#       for files with codes only.
"""
_CHOOSE = "????"


def as_mapping(proposal: Proposal, certain_only: bool) -> Mapping:
    """The mapping of a proposal; only what is certain of it, or all."""
    kept = {f: g for f, g in proposal.guesses.items() if g.confidence == "certain" or not certain_only}
    return Mapping.model_validate(
        {**_layout(proposal), "columns": {f: _source(g, proposal) for f, g in kept.items()}}
    )


def _layout(proposal: Proposal) -> dict[str, object]:
    """Only what is not found again by the column names."""
    return {} if proposal.grid.sheet is None else {"sheet": proposal.grid.sheet}


def _source(guess: Guess, proposal: Proposal) -> dict[str, object]:
    return {
        "column": [_column(i, proposal) for i in guess.columns],
        "date": guess.date,
        "decimal": guess.decimal,
        "values": {word: state for word, state in guess.values.items() if state},
    }


def _column(i: int, proposal: Proposal) -> str:
    header = proposal.grid.header[i]
    return header if header and proposal.grid.header.count(header) == 1 else f"#{i + 1}"


def as_yaml(proposal: Proposal) -> str:
    """The mapping as text, a remark on each line. It names the file's columns and states."""
    return "\n".join([_TOP, *_lines(proposal), ""])


def _lines(proposal: Proposal) -> Iterator[str]:
    yield 'fairtrial_mapping: "1"'
    for name, value in _layout(proposal).items():
        yield f"{name}: {_quoted(value)}"
    yield "columns:"
    for missing in ("drug", "filled_on"):
        if missing not in proposal.guesses:
            yield f"  # {missing}: not found; name its column"
    for field, guess in proposal.guesses.items():
        yield from _entry(field, guess, proposal)
    yield f"# {proposal.others} other columns are not read"


def _entry(field: Field, guess: Guess, proposal: Proposal) -> Iterator[str]:
    yield f"  # {guess.confidence}: {guess.why}"
    yield f"  {field}:"
    columns = [_quoted(_column(i, proposal)) for i in guess.columns]
    yield f"    column: {columns[0] if len(columns) == 1 else '[' + ', '.join(columns) + ']'}"
    if guess.date:
        yield f"    date: {guess.date}"
    if guess.decimal != ".":
        yield f"    decimal: {_quoted(guess.decimal)}"
    if guess.values:
        yield "    values:"
        yield from (f"      {_quoted(word)}: {state or _CHOOSE}" for word, state in guess.values.items())


def _quoted(value: object) -> str:
    """A YAML scalar on one line: JSON strings are YAML."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
