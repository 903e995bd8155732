"""What every text of cells with a separator shares: the line that names the separator, and quotation marks."""

from __future__ import annotations

from fairtrial.records.errors import ReadError

SEPARATORS = (",", ";", "\t", "|")


def without_hint(text: str) -> str:
    """Blank out the line ``sep=;`` that some spreadsheets write first, so that rows keep their numbers."""
    first, end, rest = text.partition("\n")
    return end + rest if first.strip().lower() in {f"sep={mark}" for mark in SEPARATORS} else text


def unclosed(name: str, row: int) -> ReadError:
    """The refusal of a file whose rows cannot be told apart from ``row`` on."""
    do = "Close each quotation mark, and double those inside a cell."
    return ReadError(f"{name}, row {row}", "a quotation mark is not closed, or a cell is too long", do)
