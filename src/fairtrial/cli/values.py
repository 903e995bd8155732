"""Knowledge values as words: number, unit, source and standing together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fairtrial.facts import Facts
    from fairtrial.facts.models import Number, Range, Sourced

NOT_KNOWN = "not known"


def number(value: Number | None, unit: str = "") -> str:
    """A number with its unit."""
    return NOT_KNOWN if value is None else f"{value.value:g} {unit}".strip()


def between(value: Range | None, unit: str = "") -> str:
    """A range with its unit; an open end is named."""
    if value is None or (value.least is None and value.most is None):
        return NOT_KNOWN
    if value.most is None:
        return f"{value.least:g} {unit} or more".replace("  ", " ")
    if value.least is None:
        return f"up to {value.most:g} {unit}".strip()
    span = f"{value.least:g}" if value.least == value.most else f"{value.least:g} to {value.most:g}"
    return f"{span} {unit}".strip()


def origin(value: Sourced | None) -> str:
    """Where a value was read: source, locator, standing, note."""
    if value is None:
        return ""
    where = " ".join([*value.source, *([f"({value.locator})"] if value.locator else [])])
    note = f"; {value.note}" if value.note else ""
    return f"{where or 'no source'}; {value.standing}{note}"


def source_lines(ids: Iterable[str], facts: Facts) -> list[str]:
    """The sources of these ids, each with where it is."""
    known = [(name, facts.sources[name]) for name in sorted(set(ids)) if name in facts.sources]
    return [f"{name}: {source.what}, {source.locator}" for name, source in known]
