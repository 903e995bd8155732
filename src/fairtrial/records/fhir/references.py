"""What a reference points to, inside a resource or inside the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from fairtrial.records.fhir.entries import Entry, entries
from fairtrial.records.fhir.fields import Fields


class References:
    """The resources of a file by every address used for them; those of other files where it has none."""

    def __init__(self, found: Sequence[Entry], others: Sequence[object] = ()) -> None:
        self._here = _by_address(found)
        self._others = others
        self._elsewhere: dict[str, dict[str, Any]] | None = None

    def target(self, reference: str, holder: dict[str, Any]) -> dict[str, Any] | None:
        """The resource that ``reference`` names, seen from ``holder``; null when it is not here."""
        if reference.startswith("#"):
            return _contained(reference[1:], holder)
        plain = reference.split("/_history/")[0]
        names = (plain, "/".join(plain.split("/")[-2:]))
        here = next((self._here[name] for name in names if name in self._here), None)
        if here is not None or not self._others:
            return here
        if self._elsewhere is None:
            self._elsewhere = _by_address(entries(self._others))
        return next((self._elsewhere[name] for name in names if name in self._elsewhere), None)


def _by_address(found: Iterable[Entry]) -> dict[str, dict[str, Any]]:
    known: dict[str, dict[str, Any]] = {}
    for entry in found:
        for address in _addresses(entry):
            known.setdefault(address, entry.resource)
    return known


def _addresses(entry: Entry) -> list[str]:
    relative = [f"{entry.kind}/{entry.id}"] if entry.typed and entry.id else []
    if entry.full_url is None:
        return relative
    return [
        entry.full_url,
        *relative,
        *([f"{entry.kind}/{last_part(entry.full_url)}"] if entry.typed else []),
    ]


def _contained(identifier: str, holder: dict[str, Any]) -> dict[str, Any] | None:
    inside = holder.get("contained")
    for resource in inside if isinstance(inside, list) else [inside]:
        if isinstance(resource, dict) and str(resource.get("id", "")).lstrip("#") == identifier:
            return resource
    return None


def last_part(address: str) -> str:
    """The id at the end of an address ("Patient/1", "urn:uuid:1", "https://example.org/fhir/Patient/1")."""
    return address.split("/_history/")[0].rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]


def reference_of(fields: Fields, key: str) -> tuple[str, str]:
    """Reference and display of a Reference (or the reference inside an R5 CodeableReference)."""
    inside = fields.part(key) if fields.has(key) else Fields({})
    if isinstance(inside.raw("reference"), dict):
        inside = inside.part("reference")
    return inside.text("reference"), inside.text("display")
