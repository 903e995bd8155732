"""A tolerant look into elements: what is missing is nothing, what is null is not a value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from fairtrial.records.timings import finite

Element = etree._Element

_BLOCKS = frozenset({
    "br", "paragraph", "p", "tr", "item", "li", "caption", "table", "list", "title", "div", "body", "hr", "section",
    "h1", "h2", "h3", "h4", "h5", "h6",
})  # fmt: skip
_CELLS = frozenset({"td", "th"})
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?|[+-]?\.[0-9]+")
_TRUE = frozenset({"true", "1"})


def attribute(element: Element | None, name: str) -> str:
    """An attribute without blanks around it, or nothing."""
    return (element.get(name) or "").strip() if element is not None else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first element down a path of names."""
    for name in path:
        if element is None:
            return None
        element = element.find(name)
    return element


def is_null(element: Element | None) -> bool:
    """Whether an element is missing or says that it has no value."""
    return element is None or bool(attribute(element, "nullFlavor"))


def is_true(element: Element, name: str) -> bool:
    """Whether an attribute such as negationInd is true."""
    return attribute(element, name).lower() in _TRUE


def number(element: Element | None, name: str = "value") -> float | None:
    """The number in an attribute; null when the element is null, whatever else it says."""
    written = attribute(element, name)
    if is_null(element) or not _NUMBER.fullmatch(written):
        return None
    return finite(float(written))


def templates(element: Element) -> set[str]:
    """The roots of an element's templateIds."""
    return {attribute(template, "root") for template in element.iterchildren("templateId")}


def topmost(element: Element, *names: str) -> Iterator[Element]:
    """Elements of these names, itself included, that are not inside another of them."""
    if element.tag in names:
        yield element
        return
    for inner in element:
        if isinstance(inner.tag, str):
            yield from topmost(inner, *names)


def plain_text(element: Element | None) -> str:
    """The text as a person sees it: blocks on lines of their own, cells apart by a bar.

    >>> plain_text(etree.fromstring("<tr><td>a <content>b</content></td><td>c</td></tr>"))
    'a b | c'
    """
    if element is None:
        return ""
    lines = ("".join(_pieces(element))).split("\n")
    shown = (" ".join(line.split()).strip(" |") for line in lines)
    return "\n".join(line for line in shown if line)


def one_line(element: Element | None) -> str:
    """The text on one line."""
    return " ".join(plain_text(element).split())


def _pieces(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str):
        return
    tag = element.tag.lower()
    if tag in _BLOCKS:
        yield "\n"
    yield (element.text or "").replace("\n", " ")
    for inner in element:
        yield from _pieces(inner)
        yield (inner.tail or "").replace("\n", " ")
    if tag in _CELLS:
        yield " | "
    elif tag in _BLOCKS:
        yield "\n"
