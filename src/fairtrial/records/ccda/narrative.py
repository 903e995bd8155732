"""The human-readable part: what references point at, and tables and lists as rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fairtrial.records.ccda.elements import Element, attribute, one_line, plain_text

_ROWS = ("tr", "item", "li", "paragraph", "p")


@dataclass(frozen=True)
class Row:
    """One row of a table (cells under their column names) or one item of a list (its text only)."""

    text: str
    cells: tuple[tuple[str, str], ...] = ()

    def under(self, heading: re.Pattern[str]) -> list[str]:
        """The cells whose column name matches, empty ones left out."""
        return [cell for name, cell in self.cells if cell and heading.search(name)]


class Narrative:
    """The texts of a document by their ID."""

    def __init__(self, document: Element) -> None:
        self._by_id: dict[str, Element] = {}
        for element in document.iter():
            name = attribute(element, "ID")
            if name:
                self._by_id.setdefault(name, element)

    def said(self, element: Element | None) -> str:
        """The text of an element and of what it refers to, each once, on one line."""
        if element is None:
            return ""
        own, target = one_line(element), self.target(element)
        there = one_line(target)
        return there if there and (not own or own in there) else own

    def target(self, element: Element | None) -> Element | None:
        """The narrative that an element, or the reference in it, points at; a blank anchor means its cell."""
        if element is None:
            return None
        reference = element if element.tag == "reference" else element.find("reference")
        found = self._by_id.get(attribute(reference, "value").removeprefix("#"))
        while found is not None and not plain_text(found) and found.tag not in (*_ROWS, "text"):
            found = found.getparent()
        return found

    def row(self, element: Element | None) -> Row | None:
        """The table row or list item in which the target stands."""
        found = self.target(element)
        while found is not None and found.tag not in ("text", "section"):
            if found.tag in ("tr", "item", "li"):
                return _row(found)
            found = found.getparent()
        return None


def rows(text: Element | None) -> list[Row]:
    """The rows of a section's text: table rows, list items, paragraphs, or else its lines."""
    if text is None:
        return []
    found = [row for element in _row_elements(text) if (row := _row(element)).text]
    return found or [Row(line) for line in plain_text(text).split("\n") if line]


def _row_elements(element: Element) -> Iterator[Element]:
    """Rows that hold no rows themselves; heading rows are left out."""
    for inner in element:
        if inner.tag in _ROWS and not any(True for _ in inner.iterdescendants("tr", "item", "li")):
            if inner.tag != "tr" or inner.find("td") is not None:
                yield inner
        else:
            yield from _row_elements(inner)


def _row(element: Element) -> Row:
    if element.tag != "tr":
        return Row(one_line(element))
    names = _headings(element)
    cells = [one_line(cell) for cell in element.iterchildren("td", "th")]
    padded = [*names, *[""] * len(cells)]
    return Row(" | ".join(cell for cell in cells if cell), tuple(zip(padded, cells, strict=False)))


def _headings(row: Element) -> list[str]:
    table = next(row.iterancestors("table"), None)
    if table is None:
        return []
    first = next(table.iter("tr"), None)
    if first is None or first.find("th") is None:
        return []
    return [one_line(cell).lower() for cell in first.iterchildren("th", "td")]
