"""Whether a file is a table of fills, told from the names of its columns."""

from __future__ import annotations

import codecs

from fairtrial.facts import Facts
from fairtrial.records.pharmacy.cells import Cell
from fairtrial.records.pharmacy.delimited import first_rows
from fairtrial.records.pharmacy.words import PharmacyWords, pharmacy_words

_HEAD_BYTES = 65_536
_BESIDE = frozenset(
    {"ndc", "quantity", "days_supply", "strength", "directions", "status", "refills", "rx_number"}
)


def looks_like_fills(data: bytes, facts: Facts) -> bool:
    """Whether one of the first rows of a text names a drug or NDC and the day of a fill.

    >>> from fairtrial.facts import load
    >>> [looks_like_fills(head, load()) for head in (b"Drug Name;Fill Date;Qty", b"drug,started_on,weeks")]
    [True, False]
    """
    head = data[:_HEAD_BYTES]
    utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = head.decode("utf-16" if utf16 else "utf-8-sig", "replace")
    words = pharmacy_words(facts)
    most = words.limit("header_among_first_rows")
    return any(_names_fills(cells, words) for cells in first_rows(text, most))


def _names_fills(cells: tuple[Cell, ...], words: PharmacyWords) -> bool:
    """A column called only "date" says little: then something else of a fill must stand beside it."""
    known = [words.field_of(cell) for cell in cells if isinstance(cell, str) and cell]
    fields = {found[0] for found in known if found is not None}
    named_fill = any(f and f[0] == "filled_on" and f != words.headers.get("date") for f in known)
    enough = named_fill or bool(fields & _BESIDE)
    return "filled_on" in fields and bool(fields & {"drug", "ndc"}) and enough
