"""Bulk FHIR (ndjson by resource type) as blocks: lines are divided by person on disk, then read like any
FHIR file."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import orjson
import polars as pl

from fairtrial.facts import Facts
from fairtrial.population import fingerprint
from fairtrial.population.input_parts import regular
from fairtrial.population.source import Extent, Plan
from fairtrial.records.door import read
from fairtrial.records.regular import opened
from fairtrial.tables import PROBLEMS, RECORDS, History, empty, frame

SHARED = ("Medication", "Practitioner", "Organization", "Location")
"""Types that belong to no one person; of these only Medication says what was taken and goes to every
block."""


def is_bulk_fhir(folder: Path) -> bool:
    """Does the folder hold .ndjson files?"""
    return folder.is_dir() and any(folder.glob("*.ndjson"))


class FhirSource:
    """A folder of .ndjson files; ``work`` takes one folder of lines for each block."""

    kind = "fhir"

    def __init__(self, folder: Path, work: Path, facts: Facts) -> None:
        self.folder, self.work, self.facts = folder, work, facts
        self.name = folder.name

    @functools.cached_property
    def files(self) -> list[Path]:
        """The .ndjson files in order of name. Raises ReadError for what only looks like one."""
        return regular(self.folder.glob("*.ndjson"))

    def fingerprint(self) -> dict[str, str]:
        """Digest of every file."""
        return fingerprint.of_files(self.files, self.folder)

    def plan(self, persons_per_block: int) -> Plan:
        """Counts the persons, then lays the lines down by block."""
        persons: set[bytes] = set()
        conditions, nobody, broken = False, 0, 0
        for resource in self._resources():
            if resource is None:
                broken += 1
                continue
            who = person_of(resource)
            conditions |= resource.get("resourceType") == "Condition"
            if who is not None:
                persons.add(_digest(who))
            elif resource.get("resourceType") not in SHARED:
                nobody += 1
        count = max(1, -(-len(persons) // persons_per_block))
        sizes = [0] * count
        for digest in persons:
            sizes[_block(digest, count)] += 1
        self._divide(count)
        return Plan(
            [Extent(n, size, {"part": n}) for n, size in enumerate(sizes)],
            conditions,
            _notices(nobody, broken),
        )

    def read(self, extent: Extent) -> History:
        """The block's history, without the words of each record."""
        part = self.work / f"part-{extent.number:05}"
        if extent.persons == 0:
            return History()
        history = read(part, many=True, facts=self.facts)
        return replace(history, records=empty(RECORDS), problems=_counted(history.problems))

    def _resources(self) -> Iterator[dict[str, Any] | None]:
        """Each line as a resource; None for a line that is none."""
        for line in self._lines():
            yield _resource(line)

    def _lines(self) -> Iterator[bytes]:
        for path in self.files:
            with opened(path) as file:
                yield from (line for line in file if line.strip())

    def _divide(self, count: int) -> None:
        shutil.rmtree(self.work, ignore_errors=True)
        with contextlib.ExitStack() as stack:
            parts = [_part(self.work / f"part-{n:05}", stack) for n in range(count)]
            for line in self._lines():
                for part in _parts_of(_resource(line), parts):
                    part.write(line if line.endswith(b"\n") else line + b"\n")


def _part(folder: Path, stack: contextlib.ExitStack) -> IO[bytes]:
    folder.mkdir(parents=True)
    return stack.enter_context((folder / "records.ndjson").open("wb"))


def _parts_of(resource: dict[str, Any] | None, parts: list[IO[bytes]]) -> list[IO[bytes]]:
    if resource is None:
        return []
    if resource.get("resourceType") == "Medication":
        return parts
    who = person_of(resource)
    return [] if who is None else [parts[_block(_digest(who), len(parts))]]


def _resource(line: bytes) -> dict[str, Any] | None:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def person_of(resource: dict[str, Any]) -> str | None:
    """The id of the person a resource is about: Patient.id, or the last part of subject or patient
    reference."""
    if resource.get("resourceType") == "Patient":
        found = resource.get("id")
        return str(found) if found else None
    for field in ("subject", "patient"):
        reference = resource.get(field)
        if isinstance(reference, dict) and isinstance(reference.get("reference"), str):
            return str(reference["reference"].removeprefix("urn:uuid:").rsplit("/", 1)[-1])
    return None


def _digest(person: str) -> bytes:
    return hashlib.blake2b(person.encode(), digest_size=8).digest()


def _block(digest: bytes, count: int) -> int:
    return int.from_bytes(digest) % count


def _notices(nobody: int, broken: int) -> list[str]:
    told = [
        (nobody, "resources name no person and are left out"),
        (broken, "lines are no JSON object and are left out"),
    ]
    return [f"{count} {what}" for count, what in told if count]


def _counted(problems: pl.DataFrame) -> pl.DataFrame:
    """One line for each kind of problem, with its count."""
    kinds = problems.group_by("field", "problem", "left_out").len().sort("field", "problem", "left_out")
    rows: list[dict[str, object]] = [
        {
            "file": "ndjson",
            "place": f"{row['len']} records",
            **{c: row[c] for c in ("field", "problem", "left_out")},
        }
        for row in kinds.to_dicts()
    ]
    return frame(rows, PROBLEMS)
