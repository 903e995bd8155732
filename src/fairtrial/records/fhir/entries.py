"""Every resource of a file with its place, whatever it was wrapped in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

BROKEN_LINE = "fairtrial:broken-line"
"""Key of the marker that stands for a line of ndjson that is not JSON."""
UNTYPED = "unknown"
_MOST_NESTED = 5
"""Bundles inside Bundles are followed this far (our choice)."""


class Entry(NamedTuple):
    """One resource: what it is, where it stood, and the absolute address it was given.

    ``kind`` is the resource type, or ``unknown``; ``id`` the logical id, when it is a text; ``place`` type and
    id, or the position in the file where there is no id.
    """

    resource: dict[str, Any]
    kind: str
    id: str | None
    place: str
    full_url: str | None = None
    problem: str | None = None

    @property
    def typed(self) -> bool:
        """Whether it says what it is."""
        return self.kind != UNTYPED


def _entry(
    resource: dict[str, Any], position: str, full_url: str | None, problem: str | None = None
) -> Entry:
    said, identifier = resource.get("resourceType"), resource.get("id")
    kind = said if isinstance(said, str) and said.isalnum() else UNTYPED
    name = identifier.strip() or None if isinstance(identifier, str) else None
    place = f"{kind}/{name}" if name and kind != UNTYPED else position or "file"
    return Entry(resource, kind, name, place, full_url, problem)


def entries(resources: Sequence[object]) -> Iterator[Entry]:
    """The resources of Bundles, entries and single resources, in order."""
    for number, item in enumerate(resources):
        yield from _unwrapped(item, f"item {number + 1}" if len(resources) > 1 else "", None, 0)


def _unwrapped(item: object, position: str, full_url: str | None, depth: int) -> Iterator[Entry]:
    if not isinstance(item, dict):
        yield _entry({}, position, full_url, "not a JSON object; left out")
    elif BROKEN_LINE in item:
        told = "this line is not JSON; left out, the other lines were read"
        yield _entry({}, f"line {item[BROKEN_LINE]}", None, told)
    elif item.get("resourceType") == "Bundle" and depth < _MOST_NESTED:
        yield from _of_bundle(item, position, depth)
    else:
        yield _entry(item, position, full_url)


def _of_bundle(bundle: dict[str, Any], position: str, depth: int) -> Iterator[Entry]:
    inside = bundle.get("entry")
    prefix = f"{position} " if position else ""
    if inside is not None and not isinstance(inside, list):
        inside = [inside]
    for number, wrapped in enumerate(inside or [], start=1):
        place = f"{prefix}entry {number}"
        if not isinstance(wrapped, dict) or wrapped.get("resource") is None:
            yield _entry({}, place, None, "the entry holds no resource; left out")
            continue
        url = wrapped.get("fullUrl")
        yield from _unwrapped(wrapped["resource"], place, url if isinstance(url, str) else None, depth + 1)
