"""Every resource of a file with its place, whatever it was wrapped in."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

BROKEN_LINE = "fairtrial:broken-line"
"""Key of the marker that stands for a line of ndjson that is not JSON."""
UNTYPED = "unknown"
_MOST_NESTED = 5
"""Bundles inside Bundles are followed this far (our choice)."""


@dataclass(frozen=True)
class Entry:
    """One resource: what it is, where it stood, and the absolute address it was given."""

    resource: dict[str, Any]
    position: str
    full_url: str | None = None
    problem: str | None = None

    @functools.cached_property
    def kind(self) -> str:
        """Resource type, or ``unknown``."""
        kind = self.resource.get("resourceType")
        return kind if isinstance(kind, str) and kind.isalnum() else UNTYPED

    @property
    def typed(self) -> bool:
        """Whether it says what it is."""
        return self.kind != UNTYPED

    @functools.cached_property
    def id(self) -> str | None:
        """The logical id, when it is a text."""
        found = self.resource.get("id")
        return found.strip() if isinstance(found, str) and found.strip() else None

    @functools.cached_property
    def place(self) -> str:
        """Type and id; the position in the file where there is no id."""
        return f"{self.kind}/{self.id}" if self.typed and self.id else self.position


def entries(resources: Sequence[object]) -> list[Entry]:
    """The resources of Bundles, entries and single resources, in order."""
    return [
        entry
        for number, item in enumerate(resources)
        for entry in _unwrapped(item, f"item {number + 1}" if len(resources) > 1 else "", None, 0)
    ]


def _unwrapped(item: object, position: str, full_url: str | None, depth: int) -> Iterator[Entry]:
    if not isinstance(item, dict):
        yield Entry({}, position or "file", full_url, "not a JSON object; left out")
    elif BROKEN_LINE in item:
        yield Entry(
            {},
            f"line {item[BROKEN_LINE]}",
            None,
            "this line is not JSON; left out, the other lines were read",
        )
    elif item.get("resourceType") == "Bundle" and depth < _MOST_NESTED:
        yield from _of_bundle(item, position, depth)
    else:
        yield Entry(item, position or "file", full_url)


def _of_bundle(bundle: dict[str, Any], position: str, depth: int) -> Iterator[Entry]:
    inside = bundle.get("entry")
    prefix = f"{position} " if position else ""
    if inside is not None and not isinstance(inside, list):
        inside = [inside]
    for number, wrapped in enumerate(inside or [], start=1):
        place = f"{prefix}entry {number}"
        if not isinstance(wrapped, dict) or wrapped.get("resource") is None:
            yield Entry({}, place, None, "the entry holds no resource; left out")
            continue
        url = wrapped.get("fullUrl")
        yield from _unwrapped(wrapped["resource"], place, url if isinstance(url, str) else None, depth + 1)
