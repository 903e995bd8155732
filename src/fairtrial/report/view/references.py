"""Where every line comes from: records, sources, what could not be read, and versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairtrial.report.words import words

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Reference:
    """One record: where it is and what it says."""

    id: str
    full_id: str
    where: str
    kind: str
    words: str
    became: str


@dataclass(frozen=True)
class Unread:
    """Something that could not be read, and whether it was left out."""

    where: str
    field: str
    problem: str
    effect: str
    record: str | None


@dataclass(frozen=True)
class Source:
    """A published source that a rule or a number cites."""

    id: str
    what: str
    locator: str
    version: str
    grade: str


@dataclass(frozen=True)
class Footer:
    """Sources and versions."""

    sources: Sequence[Source]
    versions: Sequence[tuple[str, str]]


def references_of(data: Data) -> dict[str, Reference]:
    """Record id -> where it is; in the order of the review."""
    return {
        id: Reference(
            id,
            record["id"],
            _where(record["file"], record["place"]),
            record["kind"] or "",
            record["words"] or "",
            record["became"] or "",
        )
        for id, record in data["records"].items()
    }


def uncited_of(data: Data) -> str:
    """How many records nothing above names, by what became of them; empty when there is none."""
    counts = data["uncited"]
    if not counts:
        return ""
    said = ", ".join(f"{became}: {count:,}" for became, count in counts.items())
    return str(words()["uncited"]).format(number=f"{sum(counts.values()):,}", said=said)


def unread_of(data: Data) -> list[Unread]:
    """What could not be read: nothing is dropped silently."""
    return [
        Unread(
            _where(item["file"], item["place"]),
            item["field"] or "",
            item["problem"].removesuffix("; left out"),  # the next words say it
            "left out" if item["left_out"] else "kept, with this field unknown",
            item["record"],
        )
        for item in data["not_understood"]
    ]


def footer_of(data: Data) -> Footer:
    """Sources by id, and the versions that made this review."""
    sources = [
        Source(id, item["what"], item["locator"], item["version"] or "", item["grade"].replace("_", " "))
        for id, item in sorted(data["sources"].items())
    ]
    versions = data["versions"]
    named = [
        ("fairtrial", versions["fairtrial"]),
        ("knowledge", versions["knowledge"]),
        ("dose list", versions["dose_list"]),
        ("shape", data["schema"]),
    ]
    return Footer(sources, named)


def _where(file: str | None, place: str | None) -> str:
    return ", ".join(part for part in (file, place) if part) or "place not known"
